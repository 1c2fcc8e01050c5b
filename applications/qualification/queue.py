"""The office's queue: every application of an edition with where it stands, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from accounts.actors import Actor
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application, Status
from applications.qualification.conditions import CODES
from applications.qualification.decisions import MOVES
from applications.qualification.duplicates import duplicates
from applications.qualification.models import CheckVerdict, ConditionCheck, DepartmentAnswer, DepartmentQuery
from applications.recommendations.further import lacking
from applications.snapshots.models import Snapshot
from core.sheets.excel import Column, workbook
from procedure import articles
from procedure.editions.models import Category, Edition
from procedure.proposals.models import Proposal

PLACES = {
    "body": "等推荐单位",
    "examine": "待审查",
    "failed": "有不符合",
    "opinions": "等其他推荐意见",
    "departments": "等部门意见",
    "ready": "可以受理",
    "second": "等另一人确认",
    "accepted": "已受理",
    "declined": "不予受理",
    "over": "已结束",
}
OPEN = "open"  # a condition that nobody has examined
STATES = {Status.SUBMITTED: "body", Status.RETURNED: "body", Status.ACCEPTED: "accepted", Status.DECLINED: "declined"}
# What one item weighs when the items of several members stand for one condition.
WORST = (CheckVerdict.FAIL, CheckVerdict.MORE, OPEN, CheckVerdict.PASS)


@dataclass(frozen=True)
class Row:
    """One application as the queue shows it."""

    application: Application
    needed: int
    passed: int
    verdicts: dict[str, str]  # the worst of each condition
    asked: int
    settled: int
    proposal: Proposal | None
    duplicates: list[str] = field(default_factory=list)
    lacking: str = ""  # what is missing of opinions

    @property
    def place(self) -> str:
        """Where it stands, as a key of PLACES."""
        if self.application.status != Status.RECOMMENDED:
            return STATES.get(Status(self.application.status), "over")
        if self.proposal:
            return "second"
        if self.with_verdict(CheckVerdict.FAIL):
            return "failed"
        if self.passed < self.needed or not self.needed:
            return "examine"
        if self.lacking:
            return "opinions"
        return "ready" if self.asked and self.asked == self.settled else "departments"

    @property
    def label(self) -> str:
        return self.application.get_status_display() if self.place in ("over", "body") else PLACES[self.place]

    def with_verdict(self, verdict: str) -> list[str]:
        """Return the conditions that stand so."""
        return [code for code, found in self.verdicts.items() if found == verdict]

    @property
    def failed(self) -> str:
        return _named(self.with_verdict(CheckVerdict.FAIL))

    @property
    def more(self) -> str:
        return _named(self.with_verdict(CheckVerdict.MORE))


@dataclass(frozen=True)
class Filters:
    """What the URL asks for; an empty one asks for everything."""

    words: str = ""
    category: str = ""
    place: str = ""
    condition: str = ""
    verdict: str = ""
    twice: bool = False

    def keeps(self, row: Row) -> bool:
        application = row.application
        stand = {row.verdicts.get(self.condition)} if self.condition else set(row.verdicts.values())
        return (
            (not self.words or self.words in f"{application.applicant.unit.name} {application.number}")
            and self.category in ("", application.category)
            and self.place in ("", row.place)
            and (not self.condition or self.condition in row.verdicts)
            and (not self.verdict or self.verdict in stand)
            and (not self.twice or bool(row.duplicates))
        )


def rows_of(edition: Edition, actor: Actor) -> list[Row]:
    """Return every application that the office sees, in the order of numbers."""
    seen = Application.objects.visible_to(actor).filter(edition=edition).whole().annotate(last=Max("changes__pk"))
    applications = list(seen.order_by("number", "pk"))
    members, checks, proposals = _members(edition), _checks(edition), _proposals(edition)
    asked, twice, short = _answers(edition), duplicates(edition, applications), lacking(edition, applications)
    return [
        _row(
            one, members.get(one.applicant_id, []), checks[one.pk], asked[str(one.pk)], proposals.get((str(one.pk), one.last)),
            duplicates=twice.get(one.pk, []), lacking=short.get(one.pk, ""),
        )
        for one in applications
    ]  # fmt: skip


def sheet(edition: Edition, rows: Iterable[Row]) -> bytes:
    """Return the list as a workbook."""
    columns = [
        *(Column("编号", 14), Column("申报者", 36), Column("奖项", 8), Column("推荐单位", 24), Column("走到哪里", 14)),
        *(Column("应审查", 8), Column("符合", 8), Column("不符合", 24), Column("还要核实", 24)),
        *(Column("征求部门", 10), Column("已答复或逾期", 12), Column("重复", 40)),
    ]
    return workbook(f"{edition}资格审查", columns, (_line(row) for row in rows), demo=edition.demo)


def _line(row: Row) -> list:
    one = row.application
    return [
        *(one.number, one.applicant.unit.name, one.get_category_display(), one.body.name if one.body else "", row.label),
        *(row.needed, row.passed, row.failed, row.more, row.asked, row.settled, "；".join(row.duplicates)),
    ]


def _row(one: Application, members: Sequence, checks: dict, asked: list[bool], proposal: Proposal | None, **more) -> Row:
    people = members if one.applicant.kind == ApplicantKind.TEAM else [None]
    codes = CODES[Category(one.category)]
    stand = {code: [checks.get((code, person), OPEN) for person in people] for code in codes}
    verdicts = {code: next((verdict for verdict in WORST if verdict in found), OPEN) for code, found in stand.items()}
    passed = sum(verdict == CheckVerdict.PASS for found in stand.values() for verdict in found)
    return Row(one, len(codes) * len(people), passed, verdicts, len(asked), sum(asked), proposal, **more)


def _members(edition: Edition) -> dict[object, list]:
    found = defaultdict(list)
    rows = TeamMember.objects.filter(applicant__applications__edition=edition, left_at=None)
    for applicant, member in rows.values_list("applicant", "pk"):
        found[applicant].append(member)
    return found


def _checks(edition: Edition) -> dict[object, dict]:
    """The standing checks on the newest snapshot of each application."""
    newest = Snapshot.objects.filter(application__edition=edition).values_list("application").annotate(newest=Max("number"))
    numbers, found = dict(newest), defaultdict(dict)
    rows = ConditionCheck.objects.standing().filter(snapshot__application__edition=edition)
    for application, number, *place, verdict in rows.values_list(
        "snapshot__application", "snapshot__number", "condition", "member", "verdict"
    ):
        if numbers[application] == number:
            found[application][tuple(place)] = verdict
    return found


def _answers(edition: Edition) -> dict[str, list[bool]]:
    """For each application asked about, whether each department answered or is noted overdue."""
    answered = set(DepartmentAnswer.objects.standing().filter(query__edition=edition).values_list("query", "application"))
    pairs, found = {(query, str(key)) for query, key in answered}, defaultdict(list)
    for query in DepartmentQuery.objects.filter(edition=edition).select_related("overdue"):
        for key in query.applications:
            found[key].append((query.pk, key) in pairs or hasattr(query, "overdue"))
    return found


def _proposals(edition: Edition) -> dict[tuple[str, int], Proposal]:
    """The open proposals to accept or decline, by application and its last change; the newest of two stands."""
    rows = Proposal.objects.standing().filter(edition=edition, move__in=MOVES).select_related("by").order_by("event_id")
    return {(row.subject, row.after): row for row in rows}


def _named(codes: Sequence[str]) -> str:
    return "、".join(articles.chinese(code) for code in codes)
