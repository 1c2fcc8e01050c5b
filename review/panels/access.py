"""Which editions and rounds an organizer reaches: the office all, an agency those it has a mandate in force for. Others are 404."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.grants.models import Role
from core.clock import shanghai
from procedure.editions.models import Edition, Step
from review.mandates.models import Mandate
from review.panels.acts import organizes
from review.rounds import STEP_OF, Round


def editions_of(request: HttpRequest):
    """Return the editions whose rounds this actor may organise."""
    if request.actor.is_(Role.OFFICE):
        return Edition.objects.all()
    mandates = Mandate.objects.of(request.actor).in_force(shanghai(request.at))
    return Edition.objects.filter(pk__in=mandates.values("edition"))


def organized(request: HttpRequest, pk) -> tuple[Edition, list[Round]]:
    """Return an edition and the rounds of it that this actor organises, or Http404."""
    edition = get_object_or_404(editions_of(request), pk=pk)
    return edition, [one for one in Round if organizes(one, request.actor, edition, request.at)]


def round_of(rounds: list[Round], name: str) -> Round:
    """Return the round of an address, or Http404 for one that this actor does not organise."""
    if name not in rounds:
        raise Http404
    return Round(name)


def present(rounds: list[Round], edition: Edition, name: str = "") -> Round:
    """Return the round that a query names, else the one in which the edition stands, or the next one to come."""
    if name in rounds:
        return Round(name)
    coming = [one for one in rounds if STEP_OF[one] >= Step(edition.step)]
    return (coming or rounds[-1:])[0]
