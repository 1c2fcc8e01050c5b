"""The organizers' table of step 5: whoever was ever on the on-site list and where he stands, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.rounds import Round
from review.schedules import told
from review.visits.deciding import MOVES
from review.visits.listed import DONE, OPEN, OUT, Ended, ended_for_agency, ended_for_office, left_at, outcomes, seen
from review.visits.models import Visit, VisitReport
from review.visits.services import PLAN

PLACES = {
    "held": "暂缓",
    "plan": "待安排",
    "planning": "安排等另一人确认",
    "letter": "安排文书待发出",
    "against": "申报者说不合适",
    "visiting": "评审中",
    "signing": "等组员签名",
    "decide": "待决定",
    "second": "决定等另一人确认",
    "done": DONE,
    "out": OUT,
    "open": OPEN,
}


@dataclass(frozen=True)
class Row:
    """One application of the table."""

    application: Application
    visit: Visit | None
    told: bool
    held: bool
    members: int
    settled: int  # of the members: signed, or with the chair's note
    report: VisitReport | None
    ended: Ended | None
    plan: Proposal | None = None
    decision: Proposal | None = None

    @property
    def answer(self):
        return getattr(self.visit, "answer", None)

    @property
    def place(self) -> str:
        """Where it stands, as a key of PLACES."""
        if self.ended:
            return self.ended.place
        if self.held:
            return "held"
        if self.plan:
            return "planning"
        if self.visit is None:
            return "plan"
        return self._after_planning()

    @property
    def label(self) -> str:
        return self.ended.label if self.ended else PLACES[self.place]

    def _after_planning(self) -> str:
        if self.decision:
            return "second"
        if self.report:
            return "decide" if self.settled >= self.members else "signing"
        if not self.told:
            return "letter"
        return "against" if self.answer and not self.answer.agreed else "visiting"


def rows_of(edition: Edition, actor: Actor) -> list[Row]:
    """Return everybody who was ever on the list and whom this organizer sees, in the order of numbers."""
    office = actor.is_(Role.OFFICE)
    until = None if office else left_at(edition)
    known = outcomes(edition, until)
    applications = [one for one in seen(edition, actor).order_by("number", "pk") if one.pk in known]
    visits, reports = _visits(edition, until), _reports(edition, until)
    told_ = told(visits.values())
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    teams, plans, decisions = _teams(edition), _open(edition, [PLAN.name]), _open(edition, MOVES)
    found = []
    for one in applications:
        ended = (ended_for_office if office else ended_for_agency)(one, known[one.pk])
        visit, report = visits.get(one.pk), reports.get(one.pk)
        if until is not None and known[one.pk] is None:
            visit = report = None
        signed = _settled(report) if report else set()
        team = signed if ended else teams.get(one.pk, set())
        place = {"told": visit is not None and ref(visit) in told_, "held": one.pk in held, "ended": ended}
        hands = {} if ended else {"plan": plans.get(str(one.pk)), "decision": decisions.get(str(one.pk))}
        found.append(Row(one, visit, members=len(team), settled=len(team & signed), report=report, **place, **hands))
    return found


def _visits(edition: Edition, until: int | None) -> dict[object, Visit]:
    """The newest plan of each application until a place in the ledger."""
    rows = Visit.objects.filter(application__edition=edition).select_related("panel", "answer")
    return {row.application_id: row for row in _before(rows, until)}


def _reports(edition: Edition, until: int | None) -> dict[object, VisitReport]:
    """The newest report of each application until a place in the ledger."""
    rows = VisitReport.objects.filter(visit__application__edition=edition).select_related("visit")
    return {row.visit.application_id: row for row in _before(rows.prefetch_related("signatures", "notes"), until)}


def _before(rows: QuerySet, until: int | None) -> QuerySet:
    return (rows if until is None else rows.filter(event_id__lt=until)).order_by("event_id")


def _settled(report: VisitReport) -> set:
    return {row.reviewer_id for row in (*report.signatures.all(), *report.notes.all())}


def _teams(edition: Edition) -> dict:
    found: dict = {}
    rows = Assignment.objects.standing().filter(application__edition=edition, round=Round.ON_SITE)
    for application, reviewer in rows.values_list("application", "reviewer"):
        found.setdefault(application, set()).add(reviewer)
    return found


def _open(edition: Edition, moves: Iterable[str]) -> dict[str, Proposal]:
    """The newest proposal of each subject, where it was neither confirmed nor sent back."""
    rows = Proposal.objects.filter(edition=edition, move__in=list(moves)).select_related("by", "returned", "confirmation")
    newest = {row.subject: row for row in rows.order_by("event_id")}
    return {key: row for key, row in newest.items() if not hasattr(row, "returned") and not hasattr(row, "confirmation")}
