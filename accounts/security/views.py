"""The audit administrator's page: sign-ins, refusals, and the house chain. References and hashes, never contents."""

from django.core.paginator import Paginator
from django.shortcuts import render

from accounts.access import page
from accounts.grants.models import Role
from accounts.security.models import Kind, SecurityEvent
from core.ledger.models import Event
from core.ledger.services import HOUSE

A_PAGE = 50


@page(Role.AUDIT)
def audit(request):
    """The security log, newest first, by kind."""
    kind = request.GET.get("kind", "")
    events = SecurityEvent.objects.select_related("person").order_by("-pk")
    if kind in Kind.values:
        events = events.filter(kind=kind)
    shown = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/audit.html", {"page": shown, "kinds": Kind.choices, "kind": kind})


@page(Role.AUDIT)
def audit_house(request):
    """Grants, calendar, interpretations, registrations: the acts of the house chain, newest first."""
    shown = Paginator(Event.objects.filter(chain=HOUSE).order_by("-seq"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/audit_house.html", {"page": shown})
