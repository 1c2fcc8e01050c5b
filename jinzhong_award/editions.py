"""The moves of an edition: prepared by one, confirmed by another, sealed by a checkpoint."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.lapse import lapse_all, propose_lapse_all
from core.ledger.models import Event
from core.ledger.services import checkpoint, lock
from jinzhong_award.steps import ADVANCE
from procedure.editions.models import Edition, Step
from procedure.machine import Move
from procedure.proposals.models import Proposal


def next_number() -> int:
    """Return the number that the next edition will bear."""
    newest = Edition.objects.newest_first().first()
    return newest.number + 1 if newest else 1


@transaction.atomic
def prepare(move: Move, edition: Edition, *, by: Actor, at: datetime, reason: str, signature: dict) -> Proposal:
    """The first hand. Raises RuleRefused with every blocker."""
    if move == ADVANCE[Step.APPLYING]:
        propose_lapse_all(edition, by=by, at=at)
    return move.propose(edition, by=by, at=at, reason=reason, signature=signature)


@transaction.atomic
def confirm(move: Move, edition: Edition, *, by: Actor, at: datetime, reason: str, signature: dict) -> Event:
    """The second hand: the step changes and the chain is sealed in the same act. Raises RuleRefused with every blocker."""
    if move == ADVANCE[Step.APPLYING]:  # drafts lapse with the window, visibly, before the step moves
        lapse_all(edition, by=by, at=at)
    event = move.make(edition, by=by, at=at, reason=reason, signature=signature)
    checkpoint(lock(edition.chain), at=at)
    return event
