"""The reviewer's own pages: his invitations, his answer, the pledge."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from core.ledger.services import receipt
from core.rules import RuleRefused
from review.recusals import declaring
from review.reviewers import invitations as services
from review.reviewers import pledges
from review.reviewers.forms import AnswerForm
from review.reviewers.models import Invitation


@page(Role.REVIEWER, article="14")
@require_safe
def invitations(request):
    """Every invitation, the newest first, and what is to be done."""
    rows = _mine(request).filter(replaced_by=None).order_by("-event_id")
    return render(request, "review/invitations.html", {"rows": [_line(one, request) for one in rows]})


@page(Role.REVIEWER, article="14")
def invitation(request, pk):
    """One invitation: answer, pledge, declaration, in this order."""
    row = get_object_or_404(_mine(request), pk=pk)
    blockers = services.answer_blockers(row, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else AnswerForm(request.POST or None)
    if form and form.is_valid():
        services.answer(row, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "您的答复已经收到。")
        return redirect("review:invitation", row.pk)
    declared = row.declarations.order_by("-event_id").select_related("event").first()
    context = _line(row, request) | {
        "form": form,
        "blockers": [] if hasattr(row, "answer") else blockers,
        "interests": row.interests.select_related("application__applicant__unit").order_by("event_id"),
        "receipts": [
            (label, receipt(one.event))
            for label, one in (("答复", getattr(row, "answer", None)), ("承诺", getattr(row, "pledge", None)), ("最近一次声明", declared))
            if one
        ],
        "declared": declared,
    }
    return render(request, "review/invitation.html", context, status=422 if form and form.is_bound else 200)


@page(Role.REVIEWER, article="28")
def invitation_pledge(request, pk):
    """Read and sign the pledge; afterwards read it again."""
    row = get_object_or_404(_mine(request), pk=pk)
    blockers = services.pledge_blockers(row, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    words = {"version": pledges.version(row), "fingerprint": pledges.fingerprint(row), "act": "签署评审员承诺"}
    form = None if blockers else SigningForm(request.POST or None, request=request, **words)
    if form and form.is_valid():
        services.pledge(row, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "承诺已经签署。")
        return redirect("review:invitation", row.pk)
    signed = getattr(row, "pledge", None)
    text = signed.text if signed else pledges.pledge_text(row.edition)
    context = {"invitation": row, "signed": signed, "lines": text.split("\n"), "form": form, "blockers": [] if signed else blockers}
    return render(request, "review/pledge.html", context, status=422 if form and form.is_bound else 200)


def _mine(request):
    rows = Invitation.objects.visible_to(request.actor)
    return rows.select_related("edition", "reviewer__person", "answer__event", "pledge__event", "release", "replaced_by")


def _line(row: Invitation, request) -> dict:
    """Where an invitation stands, and what it asks of the reviewer: answer, pledge, declare, or nothing."""
    accepted = hasattr(row, "answer") and row.answer.accepted
    over = hasattr(row, "release") or hasattr(row, "replaced_by")
    asks = ""
    if not over and not services.answer_blockers(row, request.actor, at=request.at):
        asks = "answer"
    elif not over and not services.pledge_blockers(row, request.actor, at=request.at):
        asks = "pledge"
    elif not over and not declaring.blockers(row, request.actor, at=request.at) and declaring.undeclared(row):
        asks = "declare"
    return {
        "invitation": row,
        "rounds": services.rounds_in_words(row),
        "accepted": accepted,
        "over": over,
        "asks": asks,
        "may_declare": not over and not declaring.blockers(row, request.actor, at=request.at),
    }
