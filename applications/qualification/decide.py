"""The pages of a decision: preparing it, confirming what another has prepared, sending it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from applications.moves import DECLINE
from applications.qualification import decisions
from applications.qualification.conditions import state_of
from applications.qualification.departments import opinions
from applications.qualification.forms import DecisionForm
from applications.qualification.views import seen
from applications.snapshots.models import Snapshot
from core.rules import RuleRefused
from procedure.proposals.forms import SendBackForm


@page(Role.OFFICE, article="18(3)")
def decide(request, pk, name):
    """Prepare a decision, or confirm what another has prepared; both sign."""
    application, move = seen(request, pk), _move(name)
    proposal = move.proposal(application)
    second = proposal is not None and proposal.by_id != request.actor.person_id
    standing = decisions.second_blockers if second else decisions.first_blockers
    blockers = standing(move, application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    snapshot = Snapshot.objects.latest_of(application)
    form = DecisionForm(
        request.POST or None,
        request=request,
        move=move,
        application=application,
        snapshot=snapshot,
        proposal=proposal if second else None,
    )
    if form.is_valid():
        return _decided(request, move, application, form, second=second)
    context = {
        "application": application,
        "move": move,
        "declines": move is DECLINE,
        "snapshot": snapshot,
        "state": state_of(application, snapshot),
        "opinions": opinions(application),
        "proposal": proposal,
        "second": second,
        "blockers": blockers,
        "form": form,
        "send_back": SendBackForm(),
    }
    return render(request, "applications/qualification_decide.html", context, status=422 if form.is_bound else 200)


def _decided(request, move, application, form, *, second):
    if second:
        decisions.confirm(move, application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, f"已经决定：{application.applicant.unit}{move.label}。文书已经写好，发出以前申报者看不到结果。")
    else:
        cited, reason = form.cleaned_data.get("cited", []), form.cleaned_data.get("reason_text", "")
        decisions.propose(move, application, by=request.actor, at=request.at, cited=cited, reason=reason, signature=form.signature())
        messages.success(request, f"已经提出{move.label}，请另一人核对后确认。")
    return redirect("applications:qualification_case", application.pk)


@page(Role.OFFICE, article="18(3)")
@require_POST
def decide_send_back(request, pk, name):
    """The second hand does not agree."""
    application, move = seen(request, pk), _move(name)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=move.article)
    move.send_back(application, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经退回经办。")
    return redirect("applications:qualification_case", application.pk)


def _move(name):
    if name not in decisions.MOVES:
        raise Http404
    return decisions.MOVES[name]
