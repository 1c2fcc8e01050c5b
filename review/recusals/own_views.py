"""The reviewer's declaration of interests, and the applicant's request for recusal."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from applications.cases.access import own
from core.ledger.services import receipt, ref
from core.rules import RuleRefused
from procedure.letters.models import Letter
from review.recusals import declaring, requests
from review.recusals.forms import InterestsForm, RequestForm
from review.reviewers.models import Invitation


@page(Role.REVIEWER, article="28")
def interests(request, pk):
    """The accepted list, and for each whether the reviewer has an interest. Names only."""
    rows = Invitation.objects.visible_to(request.actor).select_related("edition", "reviewer__person")
    invitation = get_object_or_404(rows, pk=pk)
    blockers = declaring.blockers(invitation, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _interests_form(request, invitation)
    if form and form.is_valid():
        keys = {one.pk for one in form.listed}
        declaring.declare(invitation, interests=form.interests(), applications=keys, by=request.actor, at=request.at)
        messages.success(request, "您的声明已经收到。声明回避的，不会再分派给您；已经分派的，随即结束。")
        return redirect("review:invitation", invitation.pk)
    context = {"invitation": invitation, "edition": invitation.edition, "form": form, "blockers": blockers}
    return render(request, "review/interests.html", context, status=422 if form and form.is_bound else 200)


def _interests_form(request, invitation) -> InterestsForm:
    listed = list(declaring.listed(invitation))
    had = invitation.interests.all()
    return InterestsForm(request.POST or None, listed=listed, had=had, declared=declaring.declared(invitation))


@page(Role.APPLICANT, article="28")
def recusal(request, pk):
    """Ask that somebody does not review; what was asked, and what was answered by letter. Nothing here says who reviews."""
    application = own(request, pk)
    blockers = requests.blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else RequestForm(request.POST or None, request.FILES or None)
    if form and form.is_valid():
        row = requests.request_recusal(application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"回避申请已经收到。台账凭据：{receipt(row.event)}")
        return redirect("review:recusal", application.pk)
    rows = requests.visible_to(request.actor).filter(application=application).order_by("event_id")
    context = {
        "application": application,
        "form": form,
        "blockers": blockers,
        "rows": [{"row": one, "receipt": receipt(one.event), "letter": _letter(one)} for one in rows],
    }
    return render(request, "review/recusal.html", context, status=422 if form and form.is_bound else 200)


def _letter(row) -> Letter | None:
    """The released letter that answers a request, or None."""
    return Letter.objects.released().filter(subject_ref=ref(row)).first()
