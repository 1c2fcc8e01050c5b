"""The office's pages about bodies: who has not finished, 催办, 转办, 逾期未推荐."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.filings.models import PaperCorrection
from applications.moves import OVERDUE
from applications.recommendations import case, office
from applications.recommendations.forms import PassOnForm
from applications.recommendations.further import ONE, need_of
from applications.recommendations.models import Reminder
from applications.recommendations.views import own
from core.rules import RuleRefused
from procedure.calendar.services import workdays
from procedure.calls.window import deadline_in_words
from procedure.editions.models import Edition


@page(Role.OFFICE, article="18(3)")
@require_safe
def bodies(request, pk):
    """Every body that has not finished, with what it has not finished, and when it was reminded."""
    edition = get_object_or_404(Edition, pk=pk)
    found = office.unfinished(edition, request.at)
    reminders: dict = {}
    for row in Reminder.objects.filter(edition=edition).select_related("by").order_by("event_id"):
        reminders.setdefault(row.body_id, []).append(row)
    on_paper = set(PaperCorrection.objects.waiting().values_list("returned", flat=True))
    table = workdays()
    by_body = groupby(found, key=lambda one: one.application.body_id)
    groups = [_group(list(rows), reminders, on_paper, request, table) for _, rows in by_body]
    until = found[0].until if found else None
    context = {
        "edition": edition,
        "groups": groups,
        "count": len(found),
        "further": need_of(edition) != ONE,
        "until": deadline_in_words(until) if until else "",
        "recommended": Application.objects.visible_to(request.actor)
        .whole()
        .filter(edition=edition, status=Status.RECOMMENDED)
        .order_by("body__order", "body__name", "number"),
    }
    return render(request, "applications/recommendation_bodies.html", context)


def _group(rows, reminders, on_paper, request, table) -> dict:
    body, at = rows[0].application.body, request.at
    late, mine = any(row.is_late(at) for row in rows), reminders.get(body.pk, [])
    return {
        "body": body,
        "rows": [
            {
                "standing": row,
                "badge": case.BADGES.get(row.stage, ""),
                "due": case.due(row, at, table),
                "late": row.is_late(at),
                "not_yet": office.against_overdue(row, mine, on_paper, at),
            }
            for row in rows
        ],
        "late": late,
        "reminders": mine,
    }


@page(Role.OFFICE, article="18(3)")
@require_POST
def remind(request, pk, body):
    """Remind a body: a letter that leaves at once, and the record of it."""
    edition, unit = get_object_or_404(Edition, pk=pk), get_object_or_404(Unit, pk=body)
    row = office.remind(edition, unit, by=request.actor, at=request.at)
    messages.success(request, f"已经催办{unit}，文书已经发出，列明{len(row.unfinished)}份申报。")
    return redirect("applications:recommendation_bodies", edition.pk)


@page(Role.OFFICE, article="18(3)")
@require_POST
def overdue(request, pk):
    """Record the silence of a body after its deadline and a reminder."""
    application = own(request, pk)
    if blockers := OVERDUE.blockers(application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    office.mark_overdue(application, by=request.actor, at=request.at)
    messages.success(request, f"{application.applicant.unit}已经记为逾期未推荐，告知的文书等待发出。")
    return redirect("applications:recommendation_bodies", application.edition_id)


@page(Role.OFFICE, article="18(3)")
def pass_on(request, pk):
    """The first of the office proposes another body; the second confirms here."""
    application = own(request, pk)
    waiting = office.open_pass_on(application)
    second = waiting is not None and waiting.by_id != request.actor.person_id and "again" not in request.GET
    blockers = (office.confirm_blockers if second else office.pass_on_blockers)(
        waiting if second else application, request.actor, at=request.at
    )
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _pass_on_form(request, application, waiting if second else None)
    if form and form.is_valid():
        return _passed_on(request, application, waiting if second else None, form)
    context = {"application": application, "waiting": waiting, "second": second, "form": form, "blockers": blockers}
    return render(request, "applications/recommendation_pass_on.html", context, status=422 if form and form.is_bound else 200)


def _pass_on_form(request, application, waiting):
    data = request.POST or None
    if waiting is None:
        return PassOnForm(data, body=application.body)
    version = f"{application.applicant.unit}的申报，由{waiting.source}转请{waiting.target}"
    return SigningForm(data, request=request, version=version, fingerprint=waiting.digest(), act=f"确认转请{waiting.target}办理")


def _passed_on(request, application, waiting, form):
    if waiting is None:
        office.propose_pass_on(
            application, form.cleaned_data["target"], reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        )
        messages.success(request, "转办已经提出，请另一人确认。")
        return redirect("applications:recommendation_pass_on", application.pk)
    office.confirm_pass_on(waiting, by=request.actor, at=request.at, signature=form.signature())
    messages.success(request, f"已经转请{waiting.target}办理，告知申报者的文书等待发出。")
    return redirect("applications:recommendation_bodies", application.edition_id)
