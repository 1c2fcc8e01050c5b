"""The rows of the board: sheets locked of those asked for, application by application and reviewer by reviewer. No query reads a point."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from procedure.editions.models import Edition
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import SHEETS_EACH
from review.assignments.models import Assignment
from review.assignments.services import IN_PLAY
from review.reviewers.models import Invitation, Reviewer
from review.rounds import Round

# Whoever came as far as a round, and those who went on from it; who withdrew or was disqualified is on no board.
_EVALUATED = (Status.CANDIDATE, Status.NOT_CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED, Status.AWARDED, Status.REVOKED)
_HEARD = (Status.PASSED, Status.DEFENDED, Status.ABSENT, *_EVALUATED)
_VISITED = (Status.ADVANCING, Status.NOT_PASSED, *_HEARD)
REACHED = {
    Round.MATERIALS: (Status.ACCEPTED, Status.NOT_ADVANCING, *_VISITED),
    Round.ON_SITE: _VISITED,
    Round.ORAL_DEFENSE: _HEARD,
}
PLACES = {"unassigned": "待分派", "short": "缺评审员", "scoring": "评审中", "done": "已评完"}
SHEETLESS = (Round.ON_SITE,)  # a visit ends in one report of the panel, no sheet of each


@dataclass(frozen=True)
class Row:
    """One application in one round."""

    application: Application
    required: int  # nought where no number is set
    people: list[Assignment]  # who fills a place
    locked: int
    vacated: list[Assignment]  # ended or set aside, and nobody took the place
    held: bool
    playing: bool
    sheetless: bool

    @property
    def place(self) -> str:
        if not self.people:
            return "unassigned"
        if len(self.people) < self.required:
            return "short"
        return "done" if self.locked >= len(self.people) and not self.sheetless else "scoring"

    @property
    def label(self) -> str:
        return "已分派" if self.sheetless and self.place == "scoring" else PLACES[self.place]

    @property
    def wants(self) -> bool:
        """Whether somebody has to be assigned: it is reviewed still, and has nobody or too few."""
        return self.playing and self.place in ("unassigned", "short")

    @property
    def unlocked(self) -> list[Assignment]:
        """Who may yet be replaced: nothing of his counts."""
        return [one for one in self.people if self.sheetless or not hasattr(one, "sheet")]

    @property
    def missing(self) -> int:
        return max(self.required - len(self.people), 0)


@dataclass(frozen=True)
class Load:
    """One reviewer in one round."""

    reviewer: Reviewer
    assigned: int
    locked: int
    pledged: bool

    @property
    def open(self) -> int:
        return self.assigned - self.locked


def rows_of(edition: Edition, round_: Round) -> list[Row]:
    """Return every application that reached a round, by number. Four queries for any number."""
    applications = list(Application.objects.filter(edition=edition, status__in=REACHED[round_]).whole().order_by("number", "pk"))
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application_id", flat=True))
    required, every = _required(edition, round_), defaultdict(list)
    for row in _assignments(edition, round_):
        every[row.application_id].append(row)
    return [_row(one, every[one.pk], required, one.pk in held, round_) for one in applications]


def loads_of(edition: Edition, round_: Round, rows: Iterable[Row]) -> list[Load]:
    """Return everybody who reviews in the round, or could, by name. One query beside those of `rows_of`."""
    assigned, locked, known = defaultdict(int), defaultdict(int), {}
    for row in rows:
        for one in row.people:
            known[one.reviewer_id] = one.reviewer
            assigned[one.reviewer_id] += 1
            locked[one.reviewer_id] += hasattr(one, "sheet")
    invitations = Invitation.objects.pledged().filter(edition=edition).select_related("reviewer__person")
    ready = {one.reviewer_id: one.reviewer for one in invitations if round_ in one.rounds}
    people = sorted((known | ready).values(), key=lambda who: (who.person.name, str(who.pk)))
    return [Load(who, assigned[who.pk], locked[who.pk], who.pk in ready) for who in people]


def _assignments(edition: Edition, round_: Round):
    found = Assignment.objects.filter(application__edition=edition, round=round_)
    whole = found.select_related("reviewer__person", "panel", "release", "sheet__set_aside", "replaced_by")
    points = ("sheet__entries", "sheet__total", "sheet__full", "sheet__comment")
    return whole.defer(*points).order_by("event_id")


def _required(edition: Edition, round_: Round) -> int:
    if round_ != Round.MATERIALS:
        return 0
    setting = ParameterSetting.objects.in_force(edition).filter(name=SHEETS_EACH.name).first()
    return setting.typed or 0 if setting else 0


def _row(application: Application, rows: list[Assignment], required: int, held: bool, round_: Round) -> Row:
    people, vacated = [], []
    for row in rows:
        counted = hasattr(row, "sheet") and not hasattr(row.sheet, "set_aside")
        set_aside = hasattr(row, "sheet") and not counted
        if counted or not (hasattr(row, "release") or set_aside):
            people.append(row)
        elif not hasattr(row, "replaced_by") and not (hasattr(row, "release") and row.release.kind == "undone"):
            vacated.append(row)
    locked = sum(hasattr(row, "sheet") for row in people)
    playing = application.status == IN_PLAY[round_]
    return Row(application, required, people, locked, vacated if playing else [], held, playing, round_ in SHEETLESS)
