"""What came out of a closed round: mean, spread and number of sheets of each application. Read after the closing alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from applications.cases.models import Application
from procedure.editions.models import Edition
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import DROP_EXTREMES
from review import scoring
from review.assignments.models import Assignment
from review.scoring import Summary
from review.sheets.items import plain
from review.sheets.models import Sheet


@dataclass(frozen=True)
class Result:
    """One application in one round. Without a counted sheet there is no summary and no rank; missing is missing."""

    application: Application
    sheets: list[Sheet]
    summary: Summary | None
    full: Decimal | None
    rank: int | None
    tied: bool

    @property
    def counted(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not hasattr(sheet, "set_aside")]

    @property
    def aside(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if hasattr(sheet, "set_aside")]

    @property
    def numbers(self) -> dict[str, str]:
        """Mean, range, spread and number of sheets as pages and papers print them; — where there is none."""
        one = self.summary
        if one is None:
            return dict.fromkeys(("mean", "low", "high", "spread", "share", "rank"), "—") | {"n": "0"}
        points = {"mean": one.mean, "low": one.low, "high": one.high, "spread": one.spread, "share": self.share}
        rank = f"{self.rank}{'（并列）' if self.tied else ''}"
        return {name: plain(number) for name, number in points.items()} | {"n": str(one.n), "rank": rank}

    @property
    def share(self) -> Decimal | None:
        """The mean as a percentage of the full points, rounded."""
        return scoring.rounded(scoring.share(self.summary.mean, self.full)) if self.summary else None


def results(edition: Edition, round_: str, applications: Iterable[Application]) -> list[Result]:
    """Return the results of these applications in their order; ranks within each category. Two queries."""
    applications = list(applications)
    drop, sheets = _drops(edition), _sheets(edition, round_)
    summaries = {
        one.pk: scoring.summary([s.total for s in sheets[one.pk] if not hasattr(s, "set_aside")], drop_extremes=drop)
        for one in applications
    }
    ranks = _ranks(applications, summaries)
    taken = defaultdict(int)
    for one in applications:
        taken[one.category, ranks.get(one.pk)] += 1
    return [
        Result(
            one,
            sheets[one.pk],
            summaries[one.pk],
            sheets[one.pk][0].full if sheets[one.pk] else None,
            ranks.get(one.pk),
            one.pk in ranks and taken[one.category, ranks[one.pk]] > 1,
        )
        for one in applications
    ]


def scored_applications(edition: Edition, round_: str) -> list[Application]:
    """Return every application that was assigned in a round, whatever became of it since."""
    keys = Assignment.objects.filter(round=round_, application__edition=edition).values("application")
    return list(Application.objects.filter(pk__in=keys).whole().order_by("category", "number", "pk"))


def _sheets(edition: Edition, round_: str) -> dict[object, list[Sheet]]:
    found = defaultdict(list)
    rows = Sheet.objects.filter(assignment__application__edition=edition, assignment__round=round_)
    for sheet in rows.select_related("assignment__reviewer__person", "set_aside", "explanation").order_by("event_id"):
        found[sheet.assignment.application_id].append(sheet)
    return found


def _ranks(applications: list[Application], summaries: dict[object, Summary | None]) -> dict[object, int]:
    """Organizations and individuals are judged by different rubrics: each category has its own ranks."""
    found = {}
    for category in {one.category for one in applications}:
        of = {one.pk: summaries[one.pk] for one in applications if one.category == category}
        found |= scoring.ranks({key: (summary.mean,) if summary else None for key, summary in of.items()})
    return found


def _drops(edition: Edition) -> bool:
    setting = ParameterSetting.objects.in_force(edition).filter(name=DROP_EXTREMES.name).first()
    return bool(setting and setting.typed)
