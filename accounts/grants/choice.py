"""Which grant a person acts under now: chosen visibly, kept in the session, one at a time."""

from datetime import datetime

from django.http import HttpRequest

from accounts.actors import Actor
from accounts.grants.models import Grant, GrantQuerySet
from accounts.users.models import User
from core.clock import shanghai

KEY = "acting_grant"


def grants_of(person: User, at: datetime) -> GrantQuerySet:
    """Return the grants in force of a person, oldest first."""
    return Grant.objects.in_force(shanghai(at)).filter(person=person).select_related("unit", "person").order_by("at", "pk")


def chosen_actor(request: HttpRequest) -> Actor:
    """Return the actor of a request: the grant chosen in this session, else the person's first one in force."""
    if not request.user.is_authenticated:
        return Actor(None)
    grants = list(grants_of(request.user, request.at))
    person = grants[0].person if grants else User.objects.get(pk=request.user.pk)
    chosen = [grant for grant in grants if str(grant.pk) == request.session.get(KEY)]
    return Actor(person, (chosen or grants or [None])[0])


def choose(request: HttpRequest, grant: Grant) -> None:
    """Act under this grant from now on; the next acts name it in the ledger."""
    request.session[KEY] = str(grant.pk)
