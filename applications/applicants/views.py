"""The members of a team: named by one, confirmed each by himself; who leaves stays on record."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.choice import choose, grants_of
from accounts.grants.models import Role
from applications.applicants import services
from applications.applicants.forms import MemberForm
from applications.applicants.models import MOST_MEMBERS, ApplicantKind, TeamMember
from applications.applicants.twice import twice
from applications.cases.access import own
from applications.cases.rules import editing_blockers
from core.rules import RuleRefused


@page(Role.APPLICANT, article="11")
def members(request, pk):
    """Who is in the team, who has confirmed; naming another by his mobile number."""
    application = own(request, pk)
    team = application.applicant
    if team.kind != ApplicantKind.TEAM:
        raise Http404
    blockers = editing_blockers(application, request.actor, at=request.at)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    if form.is_valid():
        member = services.add_member(team, mobile=form.cleaned_data["mobile"], by=request.actor, at=request.at)
        messages.success(request, f"已添加{member.person.name}，请他用自己的账号登录，在“申报”页确认。")
        return redirect("applications:members", application.pk)
    rows = TeamMember.objects.filter(applicant=team).select_related("person").order_by("left_at", "order")
    present = [member for member in rows if not member.left_at]
    context = {
        "application": application,
        "members": present,
        "left": [member for member in rows if member.left_at],
        "full": len(present) >= MOST_MEMBERS,
        "form": form,
        "why_not": blockers,
        "twice": twice(application),
    }
    return render(request, "applications/members.html", context, status=422 if form.is_bound else 200)


@page(Role.APPLICANT, article="11")
@require_POST
def membership(request, pk):
    """The one who was named confirms, or declines."""
    member = get_object_or_404(TeamMember.objects.select_related("applicant__unit"), pk=pk, person=request.actor.person)
    if "decline" in request.POST:
        services.leave_team(member, by=request.actor, at=request.at)
        messages.success(request, f"您没有参加“{member.applicant.unit}”，已经记录。")
        return redirect("applications:apply")
    services.confirm_member(member, by=request.actor, at=request.at)
    choose(request, grants_of(request.actor.person, request.at).filter(unit=member.applicant.unit).latest("at"))
    messages.success(request, f"您已确认参加“{member.applicant.unit}”，现在以小组的身份办理。")
    return redirect("applications:apply")


@page(Role.APPLICANT, article="11")
@require_POST
def member_leave(request, pk, member):
    """A member leaves, or is taken out before he confirms; recorded."""
    application = own(request, pk)
    found = get_object_or_404(TeamMember, pk=member, applicant=application.applicant)
    if found.person_id != request.actor.person_id and (blockers := editing_blockers(application, request.actor, at=request.at)):
        raise RuleRefused(blockers)
    services.leave_team(found, by=request.actor, at=request.at)
    messages.success(request, "已经退出小组，退出的时间留有记录。")
    if found.person_id == request.actor.person_id:
        return redirect("applications:apply")
    return redirect("applications:members", application.pk)
