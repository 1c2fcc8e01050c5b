"""What whoever owns the database can do: lift the triggers, alter what he likes, lay them again."""

from contextlib import contextmanager

from django.db import connection, transaction

from core import triggers
from core.ledger import keys, merkle
from core.ledger.models import GENESIS, Chain, Checkpoint, Event, Payload
from core.ledger.services import commitment, leaf, statement
from tests import databases
from tests.environment import POSTGRESQL


@contextmanager
def as_administrator(copy):
    """Without triggers and foreign keys, as the database's superuser; the triggers lie as coded afterwards."""
    with databases.attached(copy, role="super"):
        run("SET session_replication_role = replica" if POSTGRESQL else "PRAGMA foreign_keys = OFF")
        triggers.lift()
        yield
        triggers.lay()


def run(*statements):
    with connection.cursor() as cursor:
        for statement_ in statements:
            cursor.execute(statement_)


def rehash(name, after=0):
    """Make every event of a chain after a place continue the one before it, and set the head to match."""
    events = list(Event.objects.filter(chain=name).order_by("seq"))
    prev = GENESIS
    for seq, event in enumerate(events, start=1):
        if seq > after:
            event.seq, event.prev = seq, prev
            event.hash = leaf(event)
            event.save()
        prev = event.hash
    set_head(name)


def set_head(name):
    """Let the head of a chain say what its events say."""
    events = Event.objects.filter(chain=name).order_by("seq")
    peaks = []
    for event in events:
        peaks = merkle.append(peaks, event.hash)
    last = events.last()
    Chain.objects.filter(name=name).update(seq=last.seq, hash=last.hash, peaks=peaks)


def replace_payload(event, text):
    """Give an event another payload, and the commitment to it."""
    kept = Payload.objects.get(event=event)
    kept.payload = text
    kept.save()
    event.commitment = commitment(kept.salt, text)
    event.save()


@transaction.atomic
def cut(name, size):
    """Cut the tail off a chain with all rows that hang on it, and set the head to match. Checkpoints stay."""
    gone = list(Event.objects.filter(chain=name, seq__gt=size).values_list("pk", flat=True))
    places = ", ".join(str(pk) for pk in gone)
    for table in ("procedure_stepchange", "procedure_proposal", "applications_statuschange", "ledger_payload"):
        run(f"DELETE FROM {table} WHERE event_id IN ({places})")
    run(f"DELETE FROM ledger_event WHERE id IN ({places})")
    set_head(name)


def sign_again(name, *, sign=keys.sign):
    """Let every checkpoint of a chain sign what the chain says now."""
    leaves = list(Event.objects.filter(chain=name).order_by("seq").values_list("hash", flat=True))
    for point in Checkpoint.objects.filter(chain__name=name).select_related("chain"):
        point.root = merkle.root_of(leaves[: point.size])
        point.signature, point.public_key = sign(statement(point))
        point.save()
