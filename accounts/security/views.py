"""The audit administrator's page: sign-ins and refusals, never contents."""

from django.core.paginator import Paginator
from django.shortcuts import render

from accounts.access import page
from accounts.grants.models import Role
from accounts.security.models import Kind, SecurityEvent

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
