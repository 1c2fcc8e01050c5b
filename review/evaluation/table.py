"""The table of step 7: one row an application with everything the rounds found, in a fixed number of queries.

Missing is missing: it is shown, it never changes a denominator, and without it there is no composite and no rank. The
rules give no formula (article 18(7)): the table is for the office's orientation, people decide and write why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from applications.cases.models import Application, Status, StatusChange
from applications.holds.models import Hold
from core.sheets.excel import Column, workbook
from procedure.editions.models import Edition
from procedure.parameters.kinds import Value
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import ABSENCE, DEFENSE_WEIGHT, MATERIALS_WEIGHT, ON_SITE_WEIGHT, SHEETS_EACH, TIES
from review import scoring
from review.rounds import Round
from review.sheets.results import Result, results
from review.visits.models import VisitReport

# Those of whom step 7 decides, until the leading group does.
EVALUATED = (Status.DEFENDED, Status.ABSENT, Status.CANDIDATE, Status.NOT_CANDIDATE)
SHOWN = (*EVALUATED, Status.PROPOSED, Status.NOT_PROPOSED, Status.AWARDED, Status.REVOKED)
WEIGHTS = (MATERIALS_WEIGHT, ON_SITE_WEIGHT, DEFENSE_WEIGHT)
MISSING = "缺"
EXCLUDED = "excluded"
LEFT_OUT = "leave-out"  # the move of whoever was set aside too long to be reviewed to the end
ORDERS = {"on-site": (1, 2), "defense": (2, 1)}  # which share is compared next where composites are equal


@dataclass(frozen=True)
class Row:
    """One application as the table shows it; percentages unrounded until they are shown."""

    application: Application
    materials: Result
    on_site: VisitReport | None
    defense: Result
    composite: Decimal | None
    rank: int | None
    held: bool
    left_out: bool  # by two, because it was not reviewed to the end
    barred: bool  # absent, where the 细则 excludes whoever is absent
    short: str  # fewer sheets count than the edition asks for: the mean stands on another number, and says so

    @property
    def shares(self) -> tuple[Decimal | None, ...]:
        return _shares(self.materials, self.on_site, self.defense)

    @property
    def shown(self) -> tuple[str, ...]:
        """The percentages as the page prints them."""
        return tuple(MISSING if one is None else f"{scoring.rounded(one)}" for one in self.shares)

    @property
    def out(self) -> str:
        """Why it cannot enter the list, or nothing."""
        if self.left_out:
            return "没有走完各环节评审，两人已经写明不列入。"
        if self.held:
            return "正在暂缓，解除以前不能列入名单。"
        return "没有到场答辩，评选细则规定不得列入候选名单。" if self.barred else ""


def evaluated(edition: Edition):
    """Return the applications that the list has to cover: defended or absent, listed already or not."""
    return Application.objects.filter(edition=edition, status__in=EVALUATED).whole().order_by("category", "number", "pk")


def readable(edition: Edition):
    """Return the applications whose conditions are read again: those of the list, and whoever the leading group decided over."""
    statuses = (*EVALUATED, Status.PROPOSED, Status.NOT_PROPOSED)
    return Application.objects.filter(edition=edition, status__in=statuses).whole().order_by("category", "number", "pk")


def rows_of(edition: Edition) -> list[Row]:
    """Return every application that defended or was absent, by category, rank and number."""
    applications = list(Application.objects.filter(edition=edition, status__in=SHOWN).whole().order_by("category", "number", "pk"))
    set_, held = settings(edition), held_in(edition)
    barred, weights = barred_in(edition, set_), weights_of(set_)
    materials, defense = (results(edition, round_, applications) for round_ in (Round.MATERIALS, Round.ORAL_DEFENSE))
    reports, left = _reports(edition), left_out_in(edition)
    found = [
        Row(
            one,
            first,
            reports.get(one.pk),
            last,
            composite=scoring.composite(_shares(first, reports.get(one.pk), last), weights) if weights else None,
            rank=None,
            held=one.pk in held,
            left_out=one.pk in left,
            barred=one.pk in barred,
            short=_short(first, set_.get(SHEETS_EACH.name)),
        )
        for one, first, last in zip(applications, materials, defense, strict=True)
    ]
    ranks = _ranks(found, set_.get(TIES.name))
    ranked = [replace(row, rank=ranks.get(row.application.pk)) for row in found]
    return sorted(ranked, key=lambda row: (row.application.category, row.rank is None, row.rank or 0, row.application.number))


def settings(edition: Edition) -> dict[str, Value | None]:
    """Return what the edition set of the evaluation's parameters, by name. One query; what was never set is not there."""
    names = [one.name for one in (*WEIGHTS, TIES, ABSENCE, SHEETS_EACH)]
    return {row.name: row.typed for row in ParameterSetting.objects.in_force(edition).filter(name__in=names)}


