"""The organizers' table of step 5: every application on the on-site list and where it stands, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.actors import Actor
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.rounds import Round
from review.schedules import told
from review.visits.deciding import MOVES
from review.visits.models import Visit, VisitReport
from review.visits.services import PLAN, listed

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
    "done": "已决定",
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
    plan: Proposal | None
    decision: Proposal | None

    @property
    def answer(self):
        return getattr(self.visit, "answer", None)

    @property
    def place(self) -> str:
        """Where it stands, as a key of PLACES."""
        if self.application.status != Status.ADVANCING:
            return "done"
        if self.held:
            return "held"
        if self.plan:
            return "planning"
        if self.visit is None:
            return "plan"
        return self._after_planning()

    @property
    def label(self) -> str:
        return self.application.get_status_display() if self.place == "done" else PLACES[self.place]

    def _after_planning(self) -> str:
        if self.decision:
            return "second"
        if self.report:
            return "decide" if self.settled >= self.members else "signing"
        if not self.told:
            return "letter"
        return "against" if self.answer and not self.answer.agreed else "visiting"


def rows_of(edition: Edition, actor: Actor) -> list[Row]:
    """Return every application on the list that this organizer sees, in the order of numbers."""
    applications = list(listed(edition, actor))
    visits = {row.application_id: row for row in _visits(edition)}
    known = told(visits.values())
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    reports, teams = _reports(edition), _teams(edition)
    plans, decisions = _open(edition, [PLAN.name]), _open(edition, MOVES)
    found = []
    for one in applications:
        visit, report, team = visits.get(one.pk), reports.get(one.pk), teams.get(one.pk, set())
        settled = len(team & _settled(report)) if report else 0
        place = {"told": visit is not None and ref(visit) in known, "held": one.pk in held}
        hands = {"plan": plans.get(str(one.pk)), "decision": decisions.get(str(one.pk))}
        found.append(Row(one, visit, members=len(team), settled=settled, report=report, **place, **hands))
    return found


def _visits(edition: Edition) -> Iterable[Visit]:
    return Visit.objects.standing().filter(application__edition=edition).select_related("panel", "answer")


def _reports(edition: Edition) -> dict:
    rows = VisitReport.objects.standing().filter(visit__application__edition=edition).select_related("visit")
    rows = rows.prefetch_related("signatures", "notes").order_by("event_id")
    return {row.visit.application_id: row for row in rows}


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
