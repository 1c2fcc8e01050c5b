"""Sitting down and getting up: the rows of seats, written under a decision of two. The caller holds the edition's lock."""

from datetime import datetime

from accounts.actors import Actor
from core.ledger.services import cover, lock
from procedure.proposals.models import ActConfirmation
from review.panels.models import Panel, PanelSeat, PanelSeatEnd
from review.reviewers.models import Reviewer


def leave(seat: PanelSeat, *, reason: str, decision: ActConfirmation, by: Actor, at: datetime) -> PanelSeatEnd:
    """End a seat."""
    row = PanelSeatEnd(seat=seat, reason=reason, decision=decision, at=at)
    return cover(lock(seat.panel.edition.chain), row, at=at, by=by, action="panel.leave")


def sit(
    panel: Panel,
    reviewer: Reviewer,
    *,
    reason: str,
    decision: ActConfirmation,
    by: Actor,
    at: datetime,
    chair: bool = False,
    replaces: PanelSeat | None = None,
) -> PanelSeat:
    """Give a reviewer a seat as a member, ending whichever he had on this panel; it takes the place of `replaces`, else of his own."""
    own = PanelSeat.objects.standing().filter(panel=panel, reviewer=reviewer).select_related("panel__edition").first()
    if own:
        leave(own, reason=reason, decision=decision, by=by, at=at)
    row = PanelSeat(panel=panel, reviewer=reviewer, chair=chair, replaces=replaces or own, decision=decision, at=at)
    return cover(lock(panel.edition.chain), row, at=at, by=by, action="panel.seat")
