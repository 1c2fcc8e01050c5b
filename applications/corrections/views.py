"""Sending back with named items, and the applicant's page of what is to be corrected."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import page
from accounts.grants.models import Role
from applications.cases.access import own
from applications.corrections import services
from applications.corrections.forms import AnswersForm, ReturnForm
from applications.corrections.models import ReturnAnswer
from applications.moves import RESUBMIT
from applications.recommendations.models import Advice
from applications.snapshots.models import Snapshot
from core.dates import day_in_words
from core.rules import RuleRefused


@page(Role.EXAMINER, Role.OFFICE, article="18(3)")
def return_(request, pk):
    """Send the newest version back: what is asked for is written beside each question."""
    application = own(request, pk)
    if blockers := services.return_blockers(application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    snapshot = Snapshot.objects.latest_of(application)
    snapshot.application = application
    form = ReturnForm(request.POST or None, snapshot=snapshot)
    if form.is_valid():
        row = services.send_back(
            application,
            seen=request.POST.get("seen", ""),
            items=form.items(),
            note=form.cleaned_data["note"],
            by=request.actor,
            at=request.at,
        )
        messages.success(request, f"已经退回，要求{day_in_words(row.due_on)}24:00前补正{len(row.items)}处。")
        return redirect(_home(request, application))
    context = {
        "application": application,
        "snapshot": snapshot,
        "form": form,
        "due_on": services.due_on(application, request.actor, at=request.at),
        "office": request.actor.is_(Role.OFFICE),
        "back": _home(request, application),
    }
    return render(request, "applications/recommendation_return.html", context, status=422 if form.is_bound else 200)


def _home(request, application) -> str:
    if request.actor.is_(Role.OFFICE):
        return reverse("applications:qualification_case", args=[application.pk])
    return reverse("applications:recommendation", args=[application.pk])


@page(Role.APPLICANT, article="18(3)")
def correction(request, pk):
    """What is to be corrected, until when; an answer to each; then submit again. In step 2: what the body suggests."""
    application = own(request, pk)
    returned = services.open_return(application)
    blockers = services.answer_blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None
    if returned:
        answers = dict(ReturnAnswer.objects.standing(returned).values_list("item", "text"))
        form = AnswersForm(request.POST or None, returned=returned, answers=answers)
    if form and form.is_valid():
        services.answer(application, form.answers(), by=request.actor, at=request.at)
        messages.success(request, "答复已经保存。逐项改好以后，请再提交一次。")
        return redirect("applications:correction", application.pk)
    missing = [b for guard in RESUBMIT.guards if (b := guard.blocker(application, request.at))] if returned else []
    context = {
        "application": application,
        "returned": returned,
        "form": form,
        "blockers": blockers if returned else [],
        "missing": missing,
        "advice": Advice.objects.filter(snapshot__application=application).select_related("by", "snapshot").order_by("-event_id"),
    }
    return render(request, "applications/correction.html", context, status=422 if form and form.is_bound else 200)
