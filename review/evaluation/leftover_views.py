"""The page on which two of the office leave out whoever was set aside too long to be reviewed to the end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.models import Application
from applications.holds.services import standing
from core.rules import RuleRefused, refuse
from procedure.proposals.forms import SendBackForm
from review.evaluation import leftover
from review.evaluation.forms import LeaveOutForm
from review.moves import LEAVE_OUT


@page(Role.OFFICE, article=LEAVE_OUT.article)
def leave_out(request, pk):
    """One prepares with the reason, another confirms; the letter waits for release."""
    application, actor = _application(request, pk), request.actor
    proposal = LEAVE_OUT.proposal(application)
    second = proposal is not None and proposal.by_id != actor.person_id
    blockers = leftover.blockers(application, actor, at=request.at, second=second)
    if request.method == "POST":
        refuse(blockers)
    form = None if blockers else _form(request, application, proposal if second else None)
    if form and form.is_valid():
        return _done(request, application, form, second=second)
    context = {
        "application": application,
        "held": standing(application),
        "proposal": proposal,
        "second": second,
        "blockers": blockers,
        "form": form,
        "send_back": SendBackForm(),
        "move": LEAVE_OUT,
    }
    return render(request, "review/leave_out.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article=LEAVE_OUT.article)
@require_POST
def leave_out_back(request, pk):
    """The second hand does not agree."""
    application, form = _application(request, pk), SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=LEAVE_OUT.article)
    LEAVE_OUT.send_back(application, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经退回经办。")
    return redirect("review:evaluation", application.edition_id)


def _application(request, pk) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.actor).whole(), pk=pk)


def _form(request, application, proposal):
    posted = request.POST if request.method == "POST" else None
    if proposal is None:
        return LeaveOutForm(posted)
    version, act = f"{application.applicant.unit}没有走完评审，不列入候选名单", "确认不列入"
    return SigningForm(posted, request=request, version=version, fingerprint=proposal.subject_digest, act=act)


def _done(request, application, form, *, second):
    if second:
        leftover.confirm(application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "已经写明不列入。文书已经写好，请到“待发文书”发出。")
    else:
        leftover.propose(application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "已经经办，请另一人核对后确认。")
    return redirect("review:evaluation", application.edition_id)
