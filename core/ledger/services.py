"""Writing the ledger: lock a chain, record an act, cover a row, sign a checkpoint. Nobody else writes these tables."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import models, transaction

from core.canonical import canonical, moment
from core.clock import shanghai
from core.ledger import keys, merkle
from core.ledger.models import Chain, Checkpoint, Covered, Event, Payload

HOUSE = "house"
Row = TypeVar("Row", bound=Covered)


class Hand(Protocol):
    """Whoever acts: the ledger keeps a reference, never a name."""

    ref: str


def open_chain(name: str, *, title: str) -> Chain:
    """Create the head of a new chain; IntegrityError when it exists."""
    return Chain.objects.create(name=name, title=title)


def lock(name: str) -> Chain:
    """Lock one chain until the transaction ends and return its head. The first lock of every act."""
    if not transaction.get_connection().in_atomic_block:  # PostgreSQL would say so itself, SQLite would not
        raise transaction.TransactionManagementError("a chain is locked inside a transaction")
    return Chain.objects.select_for_update().get(name=name)


def lock_every() -> Chain:
    """Lock the house chain, then every other one in the order of their numbers; return the house's head.

    For facts that guards of every edition read: grants, calendar, interpretations.
    """
    house = lock(HOUSE)
    list(Chain.objects.select_for_update().exclude(name=HOUSE).order_by("pk"))
    return house


def record(head: Chain, *, at: datetime, by: Hand, action: str, object_ref: str, payload: Any = None) -> Event:
    """Append one event to a chain whose head is locked, and move the head. Returns the event."""
    event, said = entry(head, at=at, by=by, action=action, object_ref=object_ref, payload=payload)
    event.save(force_insert=True)
    said.event = event
    said.save(force_insert=True)
    head.save(update_fields=["seq", "hash", "peaks"])
    return event


def entry(head: Chain, *, at: datetime, by: Hand, action: str, object_ref: str, payload: Any = None) -> tuple[Event, Payload]:
    """Return the event that continues a head, and its payload, neither saved; the head stands on it, not saved either."""
    salt, text = secrets.token_hex(16), canonical(payload or {}).decode()
    event = Event(
        chain=head.name,
        seq=head.seq + 1,
        at=moment(at),
        actor_ref=by.ref,
        action=action,
        object_ref=object_ref,
        commitment=commitment(salt, text),
        prev=head.hash,
    )
    event.hash = leaf(event)
    head.seq, head.hash, head.peaks = event.seq, event.hash, merkle.append(head.peaks, event.hash)
    return event, Payload(salt=salt, payload=text)


def cover(head: Chain, row: Row, *, at: datetime, by: Hand, action: str, object_ref: str = "", payload: Any = None) -> Row:
    """Insert a row of record together with its event, which carries the row's digest."""
    content = {**(payload or {}), "row": {"model": row._meta.label_lower, "digest": row.digest()}}
    row.event = record(head, at=at, by=by, action=action, object_ref=object_ref or ref(row), payload=content)
    row.save(force_insert=True)
    return row


def ref(row: models.Model) -> str:
    """Return how the ledger names a row: model and key."""
    return f"{row._meta.label_lower}:{row.pk}"


def receipt(event: Event) -> str:
    """Return what a person keeps as proof: chain, place and hash. It protects the tail of the chain."""
    return f"{event.chain}-{event.seq}-{event.hash}"


def commitment(salt: str, text: str) -> str:
    """Return SHA-256 over the salt's 16 bytes and the payload's UTF-8 text."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def leaf(event: Event) -> str:
    """Return the hash of an event, which is its leaf in the Merkle tree."""
    return leaf_of(
        [
            event.chain,
            event.seq,
            event.at,
            event.actor_ref,
            event.action,
            event.object_ref,
            event.v,
            event.alg,
            event.commitment,
            event.prev,
        ]
    )


def leaf_of(columns: list) -> str:
    """Return SHA-256 over 0x00 and the canonical form of an event's columns, from `chain` to `prev`."""
    return hashlib.sha256(b"\x00" + canonical(columns)).hexdigest()


def checkpoint(head: Chain, *, at: datetime) -> Checkpoint:
    """Sign the Merkle root of a locked chain. Taken at every step, closing of a round and notice, and daily."""
    head.checkpoints += 1
    head.save(update_fields=["checkpoints"])
    point = Checkpoint(chain=head, number=head.checkpoints, size=head.seq, root=merkle.root(head.peaks), on=shanghai(at))
    point.signature, point.public_key = keys.sign(statement(point))
    point.save(force_insert=True)
    return point


def statement(point: Checkpoint) -> str:
    """Return the line that is signed and printed: name of the chain, number, root, date."""
    return f"{point.chain.title} · {point.number} · {point.root} · {point.on.isoformat()}"
