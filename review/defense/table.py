"""The office's table of step 6: every sitting with its order, who came, whose sheets are locked; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.defense.models import Appearance, DefenseSession, Slot
from review.defense.sitting import place_in_draw
from review.moves import MISS_DEFENSE
from review.rounds import Round
from review.schedules import told
from review.sheets.closing import missing

PLACES = {
    "letter": "安排文书待发出",
    "coming": "等待答辩",
    "scoring": "已到场，等评分表锁定",
    "ready": "可以登记已答辩",
    "absent": "未到场，待办理",
    "second": "未到场等另一人确认",
    "done": "已登记",
}


@dataclass(frozen=True)
class Row:
    """One application in a sitting."""

    slot: Slot
    told: bool
    held: bool
    lacking: str
    proposal: Proposal | None

    @property
    def application(self) -> Application:
        return self.slot.application

    @property
    def appearance(self) -> Appearance | None:
        return getattr(self.slot, "appearance", None)

    @property
    def place(self) -> str:
        """Where it stands, as a key of PLACES."""
        if self.application.status != Status.PASSED:
            return "done"
        if self.appearance is None:
            return "coming" if self.told else "letter"
        if self.appearance.present:
            return "scoring" if self.lacking else "ready"
        return "second" if self.proposal else "absent"

    @property
    def label(self) -> str:
        return self.application.get_status_display() if self.place == "done" else PLACES[self.place]

    @property
    def drawn(self) -> str:
        """The number drawn for it, by which the order is."""
        return place_in_draw(self.slot.session.seed, str(self.slot.application_id))


@dataclass(frozen=True)
class Board:
    """One sitting and its rows in the order of their times."""

    session: DefenseSession
    rows: list[Row]

    @property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if row.place == "ready"]

    @property
    def drawn(self) -> list[Row]:
        """In the drawn order, whatever was moved since."""
        return sorted(self.rows, key=lambda row: row.slot.order)


def boards_of(edition: Edition) -> list[Board]:
    """Return every sitting of an edition, the earliest first. About ten queries for any number of applications."""
    sessions = DefenseSession.objects.filter(edition=edition).select_related("panel", "edition", "decision__by", "decision__proposal__by")
    rows = defaultdict(list)
    for row in rows_of(edition):
        rows[row.slot.session_id].append(row)
    return [Board(one, rows[one.pk]) for one in sessions.order_by("begins_at", "event_id")]


def rows_of(edition: Edition) -> list[Row]:
    """Return every standing time of an edition in the order of times."""
    slots = Slot.objects.standing().filter(session__edition=edition).whole().select_related("appearance")
    slots = list(slots.order_by("begins_at", "order"))
    known = told(slots)
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    came = [slot.application for slot in slots if hasattr(slot, "appearance") and slot.application.status == Status.PASSED]
    lacking, proposals = missing(edition, Round.ORAL_DEFENSE, came), _open(edition, came)
    return [
        Row(
            slot,
            ref(slot) in known,
            slot.application_id in held,
            lacking.get(slot.application_id, ""),
            proposals.get(str(slot.application_id)),
        )
        for slot in slots
    ]


def _open(edition: Edition, applications: Iterable[Application]) -> dict[str, Proposal]:
    """The newest proposal to enter each as absent, where it was not sent back. One query; none where nobody came yet."""
    keys = [str(one.pk) for one in applications]
    if not keys:
        return {}
    rows = Proposal.objects.filter(edition=edition, move=MISS_DEFENSE.name, subject__in=keys).select_related("by", "returned")
    newest = {row.subject: row for row in rows.order_by("event_id")}
    return {key: row for key, row in newest.items() if not hasattr(row, "returned")}
