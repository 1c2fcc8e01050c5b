"""Saving what a reviewer types. Nothing typed is lost: what another tab saved meanwhile is shown beside, not overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actors import Actor
from applications.answers.posted import base_of
from core.canonical import moment
from core.fields import validate_text
from core.ledger.services import lock
from core.rules import refuse
from review.assignments.models import Assignment
from review.sheets.access import writing_blockers
from review.sheets.entries import MOST, WORDS
from review.sheets.models import SheetDraft


@dataclass(frozen=True)
class Conflict:
    """One field that was saved in another window after this page was opened."""

    field: str
    label: str
    theirs: str
    yours: str
    at: datetime | None


class Unstorable(Exception):
    """Words that cannot be stored at all: a sentence by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = faults


class Conflicted(Exception):
    """Fields that were saved in another window meanwhile; the others are saved."""

    def __init__(self, conflicts: list[Conflict], draft: SheetDraft) -> None:
        super().__init__("；".join(conflict.label for conflict in conflicts))
        self.conflicts, self.draft = conflicts, draft


def save_entry(
    assignment: Assignment, key: str, *, typed: Mapping[str, str], bases: Mapping[str, str], by: Actor, at: datetime
) -> SheetDraft:
    """Save the fields of one item (or the general comment) as typed; `bases` are the marks of what stood when the page was opened.

    Raises Unstorable before anything is saved; Conflicted after the fields without a conflict are; RuleRefused when the
    sheet is locked, the assignment has ended, the round is closed.
    """
    if faults := unstorable(typed):
        raise Unstorable(faults)
    draft, conflicts = _save(assignment, key, typed, bases, by, at)
    if conflicts:
        raise Conflicted(conflicts, draft)
    return draft


@transaction.atomic
def _save(
    assignment: Assignment, key: str, typed: Mapping[str, str], bases: Mapping[str, str], by: Actor, at: datetime
) -> tuple[SheetDraft, list[Conflict]]:
    lock(assignment.application.edition.chain)
    assignment.application.refresh_from_db(fields=["status"])
    assignment.application.edition.refresh_from_db()
    refuse(writing_blockers(assignment, by))
    draft, _ = SheetDraft.objects.get_or_create(assignment=assignment)
    entry, revisions, conflicts = draft.entries.setdefault(key, {}), draft.revisions.setdefault(key, {}), []
    for field, text in typed.items():
        present, opened_on = entry.get(field, ""), bases.get(field, base_of(""))
        if base_of(text) in (base_of(present), opened_on):
            continue  # the same, or untouched on this page: what stands there stays
        if base_of(present) != opened_on:
            conflicts.append(Conflict(field, WORDS[field], present, text, _moment(revisions.get(field, {}))))
            continue
        entry[field] = text
        revisions[field] = {"n": revisions.get(field, {}).get("n", 0) + 1, "at": moment(at)}
    draft.save(update_fields=["entries", "revisions"])
    return draft, conflicts


def unstorable(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what cannot be stored: control characters, hidden direction marks, texts without end."""
    found = {}
    for field, text in typed.items():
        try:
            validate_text(text)
        except ValidationError as fault:
            found[field] = f"“{WORDS[field]}”：{fault.message}"
        if len(text) > MOST:
            found[field] = f"“{WORDS[field]}”：最多{MOST}字，现有{len(text)}字。"
    return found


def entries_of(assignment: Assignment) -> tuple[dict, dict]:
    """Return entries and revisions of a draft; empty before anything was typed. One query."""
    found = SheetDraft.objects.filter(assignment=assignment).values_list("entries", "revisions").first()
    return found or ({}, {})


def read_moment(text: str) -> datetime:
    """Return a moment as a revision keeps it."""
    return datetime.fromisoformat(text)


def _moment(revision: dict) -> datetime | None:
    return read_moment(revision["at"]) if revision else None
