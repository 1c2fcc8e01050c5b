"""The office's queue: every application of an edition with where it stands, in a fixed number of queries."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.actors import Actor
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application, Status, StatusChange
from applications.qualification.conditions import CODES
from applications.qualification.decisions import MOVES
from applications.qualification.duplicates import duplicates
from applications.qualification.models import CheckVerdict, ConditionCheck, DepartmentAnswer, DepartmentQuery
from applications.recommendations.further import lacking, need_of
from applications.snapshots.models import Snapshot
from core.ledger.remembering import mark_of, remembered
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
BADGES = {"ready": "good", "accepted": "good", "failed": "stop", "declined": "stop", "second": "care"}
ACTS = {"examine": "审查", "second": "核对并确认", "ready": "去办决定", "failed": "去办决定"}
SETTLED = ("body", "accepted", "declined", "over")  # those that the state alone tells
STATES = {Status.SUBMITTED: "body", Status.RETURNED: "body", Status.ACCEPTED: "accepted", Status.DECLINED: "declined"}
# Facts of each application, asked for one by one: a page of fifty does not read the rows of all.
LAST = Subquery(StatusChange.objects.filter(subject=OuterRef("pk")).order_by("-pk").values("pk")[:1])
NEWEST = Subquery(Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number").values("number")[:1])
PRESENT = Subquery(
    TeamMember.objects.filter(applicant=OuterRef("applicant"), left_at=None)
    .order_by()
    .values("applicant")
    .annotate(n=Count("pk"))
    .values("n")
)
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

    @cached_property
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
    def badge(self) -> str:
        return BADGES.get(self.place, "")

    @property
    def act(self) -> str:
        """What is to be done, in the words of its link."""
        return ACTS.get(self.place, "查看")

    @property
    def met(self) -> str:
        return f"符合{self.passed}/{self.needed}"

    @property
    def answers(self) -> str:
        return f"{self.settled}/{self.asked}" if self.asked else "还没有征求"

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

    @property
    def looks_deep(self) -> bool:
        """Tell whether the database cannot choose the rows by itself."""
        return bool(self.condition or self.verdict or self.twice or self.place not in ("", *SETTLED))

    def narrowed(self, found: QuerySet[Application]) -> QuerySet[Application]:
        """Return what is left by words, category and state."""
        if self.words:
            found = found.filter(Q(applicant__unit__name__contains=self.words) | Q(number__contains=self.words))
        if self.category:
            found = found.filter(category=self.category)
        if self.place == "over":
            return found.exclude(status__in=[*STATES, Status.RECOMMENDED])
        if self.place:
            found = found.filter(status__in=[state for state, place in STATES.items() if place == self.place] or [Status.RECOMMENDED])
        return found

    def keeps(self, row: Row) -> bool:
        """Tell whether a row that was narrowed is one of those asked for."""
        stand = {row.verdicts.get(self.condition)} if self.condition else set(row.verdicts.values())
        return (
            self.place in ("", row.place)
            and (not self.condition or self.condition in row.verdicts)
            and (not self.verdict or self.verdict in stand)
            and (not self.twice or bool(row.duplicates))
        )


@dataclass(frozen=True)
class Keys(Sequence):
    """Keys of applications kept as bytes: of twenty thousand only those of a page are made again."""

    raw: bytes

    @classmethod
    def of(cls, keys: Iterable[UUID]) -> "Keys":
        return cls(b"".join(key.bytes for key in keys))

    def __len__(self) -> int:
        return len(self.raw) // 16

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[one] for one in range(len(self))[place]]
        first = 16 * range(len(self))[place]
        return UUID(bytes=self.raw[first : first + 16])


@dataclass(frozen=True)
class Overview:
    """What holds of an edition as a whole. It changes by acts alone; `mark` tells of which moment it is."""

    mark: str
    need: str  # of opinions
    asked: dict[str, list[bool]]  # by application: whether each department that was asked has settled it
    proposals: dict[tuple[str, int], Proposal]
    counts: Counter[str] = field(default_factory=Counter)
    duplicates: dict[object, list[str]] = field(default_factory=dict)


def overview(edition: Edition, actor: Actor) -> Overview:
    """Return the overview; every application is read for it once after an act, not once a page."""
    mark = mark_of(edition.chain)
    return remembered("qualification", lambda: _overview(edition, actor, mark), mark=mark)


def _overview(edition: Edition, actor: Actor, mark: str) -> Overview:
    seen, known = _seen(edition, actor), Overview(mark, need_of(edition), _answers(edition), _proposals(edition))
    counts = Counter(row.place for row in _rows(seen.filter(status=Status.RECOMMENDED), known))
    for state, number in seen.order_by().values_list("status").annotate(Count("pk")):
        if state != Status.RECOMMENDED:
            counts[STATES.get(Status(state), "over")] += number
    return replace(known, counts=counts, duplicates=duplicates(edition, list(seen.whole())))


def keys_of(edition: Edition, actor: Actor, known: Overview, filters: Filters) -> Sequence[object]:
    """Return the keys of what the filters keep, in the order of numbers; a part of it is one query, or none where they are remembered."""
    found = filters.narrowed(_seen(edition, actor))
    if filters == Filters():
        return found.values_list("pk", flat=True)
    name = hashlib.sha256(repr(filters).encode()).hexdigest()[:16]

    def chosen() -> Keys:
        if not filters.looks_deep:
            return Keys.of(found.values_list("pk", flat=True))
        return Keys.of(row.application.pk for row in _rows(found, known) if filters.keeps(row))

    return remembered(f"qualification-{name}", chosen, mark=known.mark)


def rows_of(edition: Edition, actor: Actor, known: Overview, keys: Sequence[object] | None = None) -> list[Row]:
    """Return the applications of these keys as the queue shows them; without keys, every one that the office sees."""
    seen = _seen(edition, actor)
    return _rows(seen if keys is None else seen.filter(pk__in=keys), known)


def proposed(edition: Edition, actor: Actor, known: Overview) -> list[Row]:
    """Return the rows that wait for a second hand."""
    keys = [subject for subject, _ in known.proposals]
    return [row for row in rows_of(edition, actor, known, keys) if row.proposal] if keys else []


def _seen(edition: Edition, actor: Actor) -> QuerySet[Application]:
    return Application.objects.visible_to(actor).filter(edition=edition).order_by("number", "pk")


def _rows(found: QuerySet[Application], known: Overview) -> list[Row]:
    applications = list(found.whole().annotate(last=LAST, newest=NEWEST, present=PRESENT))
    checks, short = _checks(applications), lacking(known.need, applications)
    return [
        _row(
            one, checks[one.pk], known.asked.get(str(one.pk), []), known.proposals.get((str(one.pk), one.last)),
            duplicates=known.duplicates.get(one.pk, []), lacking=short.get(one.pk, ""),
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


def _row(one: Application, checks: dict[str, list[str]], asked: list[bool], proposal: Proposal | None, **more) -> Row:
    people = one.present or 0 if one.applicant.kind == ApplicantKind.TEAM else 1
    codes = CODES[Category(one.category)]
    stand = {code: checks.get(code, []) + [OPEN] * (people - len(checks.get(code, []))) for code in codes}
    verdicts = {code: next((verdict for verdict in WORST if verdict in found), OPEN) for code, found in stand.items()}
    passed = sum(verdict == CheckVerdict.PASS for found in stand.values() for verdict in found)
    return Row(one, len(codes) * people, passed, verdicts, len(asked), sum(asked), proposal, **more)


def _checks(applications: Sequence[Application]) -> dict[object, dict[str, list[str]]]:
    """The standing verdicts on the newest snapshot of each application, by condition; of members who left there are none."""
    newest, found = {one.pk: one.newest for one in applications}, defaultdict(lambda: defaultdict(list))
    rows = ConditionCheck.objects.standing().filter(snapshot__application__in=list(newest), member__left_at=None)
    for application, number, condition, verdict in rows.values_list("snapshot__application", "snapshot__number", "condition", "verdict"):
        if newest[application] == number:
            found[application][condition].append(verdict)
    return found


def _answers(edition: Edition) -> dict[str, list[bool]]:
    """For each application asked about, whether each department answered or is noted overdue."""
    answered = set(DepartmentAnswer.objects.standing().filter(query__edition=edition).values_list("query", "application"))
    pairs, found = {(query, str(key)) for query, key in answered}, defaultdict(list)
    for query in DepartmentQuery.objects.filter(edition=edition).select_related("overdue"):
        for key in query.applications:
            found[key].append((query.pk, key) in pairs or hasattr(query, "overdue"))
    return dict(found)


def _proposals(edition: Edition) -> dict[tuple[str, int], Proposal]:
    """The open proposals to accept or decline, by application and its last change; the newest of two stands."""
    rows = Proposal.objects.standing().filter(edition=edition, move__in=MOVES).select_related("by").order_by("event_id")
    return {(row.subject, row.after): row for row in rows}


def _named(codes: Sequence[str]) -> str:
    return "、".join(articles.chinese(code) for code in codes)
