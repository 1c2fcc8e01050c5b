"""Row 10: an append beside the unchained insert of the same rows; verification beside the loop that reads and hashes."""

import hashlib
import json
import secrets
import statistics
from collections.abc import Iterator
from itertools import count

from django.db import connection, models, transaction

from accounts.actors import SYSTEM
from bench.ground import as_role, without_triggers
from bench.measure import Line, bracketed, cpu, forget_peak, is_quick, peak, slope
from core import clock
from core.canonical import moment
from core.ledger import merkle
from core.ledger.models import Chain, Event, Payload
from core.ledger.services import commitment, leaf_of, lock, open_chain, record
from core.ledger.verify import verify

COLUMNS = ("chain", "seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev")
NAME = "edition-99"
TEXT = '{"note":"量测"}'
APPENDS = 500


def measured() -> Iterator[Line]:
    yield appends()
    open_chain(NAME, title="量测")
    sizes = (10_000, 30_000, 100_000) if is_quick() else (10_000, 100_000, 1_000_000)
    fixed = statistics.median(cpu(verified) for _ in range(3))
    yield Line("verify an empty chain", "", f"{fixed:.0f} ms: every table of record and every trigger, taken off below")
    costs, memories = [], []
    for size in sizes:
        grow(size)
        forget_peak()
        figure, ceiling = bracketed(lambda: cpu(verified), lambda: cpu(loop)) if size < sizes[-1] else (cpu(verified), cpu(loop))
        figure -= fixed
        costs.append(figure)
        memories.append(peak())
        said = f"{figure / ceiling:.2f}x ({figure / size:.4f} / {ceiling / size:.4f} ms an event), peak {memories[-1]:.0f} MB"
        yield Line(f"verify {size:,} events", "≤ 2.5 x the json and sha256 loop", said, figure / ceiling <= 2.5)
    steep, grown = slope(sizes, costs), memories[-1] - memories[0]
    yield Line(
        "verify, growth", "linear (slope ≤ 1.1), memory ≤ +30 MB", f"slope {steep:.2f}, {grown:+.0f} MB", steep <= 1.1 and grown <= 30
    )


def appends() -> Line:
    """The unchained insert writes the same two rows through the same layer, in one transaction: no head, no hash, no trigger."""
    event, payload = (_unchained(model) for model in (Event, Payload))
    at, places = clock.now(), count(1)

    def append() -> None:
        with transaction.atomic():
            record(lock("house"), at=at, by=SYSTEM, action="bench", object_ref="bench:1", payload={"note": "量测"})

    def insert() -> None:
        text = "x" * 64
        with transaction.atomic():
            row = event(chain="house", seq=next(places), at=moment(at), actor_ref="system", action="bench", object_ref="bench:1")
            row.commitment = row.prev = row.hash = text
            row.save(force_insert=True)
            payload(event_id=row.pk, salt=text[:32], payload=TEXT).save(force_insert=True)

    figure, ceiling = bracketed(lambda: cpu(append, APPENDS), lambda: cpu(insert, APPENDS))
    said = f"{ceiling / figure:.2f}x ({figure:.2f} / {ceiling:.2f} ms)"
    return Line("append", "≥ 0.65 x the unchained insert", said, ceiling / figure >= 0.65)


def _unchained(model: type[models.Model]) -> type[models.Model]:
    """Return a model like this one on a table of its own, where nothing is promised."""
    table = f"bench_{model._meta.db_table}"
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (LIKE {model._meta.db_table} INCLUDING IDENTITY INCLUDING INDEXES)")  # nosec B608
    plain = {field.name: field.clone() for field in model._meta.concrete_fields if not field.is_relation and not field.primary_key}
    plain |= {field.attname: models.BigIntegerField() for field in model._meta.concrete_fields if field.is_relation}
    meta = type("Meta", (), {"app_label": "core", "db_table": table, "managed": False})
    return type(f"Unchained{model.__name__}", (models.Model,), plain | {"Meta": meta, "__module__": __name__})


def grow(size: int) -> None:
    """Append events in bulk until the chain is so long: the same rows as `record` writes."""
    head, at = Chain.objects.get(name=NAME), moment(clock.now())
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_event")
        first = max(cursor.fetchone()[0], 1_000_000) + 1
        commitments = []
        with cursor.copy(f"COPY ledger_event (id, {', '.join(COLUMNS)}, hash) FROM STDIN") as copy:
            for key in range(first, first + size - head.seq):
                salt = secrets.token_hex(16)
                columns = [NAME, head.seq + 1, at, "system", "bench", "bench:1", 1, "sha256", commitment(salt, TEXT), head.hash]
                head.seq, head.hash = head.seq + 1, leaf_of(columns)
                head.peaks = merkle.append(head.peaks, head.hash)
                copy.write_row((key, *columns, head.hash))
                commitments.append((key, salt))
        with cursor.copy("COPY ledger_payload (event_id, salt, payload) FROM STDIN") as copy:
            for key, salt in commitments:
                copy.write_row((key, salt, TEXT))
        Chain.objects.filter(pk=head.pk).update(seq=head.seq, hash=head.hash, peaks=head.peaks)
        cursor.execute("ANALYZE ledger_event, ledger_payload")


def verified() -> None:
    """Verify the chain; RuntimeError where it is not whole: then nothing was measured."""
    if faults := verify(NAME):
        raise RuntimeError(str(faults[0]))


def loop() -> None:
    """The ceiling: read what is hashed, and hash it."""
    events = Event.objects.filter(chain=NAME).order_by("seq").values_list("payload__salt", "payload__payload", *COLUMNS)
    for salt, text, *columns in events.iterator(2_000):
        hashlib.sha256(json.dumps(columns).encode()).hexdigest()
        hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()
