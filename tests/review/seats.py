"""Leaving a panel, past every guard."""

from django.db import transaction

from accounts.grants.models import Role
from core.ledger.services import cover, lock
from review.panels.models import PanelSeatEnd
from tests.factories import AT, make_actor
from tests.reviewing import decided


@transaction.atomic
def leave(seat, *, at=AT):
    """Somebody leaves a seat."""
    edition = seat.panel.edition
    row = PanelSeatEnd(seat=seat, reason="因病", decision=decided(edition, at=at), at=at)
    return cover(lock(edition.chain), row, at=at, by=make_actor(Role.OFFICE), action="panel.leave")