def weights_of(set_: dict[str, Value | None]) -> tuple[Decimal, ...] | None:
    """Return the three weights, or None where one is not set or they do not add up to 100."""
    found = [set_.get(one.name) for one in WEIGHTS]
    return tuple(found) if None not in found and sum(found) == scoring.HUNDRED else None


def held_in(edition: Edition) -> set:
    """Return the keys of applications that are held now. One query."""
    return set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))


def left_out_in(edition: Edition) -> set:
    """Return the keys of applications whose last change left them out for want of review. One query."""
    found = StatusChange.objects.filter(subject__edition=edition, target__in=SHOWN).order_by("event_id")
    newest = dict(found.values_list("subject", "move"))
    return {key for key, move in newest.items() if move == LEFT_OUT}


def barred_in(edition: Edition, set_: dict[str, Value | None] | None = None) -> set:
    """Return the keys of applications that were absent from the defense, where the 细则 excludes whoever is. Two queries."""
    known = settings(edition) if set_ is None else set_
    if known.get(ABSENCE.name) != EXCLUDED:
        return set()
    return set(StatusChange.objects.filter(subject__edition=edition, target=Status.ABSENT).values_list("subject", flat=True))


def sheet(edition: Edition, rows: Iterable[Row]) -> bytes:
    """Return the table as a workbook: numbers are numbers, what is missing says so."""
    columns = [
        *(Column("奖项", 8), Column("编号", 14), Column("申报者", 36), Column("状态", 14)),
        *(Column("材料评审平均分", 12, 2), Column("材料分差", 10, 2), Column("材料份数", 8)),
        *(Column("现场评审得分", 12, 2), Column("现场满分", 10, 2)),
        *(Column("答辩平均分", 12, 2), Column("答辩分差", 10, 2), Column("答辩份数", 8)),
        *(Column("综合分", 10, 2), Column("位次", 8), Column("说明", 32)),
    ]
    notes = ["综合分只供参考：权重合计为100%并且三项都有得分的才计算；缺的写“缺”，不改变分母。"]
    return workbook(f"{edition}综合评价", columns, (_line(row) for row in rows), demo=edition.demo, notes=notes)


def _line(row: Row) -> list:
    one, report = row.application, row.on_site
    return [
        *(one.get_category_display(), one.number, one.applicant.unit.name, one.get_status_display()),
        *_numbers(row.materials),
        *((report.total, report.full) if report else (MISSING, MISSING)),
        *_numbers(row.defense),
        MISSING if row.composite is None else row.composite,
        MISSING if row.rank is None else row.rank,
        row.out or row.short,
    ]


def _short(materials: Result, least: Value | None) -> str:
    count = len(materials.counted)
    return f"材料评审计入{count}份，应有{least}份。" if least and 0 < count < least else ""


def _numbers(result: Result) -> Sequence:
    one = result.summary
    return (one.mean, one.spread, one.n) if one else (MISSING, MISSING, 0)


def _shares(materials: Result, report: VisitReport | None, defense: Result) -> tuple[Decimal | None, ...]:
    return (
        scoring.share(materials.summary.mean, materials.full) if materials.summary else None,
        scoring.share(report.total, report.full) if report and report.full else None,
        scoring.share(defense.summary.mean, defense.full) if defense.summary else None,
    )


def _reports(edition: Edition) -> dict:
    rows = VisitReport.objects.standing().filter(visit__application__edition=edition).select_related("visit").order_by("event_id")
    return {row.visit.application_id: row for row in rows}


def _ranks(rows: Iterable[Row], ties: Value | None) -> dict:
    """Organizations and individuals are judged by different rubrics: each category has its own ranks."""
    found, rows = {}, list(rows)
    for category in {row.application.category for row in rows}:
        values = {row.application.pk: _compared(row, ties) for row in rows if row.application.category == category}
        found |= scoring.ranks(values)
    return found


def _compared(row: Row, ties: Value | None) -> tuple[Decimal, ...] | None:
    if row.composite is None:
        return None
    return (row.composite, *(scoring.rounded(row.shares[place]) for place in ORDERS.get(ties, ())))
