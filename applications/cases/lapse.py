"""Drafts that were never submitted lapse when step 2 is closed: by the same two who close it, each draft in both hands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from applications.moves import LAPSE
from core.ledger.models import Event
from core.ledger.services import lock
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal


def drafts(edition: Edition) -> Sequence[Application]:
    """Return what would lapse, in a fixed order: the list that both hands sign."""
    return list(Application.objects.filter(edition=edition, status=Status.DRAFT).order_by("pk"))


def lapse_list(edition: Edition) -> dict:
    """Return the drafts as content of the edition's own proposal: both hands sign over the same list, or over none."""
    return {"lapse": [str(application.pk) for application in drafts(edition)]}


@transaction.atomic
def propose_lapse_all(edition: Edition, *, by: Actor, at: datetime) -> list[Proposal]:
    """The first hand, together with the proposal to close step 2. Raises RuleRefused for any draft that may not lapse."""
    lock(edition.chain)
    return [LAPSE.propose(application, by=by, at=at) for application in drafts(edition)]


@transaction.atomic
def lapse_all(edition: Edition, *, by: Actor, at: datetime) -> list[Event]:
    """The second hand, in the act that closes step 2: every draft or none. Raises RuleRefused."""
    lock(edition.chain)
    return LAPSE.make_all(drafts(edition), by=by, at=at)
