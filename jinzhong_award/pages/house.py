"""The audit administrator's reading of the house chain: what was granted, entered and registered, in words, never its contents."""

from datetime import datetime

from django.core.paginator import Paginator
from django.shortcuts import render

from accounts.access import page
from accounts.grants.models import Grant, Role
from accounts.users.models import User
from core.clock import SHANGHAI
from core.ledger.models import Event
from core.ledger.services import HOUSE, leaf
from jinzhong_award.acts import words_of_house

A_PAGE = 50


@page(Role.AUDIT)
def audit_house(request):
    """The acts of the house chain, newest first. Two queries for whoever acted."""
    shown = Paginator(Event.objects.filter(chain=HOUSE).order_by("-seq"), A_PAGE).get_page(request.GET.get("page"))
    keys = [key for event in shown if (key := _grant(event))]
    grants = {str(one.pk): one for one in Grant.objects.filter(pk__in=keys).select_related("person", "unit")}
    alone = [key for event in shown if (key := _person(event)) and not _grant(event)]
    persons = {str(one.pk): one for one in User.objects.filter(pk__in=alone)}
    return render(request, "pages/audit_house.html", {"page": shown, "rows": [_row(event, grants, persons) for event in shown]})


def _grant(event: Event) -> str:
    return event.actor_ref.partition("/grant:")[2]


def _person(event: Event) -> str:
    return event.actor_ref.partition("/grant:")[0].partition("person:")[2]


def _row(event: Event, grants: dict[str, Grant], persons: dict[str, User]) -> dict:
    return {
        "seq": event.seq,
        "at": datetime.fromisoformat(event.at).astimezone(SHANGHAI),
        "label": words_of_house(event.action),
        "grant": grants.get(_grant(event)),
        "person": persons.get(_person(event)),
        "object": event.object_ref,
        "hash": event.hash,
        "sound": leaf(event) == event.hash,
    }
