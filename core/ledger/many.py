"""Writing thousands of acts of a demonstration at once. They verify like any other: the same events, hashes and triggers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from core.ledger.models import Chain, Covered, Event, Payload
from core.ledger.services import Hand, entry, ref
from core.rules import RuleRefused

AT_ONCE = 500  # rows in one statement
TOGETHER = 100  # statements in one message
COLUMNS = ("id", "chain", "seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev", "hash")
APPEND = f"INSERT INTO ledger_event ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # nosec B608 constants
MOVE = "UPDATE ledger_chain SET seq = %s, hash = %s, peaks = %s WHERE id = %s"


@dataclass(frozen=True)
class Act:
    """One act, as `record` and `cover` take it; `row` is the row of record that is born with it, if any."""

    at: datetime
    by: Hand
    action: str
    object_ref: str = ""
    payload: Any = None
    row: Covered | None = None


def record_many(head: Chain, acts: Iterable[Act]) -> None:
    """Append acts to a chain whose head is locked, and insert their rows. RuleRefused outside a demonstration.

    Each event is written and the head moved onto it, one after the other, as the triggers ask; payloads and rows follow
    table by table, in the order of the acts.
    """
    if not settings.DEMO:
        raise RuleRefused("只有演示环境可以成批写入台账。")
    acts = list(acts)
    payloads, rows, steps = [], {}, []
    for key, act in zip(_keys(len(acts)), acts, strict=True):
        content = act.payload or {}
        if act.row is not None:
            content = {**content, "row": {"model": act.row._meta.label_lower, "digest": act.row.digest()}}
        about = act.object_ref or ref(act.row)
        event, payload = entry(head, at=act.at, by=act.by, action=act.action, object_ref=about, payload=content)
        event.pk, payload.event = key, event
        steps.append((APPEND, [getattr(event, name) for name in COLUMNS]))
        steps.append((MOVE, [head.seq, head.hash, connection.ops.adapt_json_value(head.peaks, None), head.pk]))
        payloads.append(payload)
        if act.row is not None:
            act.row.event = event
            rows.setdefault(type(act.row), []).append(act.row)
    _execute(steps)
    Payload.objects.bulk_create(payloads, batch_size=AT_ONCE)
    for model, found in rows.items():
        model._base_manager.bulk_create(found, batch_size=AT_ONCE)


def _execute(steps: Sequence[tuple[str, list]]) -> None:
    """Execute statements one after the other; PostgreSQL takes many in one message."""
    size = TOGETHER if connection.vendor == "postgresql" else 1
    with connection.cursor() as cursor:
        for place in range(0, len(steps), size):
            some = steps[place : place + size]
            cursor.execute("; ".join(statement for statement, _ in some), [value for _, values in some for value in values])


def _keys(number: int) -> Sequence[int]:
    """Return so many keys for events, as the database gives them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_event', 'id')) FROM generate_series(1, %s)", [number])
            return [row[0] for row in cursor.fetchall()]
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return range(last + 1, last + 1 + number)
