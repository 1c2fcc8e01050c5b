"""The plan as its table shows it, and two drafts beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from applications.cases.models import Application
from applications.holds.models import Hold
from review.assignments.plans import Plan
from review.reviewers.models import Reviewer


@dataclass(frozen=True)
class Cell:
    """A reviewer for an application: assigned already, to be ticked, or barred and why."""

    reviewer: Reviewer
    standing: bool
    ticked: bool
    barred: str


@dataclass(frozen=True)
class Row:
    """One application: its cells in the order of the columns, how many it has and lacks."""

    application: Application
    cells: list[Cell]
    has: int
    lacking: int
    held: bool


def rows_of(plan: Plan) -> list[Row]:
    """Return the rows of the table. One query."""
    held = set(Hold.objects.standing().filter(application__edition=plan.edition).values_list("application_id", flat=True))
    ticked = set(plan.pairs)
    return [_row(plan, one, ticked, one.pk in held) for one in plan.applications]


def summary_of(plan: Plan) -> list[tuple[Application, list[Reviewer]]]:
    """Return what the draft adds: each application with its new reviewers."""
    ticked = set(plan.pairs)
    found = [(one, [who for who in plan.reviewers if (one.pk, who.pk) in ticked]) for one in plan.applications]
    return [(one, people) for one, people in found if people]


def changes_of(plan: Plan, rows: Mapping[str, list[str]]) -> list[dict]:
    """Return the applications that two drafts staff differently, in names: what stands now, what was ticked here."""
    ticked = {(str(one), str(who)) for one, who in plan.pairs}
    found = []
    for one in plan.applications:
        key = str(one.pk)
        theirs = [who for who in plan.reviewers if (key, str(who.pk)) in ticked]
        yours = [who for who in plan.reviewers if str(who.pk) in rows.get(key, [])]
        if key in rows and theirs != yours:
            found.append({"label": one.applicant.unit, "theirs": _names(theirs), "yours": _names(yours)})
    return found


def _names(people: list[Reviewer]) -> str:
    return "、".join(str(one) for one in people) or "没有人"


def _row(plan: Plan, application: Application, ticked: set, held: bool) -> Row:
    cells = [_cell(plan, application, who, ticked) for who in plan.reviewers]
    lacking = plan.lacking.get(application.pk, 0)
    return Row(application, cells, plan.filled[application.pk], lacking, held)


def _cell(plan: Plan, application: Application, who: Reviewer, ticked: set) -> Cell:
    key = (application.pk, who.pk)
    barred = ""
    if key in plan.apart:
        barred = "回避"
    elif key in plan.spent:
        barred = "已退出"
    elif (who.pk, application.category) not in plan.panels:
        barred = "不评此奖项"
    elif key not in plan.asked and key not in plan.standing:
        barred = "未声明"
    return Cell(who, key in plan.standing, key in ticked, barred)
