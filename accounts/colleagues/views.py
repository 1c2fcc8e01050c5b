"""The people of one's own organization: inviting, taking out, leaving; and joining by invitation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import PUBLIC, page
from accounts.colleagues import services
from accounts.colleagues.forms import CodeForm, ColleagueForm, InviteForm
from accounts.colleagues.models import Invitation
from accounts.grants.choice import choose
from accounts.grants.models import Role
from accounts.registration.views import counted, welcome
from core.rules import RuleRefused


@page(Role.APPLICANT)
def colleagues(request):
    """Who acts for the own organization, who is invited; the code of a new invitation is shown once."""
    unit = _unit(request)
    blockers = services.invite_blockers(request.actor)
    form = None if blockers else InviteForm(request.POST or None)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    context = {"unit": unit, "first": not blockers}
    if form and form.is_valid():
        row, code = services.invite(**form.cleaned_data, by=request.actor, at=request.at)
        context |= {"invited": row, "code": code, "mailed": form.cleaned_data["mail"]}
        form = InviteForm()
    waiting = Invitation.objects.open().filter(unit=unit, until__gt=request.at).select_related("by").order_by("event_id")
    context |= {"form": form, "members": list(services.members(unit)), "waiting": waiting}
    return render(request, "accounts/colleagues.html", context, status=422 if form and form.is_bound else 200)


@page(Role.APPLICANT)
@require_POST
def colleague_leave(request, pk):
    """Leave, or be taken out."""
    grant = get_object_or_404(services.members(_unit(request)), pk=pk)
    services.take_out(grant, by=request.actor, at=request.at)
    if grant.person_id == request.actor.person_id:
        messages.success(request, f"您已经退出{grant.unit}，不再为它办理。")
        return redirect("home")
    messages.success(request, f"{grant.person.name}已经移出，不能再为本单位办理；以前办的留有记录。")
    return redirect("colleagues")


@page(Role.APPLICANT)
@require_POST
def invitation_withdraw(request, pk):
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.open(), pk=pk, unit=_unit(request))
    services.withdraw_invitation(invitation, by=request.actor, at=request.at)
    messages.success(request, "邀请已经收回，邀请码不能再用。")
    return redirect("colleagues")


@page(Role.APPLICANT)
def join_unit(request):
    """Somebody with an account joins a colleague's organization."""
    form = CodeForm(request.POST or None)
    if form.is_bound and (refusal := counted(request)):
        return refusal
    if form.is_valid():
        grant = services.accept(code=form.cleaned_data["code"], by=request.actor, at=request.at)
        choose(request, grant)
        messages.success(request, f"您已经加入{grant.unit}，现在以它的身份办理。")
        return redirect("home")
    return render(request, "accounts/join_unit.html", {"form": form}, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@page(PUBLIC)
def register_colleague(request):
    """Somebody who was invited registers and joins in one act."""
    form = ColleagueForm(request.POST or None)
    if form.is_bound and (refusal := counted(request)):
        return refusal
    if form.is_valid():
        return welcome(request, services.register_colleague(**form.colleague(), at=request.at))
    return render(request, "accounts/register_colleague.html", {"form": form}, status=422 if form.is_bound else 200)


def _unit(request):
    """The organization one acts for; a person or a team has none."""
    if not request.actor.unit.credit_code:
        raise Http404
    return request.actor.unit
