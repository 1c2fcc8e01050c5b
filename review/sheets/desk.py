"""A reviewer's desk: his assignments in order, with what is done of each, and the sheet of one as its pages print it."""

from dataclasses import dataclass
from datetime import date

from accounts.actors import Actor
from applications.cases.models import Application
from procedure.editions.models import Category
from review.assignments.models import Assignment
from review.assignments.services import SCORED
from review.defense.appearances import came
from review.rounds import Round, steps_of
from review.sheets.access import due_days
from review.sheets.entries import filled
from review.sheets.items import SHEET_ROUNDS, items_for
from review.sheets.models import Sheet, SheetDraft


@dataclass(frozen=True)
class Desk:
    """One assignment on the list: how many items are scored, until when, and whether the sheet is locked."""

    assignment: Assignment
    scored: int
    of: int
    due: date | None
    sheet: Sheet | None
    heard: bool | None  # of a defense: whether anybody came, None while nothing is recorded; elsewhere True

    @property
    def open(self) -> bool:
        """Tell whether it waits for this reviewer now: the round may still be held, and the application is still in it."""
        round_ = Round(self.assignment.round)
        going_on = self.application.edition.step in steps_of(round_) and self.application.status in SCORED[round_]
        return self.sheet is None and going_on and self.heard is not False

    @property
    def action(self) -> str:
        """What its reviewer does next, as a link says it."""
        if not self.of:
            return "看申报材料"
        if self.scored == self.of:
            return "检查并锁定" if self.heard else "检查"
        return "接着评" if self.scored else "开始评"

    @property
    def application(self) -> Application:
        return self.assignment.application


def desk_of(actor: Actor) -> list[Desk]:
    """Return a reviewer's assignments, newest edition first, by number. At most nine queries for any number of one edition."""
    seen = Assignment.objects.visible_to(actor).whole().select_related("sheet", "draft", "application__edition")
    assignments = list(seen.order_by("-application__edition__number", "round", "application__number", "application", "pk"))
    items = _items(assignments)
    days, heard = due_days(assignments), _heard(assignments)
    return [_desk(one, items, days.get(one.pk), heard.get(one.pk, True)) for one in assignments]


def neighbours(actor: Actor, assignment: Assignment) -> tuple[int, int, object, object]:
    """Return place, number, and the keys before and after an assignment among those of its round. One query."""
    same = Assignment.objects.visible_to(actor).filter(round=assignment.round, application__edition=assignment.application.edition)
    keys = list(same.order_by("application__number", "application", "pk").values_list("pk", flat=True))
    place = keys.index(assignment.pk)
    return place + 1, len(keys), keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None


def _items(assignments: list[Assignment]) -> dict[tuple, list]:
    """The items of each kind of sheet once."""
    kinds = {(one.application.edition_id, one.round, one.application.category): one for one in assignments if one.round in SHEET_ROUNDS}
    return {kind: items_for(one.application, one.round) for kind, one in kinds.items()}


def _heard(assignments: list[Assignment]) -> dict[object, bool | None]:
    """Of each assignment to a defense, whether anybody came. One query; none without a defense."""
    defenses = [one for one in assignments if one.round == Round.ORAL_DEFENSE]
    known = came(one.application for one in defenses) if defenses else {}
    return {one.pk: known[one.application_id] for one in defenses}


def _desk(assignment: Assignment, items: dict[tuple, list], due: date | None, heard: bool | None) -> Desk:
    application = assignment.application
    asked = items.get((application.edition_id, assignment.round, application.category), [])
    entries = assignment.draft.entries if isinstance(getattr(assignment, "draft", None), SheetDraft) else {}
    return Desk(assignment, filled(asked, entries).scored, len(asked), due, getattr(assignment, "sheet", None), heard)


def about(assignment: Assignment) -> str:
    """Return number, award and version in words."""
    application = assignment.application
    return f"{application.number}，{Category(application.category).label}，{assignment.snapshot}"
