"""The office's pages of 暂缓: who is held, and the two acts, each with its two hands. They stand beside objections, their usual cause."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import page
from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.holds import services
from applications.holds.models import Hold
from applications.holds.services import HOLD, LABELS, LIFT
from applications.moves import STANDING
from core.rules import RuleRefused
from procedure.editions.models import Edition, Step
from publicity.holds.forms import HoldSigningForm, ReasonForm
from publicity.meetings.decided import DECIDING
from publicity.meetings.table import ON_TABLE
from publicity.notices.lists import is_out, unnoticed


@page(Role.OFFICE, article="13(6)")
def holds(request, pk):
    """Every application of an edition that takes part, and whether it is held."""
    edition = get_object_or_404(Edition, pk=pk)
    standing = Hold.objects.standing().filter(application__edition=edition).select_related("by", "second")
    held = {row.application_id: row for row in standing}
    found = Application.objects.visible_to(request.actor).filter(edition=edition, status__in=STANDING).whole()
    missing = {row.pk for row in unnoticed(edition)} if is_out(edition) else set()
    rows = [
        {"application": row, "hold": held.get(row.pk), "unnoticed": row.pk in missing}
        for row in found.order_by("applicant__unit__name", "pk")
    ]
    rows.sort(key=lambda row: row["hold"] is None)
    context = {
        "edition": edition,
        "rows": rows,
        "count": len(held),
        "offered": services.offered(edition, request.actor, request.at),
        "late": edition.step > Step.EVALUATION,
    }
    return render(request, "publicity/holds.html", context)


@page(Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP, article="13(6)")
def hold(request, pk, act):
    """Prepare a hold or its lifting, or confirm what another prepared; a second preparation takes the place of the first."""
    if act not in LABELS:
        raise Http404
    application = get_object_or_404(_reached(request.actor).select_related("edition", "applicant__unit"), pk=pk)
    if blockers := services.blockers(act, application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    proposal = services.waiting(act, application)
    if request.method == "POST" and "signing_digest" in request.POST:
        return _confirm(request, act, application, proposal)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.propose(act, application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"{LABELS[act]}已经经办，请另一人确认。")
        return redirect(_back(request, application.edition))
    return _page(request, act, application, proposal, {"reason_form": form}, bound=form.is_bound)


def _reached(actor: Actor) -> QuerySet[Application]:
    """Return what the office sees, and for the leading group what lies on its table."""
    if actor.is_(Role.OFFICE):
        return Application.objects.visible_to(actor)
    return Application.objects.filter(edition__step__in=DECIDING, status__in=ON_TABLE)


def _back(request, edition: Edition) -> str:
    return reverse("publicity:holds" if request.actor.is_(Role.OFFICE) else "publicity:meetings", args=[edition.pk])


def _confirm(request, act, application, proposal):
    if proposal is None:
        raise RuleRefused("没有等待确认的内容。", article=services.ARTICLE)
    if blockers := services.second_blockers(proposal, application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    form = HoldSigningForm(request.POST, request=request, proposal=proposal, name=str(application.applicant))
    if not form.is_valid():
        return _page(request, act, application, proposal, {"form": form}, bound=True)
    services.confirm(proposal, by=request.actor, at=request.at, signature=form.signature())
    messages.success(request, f"{application.applicant}已经{LABELS[act]}，给申报者的文书等评选办在“送达”里发出。{_next(act, application)}")
    return redirect(_back(request, application.edition))


def _next(act: str, application: Application) -> str:
    """What a lifting asks for: whoever was never noticed stands a supplementary notice first."""
    missing = act == LIFT and is_out(application.edition) and application in unnoticed(application.edition)
    return "这份申报还没有公示过，请接着拟定补充公示。" if missing else ""


def _page(request, act, application, proposal, context, *, bound):
    blockers = services.second_blockers(proposal, application, request.actor, at=request.at) if proposal else []
    form = None
    if proposal and not blockers:
        form = HoldSigningForm(request=request, proposal=proposal, name=str(application.applicant))
    shared = {
        "edition": application.edition,
        "application": application,
        "act": act,
        "label": LABELS[act],
        "lifting": act == LIFT,
        "holding": act == HOLD,
        "proposal": proposal,
        "blockers": blockers,
        "form": form,
        "reason_form": ReasonForm(),
        "standing": services.standing(application),
        "back": _back(request, application.edition),
    }
    return render(request, "publicity/hold.html", shared | context, status=422 if bound else 200)
