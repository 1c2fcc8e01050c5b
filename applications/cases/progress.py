"""How complete a draft is: one cell a field, part by part, and the days that are left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from applications.answers.posted import filled
from applications.answers.services import answers_by_part
from applications.cases.models import Application
from applications.cases.readiness import missing_evidence
from applications.forms.checks import faults, is_blank
from applications.forms.parts import parts_of
from applications.forms.spec import BLANK, Part
from core.clock import shanghai
from core.numerals import chinese_number
from procedure.calls.window import deadline_in_words, window
from procedure.editions.models import Edition

MOMENT = timedelta(microseconds=1)  # 24:00 belongs to the day that ends
DONE, EMPTY, WRONG = "done", "", "wrong"


@dataclass(frozen=True)
class PartProgress:
    """One part of the form with the state of each of its fields."""

    number: str
    part: Part
    cells: tuple[str, ...]
    faults: dict[str, str]

    @property
    def missing(self) -> int:
        return sum(cell != DONE for cell in self.cells)


@dataclass(frozen=True)
class Progress:
    """The whole draft."""

    parts: tuple[PartProgress, ...]
    evidence: list[str]  # what is required and not there

    @property
    def total(self) -> int:
        return sum(len(part.cells) for part in self.parts)

    @property
    def done(self) -> int:
        return self.total - sum(part.missing for part in self.parts)

    @property
    def missing(self) -> int:
        """How many things are still to be done: fields and files."""
        return self.total - self.done + len(self.evidence)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def progress(application: Application) -> Progress:
    """Return how complete a draft is. The same checks as on submission."""
    answers = answers_by_part(application)
    parts = [_of(number, part, answers.get(part.key, {})) for number, part in enumerate(parts_of(application), start=1)]
    return Progress(tuple(parts), missing_evidence(application))


def _of(number: int, part: Part, answers: dict) -> PartProgress:
    wrong, excused = faults(part, answers), filled(answers.get(BLANK))
    cells = []
    for field in part.fields:
        if is_blank(field, answers.get(field.key)):
            cells.append(DONE if excused and not field.required else EMPTY)
        else:
            cells.append(WRONG if field.key in wrong else DONE)
    return PartProgress(chinese_number(number), part, tuple(cells), wrong)


@dataclass(frozen=True)
class Deadline:
    """The end of the window, for a page."""

    words: str
    days: int
    closed: bool
    opened: bool


def deadline(edition: Edition, at: datetime) -> Deadline | None:
    """Return how long one may still submit; None before the call."""
    found = window(edition, at)
    if found is None:
        return None
    left = (shanghai(found.closes_at - MOMENT) - shanghai(at)).days
    return Deadline(deadline_in_words(found.closes_at), max(left, 0), at >= found.closes_at, at >= found.opens_at)
