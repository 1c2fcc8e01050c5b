"""The office's pages about bodies: who has not finished, 催办, 转办, 逾期未推荐."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from accounts.units.models import Unit
from applications.moves import OVERDUE
from applications.recommendations import case, office
from applications.recommendations.bodies import PAGE, Overview, overview, page_of, recommended
from applications.recommendations.forms import PassOnForm
from applications.recommendations.standing import Standing, standing_at
from applications.recommendations.views import own
from core.rules import RuleRefused
from procedure.calls.window import Window, deadline_in_words
from procedure.editions.models import Edition


@page(Role.OFFICE, article="18(3)")
@require_safe
def bodies(request, pk):
    """What bodies have not finished and when they were reminded, or what they recommended: a page at a time, of one body or of all."""
    edition = get_object_or_404(Edition, pk=pk)
    known, at = overview(edition), request.at
    chosen, which = known.load(request.GET.get("body", "")), "recommended" if "recommended" in request.GET else ""
    loads, window = [chosen] if chosen else known.loads, known.window(at)
    counts = {"": sum(load.unfinished for load in loads), "recommended": sum(load.recommended for load in loads)}
    shown = Paginator(range(counts[which]), PAGE).get_page(request.GET.get("page"))
    acts = page_of(edition, known, which, chosen and chosen.body, shown.number)
    unfinished = [] if which else standing_at(acts, {edition.pk: window}, at)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "edition": edition,
        "known": known,
        "chosen": chosen,
        "which": which,
        "page": shown,
        "groups": [_group(list(rows), known, window, at) for _, rows in groupby(unfinished, key=lambda one: one.application.body_id)],
        "count": counts[""],
        "waiting": [load for load in known.loads if load.unfinished],
        "recommended_count": counts["recommended"],
        "recommended": acts.applications if which else recommended(edition, known, chosen and chosen.body),
        "until": deadline_in_words(window.office_deadline_at) if window else "",
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "applications/recommendation_bodies.html", context)


def _group(rows: list[Standing], known: Overview, window: Window | None, at) -> dict:
    key = rows[0].application.body_id
    load, mine = known.load(str(key)), known.reminders.get(key, [])
    return {
        "load": load,
        "rows": [
            {
                "standing": row,
                "badge": case.BADGES.get(row.stage, ""),
                "due": case.due(row, at, known.table),
                "late": row.is_late(at),
                "not_yet": office.against_overdue(row, mine, known.on_paper, at),
            }
            for row in rows
        ],
        "late": load.is_late(window, at),
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
