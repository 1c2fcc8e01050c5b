"""How far a round is: who locked and who did not. No points: blind until the round is closed, for the office too."""

from collections import defaultdict
from dataclasses import dataclass

from applications.cases.models import Application
from procedure.editions.models import Edition
from review.assignments.models import Assignment
from review.rounds import Round
from review.sheets.closing import missing, reviewed
from review.sheets.models import Sheet
from review.sheets.outlying import outlying


@dataclass(frozen=True)
class Part:
    """One reviewer's part of one application: done or not done, and whether a reason is asked."""

    assignment: Assignment
    sheet: Sheet | None
    asked: bool
    explained: bool
    released: bool

    @property
    def state(self) -> str:
        """In words, as the page prints it."""
        if self.sheet is not None and hasattr(self.sheet, "set_aside"):
            return "已锁定，不计入"
        if self.sheet is None:
            return "已解除，没有评分" if self.released else "还没有锁定"
        if self.asked:
            return "已锁定，已说明依据" if self.explained else "已锁定，请他说明依据"
        return "已锁定"


@dataclass(frozen=True)
class Row:
    """One application of the round."""

    application: Application
    parts: list[Part]
    lacking: str

    @property
    def locked(self) -> int:
        return sum(part.sheet is not None and not hasattr(part.sheet, "set_aside") for part in self.parts)


def progress(edition: Edition, round_: Round) -> list[Row]:
    """Return every application that the round has to score, with everybody's part. Eight queries for any number."""
    applications = reviewed(edition, round_)
    lacking = missing(edition, round_, applications)
    parts = _parts(edition, round_)
    return [Row(one, parts[one.pk], lacking.get(one.pk, "")) for one in applications]


def _parts(edition: Edition, round_: Round) -> dict[object, list[Part]]:
    found, waiting = defaultdict(list), {sheet.pk: hasattr(sheet, "explanation") for sheet in outlying(edition, round_)}
    rows = Assignment.objects.filter(application__edition=edition, round=round_).select_related(
        "reviewer__person", "release", "sheet__set_aside"
    )
    for row in rows.order_by("event_id"):
        sheet, released = getattr(row, "sheet", None), hasattr(row, "release")
        if released and sheet is None:
            continue  # undone or replaced before anything was locked
        key = sheet.pk if sheet else None
        found[row.application_id].append(Part(row, sheet, key in waiting, waiting.get(key, False), released))
    return found
