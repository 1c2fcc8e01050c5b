"""Saving what was typed. Nothing typed is lost: an answer saved over meanwhile by somebody else is shown beside, not overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actors import Actor
from applications.answers.models import AnswerPart
from applications.answers.posted import base_of, texts
from applications.cases.models import Application
from applications.cases.rules import editing_blockers
from applications.forms.spec import BLANK, Part
from core.canonical import moment
from core.fields import validate_text
from core.ledger.services import lock
from core.rules import RuleRefused

MOST = 20_000  # characters in one answer; what a field allows is checked, and told, on the check page


@dataclass(frozen=True)
class Conflict:
    """One field that somebody else saved after this page was opened."""

    key: str
    label: str
    theirs: Any
    yours: Any
    by: str
    at: datetime | None


class Unstorable(Exception):
    """Answers that cannot be stored at all: a sentence by field key."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = faults


class Conflicted(Exception):
    """Fields that were saved by somebody else meanwhile; the others of the page are saved."""

    def __init__(self, conflicts: list[Conflict], row: AnswerPart) -> None:
        super().__init__("；".join(conflict.label for conflict in conflicts))
        self.conflicts, self.row = conflicts, row


def save_part(
    application: Application, part: Part, *, answers: Mapping[str, Any], bases: Mapping[str, str], by: Actor, at: datetime
) -> AnswerPart:
    """Save the answers of one page as typed; `bases` are the marks of what stood there when the page was opened.

    Raises Unstorable before anything is saved; Conflicted after the fields without a conflict are saved; RuleRefused
    when the application can no longer be edited.
    """
    if faults := unstorable(part, answers):
        raise Unstorable(faults)
    row, conflicts = _save(application, part, answers, bases, by, at)
    if conflicts:
        raise Conflicted(conflicts, row)
    return row


@transaction.atomic
def _save(
    application: Application, part: Part, answers: Mapping[str, Any], bases: Mapping[str, str], by: Actor, at: datetime
) -> tuple[AnswerPart, list[Conflict]]:
    lock(application.edition.chain)
    if blockers := editing_blockers(application.fresh(), by, at=at):
        raise RuleRefused(blockers)
    row, _ = AnswerPart.objects.get_or_create(application=application, part=part.key)
    conflicts = []
    for key, typed in answers.items():
        present = row.answers.get(key)
        opened_on = bases.get(key, base_of(None))
        if base_of(typed) in (base_of(present), opened_on):
            continue  # the same, or untouched on this page: what stands there stays
        if base_of(present) != opened_on:
            conflicts.append(_conflict(part, row, key, typed))
            continue
        row.answers[key] = typed
        row.revisions[key] = {"n": row.revisions.get(key, {}).get("n", 0) + 1, "by": by.person.name, "at": moment(at)}
    row.save(update_fields=["answers", "revisions"])
    return row, conflicts


def unstorable(part: Part, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what cannot be stored: control characters, hidden direction marks, texts without end."""
    found = {}
    for key, answer in answers.items():
        for text in texts(answer):
            try:
                validate_text(text)
            except ValidationError as fault:
                found[key] = f"“{label(part, key)}”：{fault.message}"
            if len(text) > MOST:
                found[key] = f"“{label(part, key)}”：最多{MOST}字，现有{len(text)}字。"
    return found


def label(part: Part, key: str) -> str:
    """Return a field's label."""
    return "空项说明" if key == BLANK else part.field(key).label


def _conflict(part: Part, row: AnswerPart, key: str, typed: Any) -> Conflict:
    last = row.revisions.get(key, {})
    return Conflict(key, label(part, key), row.answers.get(key), typed, last.get("by", ""), _moment(last))


def _moment(revision: dict) -> datetime | None:
    return datetime.fromisoformat(revision["at"]) if revision else None


def answers_by_part(application: Application) -> dict[str, dict[str, Any]]:
    """Return all answers of an application, by part and field. One query."""
    return dict(AnswerPart.objects.filter(application=application).values_list("part", "answers"))
