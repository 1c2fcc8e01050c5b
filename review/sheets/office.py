"""The organizers' pages: who has locked, the closing of a round, and, after it, the sheets side by side."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition, Step
from review.mandates.models import Mandate
from review.organizers import ORGANIZERS
from review.pictures import by_award
from review.rounds import ARTICLE_OF, Round
from review.sheets import aside, closing, reopening
from review.sheets.forms import AsideForm, ClosingForm, ReopeningForm
from review.sheets.items import SHEET_ROUNDS
from review.sheets.models import RoundReopening, Sheet
from review.sheets.progress import progress
from review.sheets.results import results, scored_applications
from review.sheets.spread import severities, strips


@page(*ORGANIZERS, article="18(4)")
@require_safe
def sheets(request, pk):
    """The round that the edition stands in, or the last one that was scored."""
    edition = _seen(request, pk, Round.MATERIALS)
    round_ = Round.ORAL_DEFENSE if edition.step >= Step.DEFENSE and request.actor.is_(Role.OFFICE) else Round.MATERIALS
    return redirect("review:sheets_round", edition.pk, round_.value)


@page(*ORGANIZERS, article="18(4)")
@require_safe
def sheets_round(request, pk, name):
    """Done or not done, reviewer by reviewer; once two have closed the round, the office reads the results."""
    round_ = _round(name)
    edition = _seen(request, pk, round_)
    closed = closing.closed(edition, round_)
    read = closed and request.actor.is_(Role.OFFICE)
    context = _head(edition, round_) | {
        "closed": closed,
        **(_read(edition, round_) if read else {"results": None}),
        "rows": None if closed else progress(edition, round_),
        "faults": [] if closed else closing.faults(edition, round_),
        "proposal": closing.CLOSE[round_].proposal(edition),
        "may_close": request.actor.is_(*closing.CLOSE[round_].roles),
        "may_set_aside": request.actor.is_(Role.OFFICE),
        "lacking": reopening.lacking(edition, round_) if read else [],
        "reopenings": _reopenings(edition, round_),
    }
    return render(request, "review/sheets.html", context)


def _read(edition, round_) -> dict:
    """What the office reads after the closing: the results, and how they lie."""
    found = results(edition, round_, scored_applications(edition, round_))
    return {
        "results": strips(found),
        "distributions": by_award((one.application.category, one.share) for one in found),
        "severities": severities(found),
    }


@page(*ORGANIZERS, article="18(4)")
def sheets_close(request, pk, name):
    """Close a round, in two hands."""
    round_ = _round(name)
    edition, act = _seen(request, pk, round_), closing.CLOSE[round_]
    rows = closing.reviewed(edition, round_)
    return ActPage(
        act=act,
        edition=edition,
        subject=edition,
        form=ClosingForm(request.POST if request.method == "POST" else None),
        propose=lambda form: closing.propose(edition, round_, by=request.actor, at=request.at),
        confirm=lambda proposal, signature: closing.confirm(edition, round_, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}{act.label}，{len(rows)}份申报",
        template="review/sheets_close.html",
        then=reverse("review:sheets_round", args=[edition.pk, round_.value]),
        done=f"{round_.label}已经结束评分，台账已经作校验点。",
        context=_head(edition, round_) | {"faults": closing.faults(edition, round_), "count": len(rows)},
    ).answer(request)


@page(Role.OFFICE, article="18(4)")
def sheets_reopen(request, pk, name):
    """Open a closed round again, in two hands."""
    round_ = _round(name)
    edition = _seen(request, pk, round_)
    act, faults = reopening.REOPEN[round_], reopening.faults(edition, round_)
    return ActPage(
        act=act,
        edition=edition,
        subject=edition,
        form=ReopeningForm(request.POST if request.method == "POST" else None),
        propose=lambda form: reopening.propose(edition, round_, reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        confirm=lambda proposal, signature: reopening.confirm(edition, round_, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}{act.label}",
        template="review/sheets_reopen.html",
        then=reverse("review:sheets_round", args=[edition.pk, round_.value]),
        done=f"{round_.label}已经重新开放评分。补派的评审员锁定以后，请再次结束评分。",
        context=_head(edition, round_) | {"faults": faults, "lacking": [] if faults else reopening.lacking(edition, round_)},
    ).answer(request)


@page(Role.OFFICE, article="18(4)")
@require_safe
def sheet_read(request, pk, sheet):
    """One locked sheet, for the office, after the closing."""
    edition = get_object_or_404(Edition, pk=pk)
    found = get_object_or_404(_sheets(edition, Sheet.objects.visible_to(request.actor)), pk=sheet)
    return render(request, "review/sheet_read.html", _head(edition, Round(found.assignment.round)) | {"sheet": found})


@page(Role.OFFICE, article="14")
def sheet_aside(request, pk, sheet):
    """Set a locked sheet aside, in two hands. The page shows no points."""
    edition = get_object_or_404(Edition, pk=pk)
    found = get_object_or_404(_sheets(edition, Sheet.objects.all()), pk=sheet)
    round_ = Round(found.assignment.round)
    if hasattr(found, "set_aside"):
        return redirect("review:sheets_round", edition.pk, round_.value)
    return ActPage(
        act=aside.SET_ASIDE,
        edition=edition,
        subject=found,
        form=AsideForm(request.POST if request.method == "POST" else None),
        propose=lambda form: aside.propose(found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        confirm=lambda proposal, signature: aside.confirm(found, by=request.actor, at=request.at, signature=signature),
        version=f"{found.assignment.reviewer.person.name}对{found.assignment.application.applicant.unit}的评分表不计入",
        template="review/sheet_aside.html",
        then=reverse("review:sheets_round", args=[edition.pk, round_.value]),
        done="这份评分表不再计入，仍保留在台账里。",
        context=_head(edition, round_) | {"sheet": found},
    ).answer(request)


def _sheets(edition, rows):
    whole = rows.select_related("assignment__reviewer__person", "assignment__application__applicant__unit", "set_aside", "explanation")
    return whole.filter(assignment__application__edition=edition)


def _reopenings(edition, round_: Round):
    """How often the round was opened again, and why."""
    rows = RoundReopening.objects.filter(closing__edition=edition, closing__round=round_)
    return rows.select_related("decision__by", "decision__proposal__by").order_by("event_id")


def _round(name: str) -> Round:
    if name not in SHEET_ROUNDS:
        raise Http404
    return Round(name)


def _seen(request, pk, round_: Round) -> Edition:
    """The office sees every edition; an agency the materials review of those it has a mandate for."""
    edition = get_object_or_404(Edition, pk=pk)
    if request.actor.is_(Role.AGENCY):
        mandates = Mandate.objects.of(request.actor).filter(edition=edition, materials=True)
        if round_ != Round.MATERIALS or not mandates.exists():
            raise Http404
    return edition


def _head(edition: Edition, round_: Round) -> dict:
    rounds = [one for one in SHEET_ROUNDS if one == Round.MATERIALS or edition.step >= Step.DEFENSE]
    return {"edition": edition, "round": round_, "rounds": rounds, "article": ARTICLE_OF[round_]}
