"""Reading the ledger back and telling what is not as it was written. `docs/ledger.md` says what can be found and what not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from core import triggers
from core.ledger.models import Chain, Checkpoint, Event
from core.ledger.verify.chains import Reading, erasures
from core.ledger.verify.checkpoints import checkpoint_faults, printed_faults
from core.ledger.verify.faults import Fault
from core.ledger.verify.rows import row_faults

__all__ = ["Fault", "verify"]


def verify(chain: str | None = None, *, checkpoints: Iterable[str] | None = None) -> list[Fault]:
    """Return every fault of one chain or of all, as of one moment; empty when all is well.

    `checkpoints` are printed lines: the statement and, where it is known, its signature.
    """
    with _snapshot():
        return list(_faults(chain, checkpoints or ()))


def _faults(chain: str | None, printed: Iterable[str]) -> Iterator[Fault]:
    heads = {head.name: head for head in Chain.objects.order_by("pk")}
    names = [*heads, *sorted(set(Event.objects.values_list("chain", flat=True).distinct()) - heads.keys())]
    if chain:
        names, heads = [chain], {name: head for name, head in heads.items() if name == chain}
    erased, claims = erasures(), Counter()
    for name in names:
        head = heads.get(name)
        reading = Reading(name, erased, _sizes(head))
        yield from reading.faults()
        yield from reading.head_faults(head)
        if head:
            yield from checkpoint_faults(head, reading.seq, reading.roots)
        claims += reading.claims
    yield from printed_faults(printed, heads.values())
    yield from row_faults(claims, chain)
    yield from (Fault("", 0, "trigger", line + "。") for line in triggers.differences())


def _sizes(head: Chain | None) -> frozenset[int]:
    return frozenset(Checkpoint.objects.filter(chain=head).values_list("size", flat=True)) if head else frozenset()


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read as of one moment while others go on writing. Inside a transaction, as that one sees."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:  # not atomic(): IMMEDIATE would keep every writer waiting
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
