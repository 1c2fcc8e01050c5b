"""Who sits at the table of a meeting and what lies on it: the members, the applications, who must leave for which."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.grants.models import BODY_ROLES, Grant, Role
from accounts.users.models import User
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.clock import shanghai
from core.ledger.models import Event
from procedure.editions.models import Edition

REGISTERED = "awards.register"
ON_TABLE = (Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED)


def on_table(edition: Edition) -> QuerySet[Application]:
    """Return what a meeting decides over: the candidates, and whoever an earlier meeting proposed or did not."""
    return Application.objects.filter(edition=edition, status__in=ON_TABLE).whole().order_by("-category", "grade", "number", "pk")


def held_on_table(edition: Edition) -> set:
    """Return the keys of the applications that are set aside."""
    return set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))


def registered(edition: Edition) -> bool:
    """Tell whether the awards were registered (18(9)): from then on nobody can be proposed whom nothing could register.

    The register stands further right; the ledger, in which it stands as an event, is everybody's.
    """
    return Event.objects.filter(chain=edition.chain, action=REGISTERED).exists()


def undecided(edition: Edition) -> list[Application]:
    """Return the candidates over whom the leading group has still to decide: who is not set aside."""
    held = held_on_table(edition)
    return [one for one in on_table(edition).filter(status=Status.CANDIDATE) if one.pk not in held]


def members(edition: Edition, at: datetime) -> list[User]:
    """Return everybody who is a member of the leading group on that day, the head first."""
    found = Grant.objects.in_force(shanghai(at)).filter(role=Role.LEADING_GROUP, unit=edition.unit_of(Role.LEADING_GROUP))
    grants = found.select_related("person").order_by("-head", "person__name", "person__pk")
    return list(dict.fromkeys(grant.person for grant in grants))


def ties(edition: Edition, people: Iterable[User]) -> dict[str, set[str]]:
    """Return, by member, the applications for which he must leave (article 28): his own unit's, and those he signed for a body.

    Keys are texts. Two queries a member.
    """
    table = Application.objects.filter(edition=edition, status__in=ON_TABLE)
    return {str(one.pk): {str(key) for key in _tied(table, one)} for one in people}


def _tied(table: QuerySet[Application], person: User) -> set:
    own = Grant.objects.filter(role=Role.APPLICANT, person=person)
    units = own.filter(Q(end=None) | Q(end__at__isnull=False)).values("unit")
    member = Q(applicant__members__person=person, applicant__members__confirmed_at__isnull=False, applicant__members__left_at=None)
    interested = table.filter(Q(applicant__unit__in=units) | member)
    hands = ("examinations", "examinations__verdict", "examinations__verdict__sent_back", "signatures", "signatures__sealed")
    acted = Q(changes__by=person, changes__role__in=BODY_ROLES)
    for hand in hands:
        acted |= Q(**{f"snapshots__{hand}__by": person})
    return {*interested.values_list("pk", flat=True), *table.filter(acted).values_list("pk", flat=True)}
