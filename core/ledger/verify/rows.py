"""Rows of record against their events, both ways. The models are found through Django's own list."""

import json
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, QuerySet

from core.ledger.models import Covered, Event
from core.ledger.verify.faults import Fault

UNREADABLE = (ValueError, TypeError, ArithmeticError, ValidationError)


def covered_models() -> list[type[Covered]]:
    """Return every model whose rows are rows of record, by label."""
    return sorted((model for model in apps.get_models() if issubclass(model, Covered)), key=lambda model: model._meta.label_lower)


def claim(text: str) -> tuple[str, str] | None:
    """Return the model and digest of the row that a payload names, or None."""
    if '"row":{' not in text:
        return None
    try:
        row = json.loads(text)["row"]
        return row["model"], row["digest"]
    except (ValueError, KeyError, TypeError):
        return None


def row_faults(claims: Counter[str], chain: str | None) -> Iterator[Fault]:
    """Compare all rows of record with the events that were read, of one chain or of all."""
    known = {model._meta.label_lower: model for model in covered_models()}
    for label, model in known.items():
        yield from _unreached(model)
        matched = _Matched()
        try:
            yield from matched.faults(model, chain)
        except UNREADABLE as error:
            yield Fault(chain or "", 0, "row", f"{label} 中有无法读出的值：{error}")
        if matched.count != claims[label]:
            yield from _lost(model, chain)
    for label in sorted(claims.keys() - known.keys()):
        yield Fault(chain or "", 0, "row-missing", f"有{claims[label]}个事件记载了 {label} 的行，程序中没有这个模型。")


class _Matched:
    """Counts the events that found their row; each once, whatever a dropped index let in."""

    def __init__(self) -> None:
        self.count = 0
        self.last = 0

    def faults(self, model: type[Covered], chain: str | None) -> Iterator[Fault]:
        label = model._meta.label_lower
        for row in _rows(model, chain).iterator(chunk_size=2000):
            if row.ledger_payload is None:  # erased, or reported as missing already
                continue
            named = claim(row.ledger_payload)
            place = row.ledger_chain, row.ledger_seq
            if named is None or named[0] != label:
                yield Fault(*place, "row-unrecorded", f"{label}（{row.pk}）指向的事件记载的不是这一行。")
                continue
            if row.event_id == self.last:
                yield Fault(*place, "row-unrecorded", f"{label}（{row.pk}）与另一行指向同一事件。")
            else:
                self.count, self.last = self.count + 1, row.event_id
            if row.digest() != named[1]:
                yield Fault(*place, "row", f"{label}（{row.pk}）的内容与事件记载的摘要不符。")


def _rows(model: type[Covered], chain: str | None) -> QuerySet:
    rows = model._base_manager.filter(event__chain=chain) if chain else model._base_manager.all()
    return rows.order_by("event_id").annotate(
        ledger_chain=F("event__chain"), ledger_seq=F("event__seq"), ledger_payload=F("event__payload__payload")
    )


def _unreached(model: type[Covered]) -> Iterator[Fault]:
    """Rows whose event is gone: no foreign key stops whoever lifted it."""
    rows = model._base_manager.filter(~Exists(Event.objects.filter(pk=OuterRef("event_id")))).order_by("event_id")
    for pk in rows.values_list("pk", flat=True):
        yield Fault("", 0, "row-unrecorded", f"{model._meta.label_lower}（{pk}）没有事件。")


def _lost(model: type[Covered], chain: str | None) -> Iterator[Fault]:
    """Events that name a row of this model which is not there."""
    label = model._meta.label_lower
    events = Event.objects.filter(
        ~Exists(model._base_manager.filter(event_id=OuterRef("pk"))), payload__payload__contains=f'"model":"{label}"'
    )
    if chain:
        events = events.filter(chain=chain)
    for name, seq, text in events.order_by("chain", "seq").values_list("chain", "seq", "payload__payload").iterator():
        if (claim(text) or ("",))[0] == label:
            yield Fault(name, seq, "row-missing", f"事件记载了 {label} 的一行，库中没有。")
