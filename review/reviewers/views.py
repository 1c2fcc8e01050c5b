"""The pool (article 14): who is in it, entering and correcting, inviting, reminding, releasing."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.dates import day_in_words
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from review.reviewers import invitations, pool, releases, services
from review.reviewers.forms import EmploymentForm, FilterForm, InviteForm, ProfileForm, ReleaseForm
from review.reviewers.models import Employment, Invitation, ReleaseKind, Reviewer


@page(Role.OFFICE, Role.AGENCY, article="14")
@require_safe
def reviewers(request):
    """Everybody in the pool, where he comes from, what he knows, where he stands in the current edition."""
    edition, form = Edition.objects.current(), FilterForm(request.GET)
    rows, filters = pool.rows_of(pool.persons(request.actor, request.at), edition, request.at), form.filters()
    kept = [row for row in rows if filters.keeps(row)]
    context = {
        "edition": edition,
        "form": form,
        "rows": kept,
        "total": len(rows),
        "may_enter": services.may_enter(request.actor, request.at),
        "may_invite": edition is not None and not invitations.blockers(edition, request.actor, at=request.at),
        "states": [(key, label, sum(row.state == key for row in rows)) for key, label in pool.STATES.items()],
    }
    return render(request, "review/reviewers.html", context)


@page(Role.OFFICE, Role.AGENCY, article="14")
@require_safe
def reviewer(request, pk):
    """One person of the pool: profile, employers, and what became of the invitation."""
    person, edition = _person(request, pk), Edition.objects.current()
    (row,) = pool.rows_of(pool.persons(request.actor, request.at).filter(pk=pk), edition, request.at)
    invitation = row.invitation
    context = {
        "person": person,
        "edition": edition,
        "row": row,
        "invitation": invitation,
        "rounds": invitations.rounds_in_words(invitation) if invitation else "",
        "reminded_on": invitations.reminded_on(invitation) if invitation else None,
        "may_remind": row.state == "waiting" and not invitations.blockers(edition, request.actor, at=request.at),
        "may_invite": row.invitable and not invitations.blockers(edition, request.actor, at=request.at) if edition else False,
        "may_release": row.state in ("waiting", "silent", "accepted", "pledged"),
        "leaving": releases.RELEASE.proposal(invitation) if invitation else None,
        "earlier": _earlier(row),
    }
    return render(request, "review/reviewer.html", context)


@page(Role.OFFICE, Role.AGENCY, article="14")
def reviewer_profile(request, pk):
    """Enter somebody into the pool, or a new version of what is known of him."""
    person = _person(request, pk)
    (row,) = pool.rows_of(pool.persons(request.actor, request.at).filter(pk=pk), None, request.at)
    form = ProfileForm(request.POST or None, current=row.profile)
    if form.is_valid():
        services.enter_profile(person, profile=form.profile(), by=request.actor, at=request.at)
        messages.success(request, f"{person.name}的登记已经保存。")
        return redirect("review:reviewer", person.pk)
    context = {"person": person, "form": form, "current": row.profile}
    return render(request, "review/reviewer_profile.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, Role.AGENCY, article="14")
def employment_new(request, pk):
    """Enter a unit for which a reviewer works or worked."""
    person = _person(request, pk)
    return _employment(request, get_object_or_404(Reviewer, person=person), None)


@page(Role.OFFICE, Role.AGENCY, article="14")
def employment(request, pk, row):
    """Correct one: a new version takes the place of the old."""
    found = get_object_or_404(Reviewer, person=_person(request, pk))
    return _employment(request, found, get_object_or_404(Employment.objects.standing(), reviewer=found, pk=row))


@page(Role.OFFICE, Role.AGENCY, article="14")
def invite(request):
    """Invite one or many to the current edition."""
    edition = Edition.objects.current()
    if edition is None:
        raise RuleRefused("现在没有正在评选的届次。", article="14")
    blockers = invitations.blockers(edition, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _invite_form(request, edition)
    if form and form.is_valid():
        found = invitations.invite(edition, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"已经邀请{len(found)}人，答复期限{day_in_words(found[0].answer_by)}。")
        return redirect("review:reviewers")
    context = {"edition": edition, "form": form, "blockers": blockers}
    return render(request, "review/reviewers_invite.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, Role.AGENCY, article="14")
@require_POST
def invitation_remind(request, pk):
    """Remind somebody of an invitation."""
    invitation = _invitation(request, pk)
    invitations.remind(invitation, by=request.actor, at=request.at)
    messages.success(request, f"已经提醒{invitation.reviewer}。")
    return redirect("review:reviewer", invitation.reviewer.person_id)


@page(Role.OFFICE, Role.AGENCY, article="13(4)")
def invitation_release(request, pk):
    """A reviewer leaves the edition, by two; everything of his ends in the same act."""
    invitation, actor, at = _invitation(request, pk), request.actor, request.at
    proposal = releases.RELEASE.proposal(invitation)
    kind = ReleaseKind(proposal.content["kind"]) if proposal else None
    return ActPage(
        releases.RELEASE,
        invitation.edition,
        invitation,
        ReleaseForm(request.POST or None, kinds=releases.kinds_for(actor)),
        lambda form: releases.propose(invitation, by=actor, at=at, **form.cleaned_data),
        lambda _, signature: releases.confirm(invitation, by=actor, at=at, signature=signature),
        f"{invitation.reviewer}退出{invitation.edition}的评审{'，' + kind.label if kind else ''}",
        "review/invitation_release.html",
        reverse("review:reviewer", args=[invitation.reviewer.person_id]),
        f"{invitation.reviewer}已经退出，分派和席位同时结束。要补足的，首页会提示。",
        {
            "invitation": invitation,
            "person": invitation.reviewer.person,
            "kind": kind,
            "assignments": list(releases.standing_assignments(invitation)),
            "seats": list(releases.standing_seats(invitation)),
            "prepared": "review/_release_prepared.html",
        },
    ).answer(request)


def _person(request, pk):
    return get_object_or_404(pool.persons(request.actor, request.at), pk=pk)


def _invitation(request, pk) -> Invitation:
    rows = Invitation.objects.visible_to(request.actor).select_related("edition", "reviewer__person")
    return get_object_or_404(rows, pk=pk, replaced_by=None)


def _earlier(row) -> list:
    """Earlier versions of the profile, the newest first."""
    if row.profile is None:
        return []
    return list(row.profile.reviewer.profiles.exclude(pk=row.profile.pk).select_related("by").order_by("-event_id"))


def _employment(request, found: Reviewer, current: Employment | None):
    form = EmploymentForm(request.POST or None, current=current)
    if form.is_valid():
        services.enter_employment(found, work=form.work(), replaces=current, by=request.actor, at=request.at)
        messages.success(request, "任职单位已经登记，回避已经重新核对。")
        return redirect("review:reviewer", found.person_id)
    context = {"person": found.person, "form": form, "current": current}
    return render(request, "review/employment.html", context, status=422 if form.is_bound else 200)


def _keys(texts: list[str]) -> list[UUID]:
    """The keys among what a URL says; anything else is passed over."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _invite_form(request, edition) -> InviteForm:
    """Only who may be invited stands in the list; what the URL chose is ticked."""
    rows = pool.rows_of(pool.persons(request.actor, request.at), edition, request.at)
    may = Reviewer.objects.filter(person__in=[row.person.pk for row in rows if row.invitable])
    rounds = invitations.open_rounds(edition, request.actor, request.at)
    chosen = may.filter(person__in=_keys(request.GET.getlist("person")))
    initial = {"reviewers": [one.pk for one in chosen], "rounds": [one.value for one in rounds]}
    listed = may.select_related("person").order_by("person__name", "pk")
    return InviteForm(request.POST or None, reviewers=listed, rounds=rounds, initial=initial)
