"""Grants: proposed by security, confirmed by system or audit, suspended by the office; and choosing one's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import SIGNED_IN, page
from accounts.grants import services
from accounts.grants.choice import choose, grants_of
from accounts.grants.forms import GrantForm
from accounts.grants.models import ADMINISTRATORS, Role
from core.clock import shanghai

SHOWN_ENDED = 50


@page(*ADMINISTRATORS, Role.OFFICE)
def grants(request):
    """Those that wait, those in force or to come, those that ended."""
    actor, seen = request.actor, services.visible_to(request.actor).exclude(role=Role.APPLICANT)
    today = shanghai(request.at)
    standing = seen.standing().unexpired(today).order_by("unit__order", "unit__name", "role", "at")
    waiting = seen.waiting().order_by("at", "pk")
    ended = (seen.exclude(end=None) | seen.standing().filter(until_on__lt=today)).order_by("-at", "pk")[:SHOWN_ENDED]
    context = {
        "waiting": [shown(grant, actor) for grant in waiting],
        "standing": [shown(grant, actor) for grant in standing],
        "ended": ended,
        "proposes": actor.is_(Role.SECURITY),
        "clashes": services.clashes(request.at),
    }
    return render(request, "accounts/grants.html", context)


def shown(grant, actor) -> dict:
    """Return a grant with what this actor may do about it."""
    return {"grant": grant, "confirms": services.may_confirm(grant, actor), "ends": services.may_end(grant, actor)}


@page(Role.SECURITY)
def grant_new(request):
    """Propose a grant."""
    form = GrantForm(request.POST or None, initial={"from_on": shanghai(request.at)})
    if form.is_valid():
        grant = services.grant(**form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, f"已提出{grant.person.name}的授权，等系统管理员或审计管理员复核。")
        return redirect("grants")
    return render(request, "accounts/grant_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@page(Role.SYSTEM, Role.AUDIT)
def grant_confirm(request, pk):
    """The second hand."""
    grant = get_object_or_404(services.visible_to(request.actor), pk=pk)
    services.confirm(grant, by=request.actor, at=request.at)
    messages.success(request, f"已复核{grant.person.name}的授权。")
    return redirect("grants")


@require_POST
@page(*ADMINISTRATORS, Role.OFFICE)
def grant_end(request, pk):
    """Withdrawn, refused or suspended."""
    grant = get_object_or_404(services.visible_to(request.actor), pk=pk)
    services.end(grant, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    messages.success(request, f"已结束{grant.person.name}的授权。")
    return redirect("grants")


@page(SIGNED_IN)
def identity(request):
    """The grants one may act under; a POST chooses one."""
    mine = grants_of(request.actor.person, request.at)
    if request.method == "POST":
        choose(request, get_object_or_404(mine, pk=request.POST.get("grant")))
        back = request.POST.get("next", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "home")
    return render(request, "accounts/identity.html", {"grants": mine, "present": request.actor.grant})
