"""The organizers' pages of panels: all of a round, forming one, changing a seat."""

from functools import partial

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from core.clock import shanghai
from procedure.acts.pages import ActPage
from procedure.editions.models import Category
from review.organizers import ORGANIZERS
from review.panels import changes, dissolving, services
from review.panels.access import organized, present, round_of
from review.panels.acts import ARTICLE, CHANGE, DISSOLVE, FORM
from review.panels.forms import DissolveForm, PanelForm, SeatForm
from review.panels.models import Panel, PanelSeat
from review.panels.pool import candidates, known_of, one_source
from review.panels.table import panels_of
from review.reviewers.releases import kinds_for
from review.rounds import Round

SEATED = ("-chair", F("reserve").asc(nulls_first=True), "reviewer__person__name")  # chair, members, reserves in their order


@page(*ORGANIZERS, article=ARTICLE)
@require_safe
def panels(request, pk):
    """Every panel of a round: who sits, where each comes from, who left and why."""
    edition, rounds = organized(request, pk)
    round_ = present(rounds, edition, request.GET.get("round", ""))
    context = {
        "edition": edition,
        "rounds": rounds,
        "round": round_,
        "tables": panels_of(edition, round_, shanghai(request.at)),
        "proposal": FORM[round_].proposal(edition),
        "may_form": not FORM[round_].blockers(edition, request.actor, at=request.at),
    }
    return render(request, "review/panels.html", context)


@page(*ORGANIZERS, article=ARTICLE)
def panel_form(request, pk, name):
    """Form a panel of a round, in two hands."""
    edition, rounds = organized(request, pk)
    round_ = round_of(rounds, name)
    act, on = FORM[round_], shanghai(request.at)
    proposal = act.proposal(edition)
    posted = request.POST if request.method == "POST" else None
    return ActPage(
        act=act,
        edition=edition,
        subject=edition,
        form=PanelForm(posted, candidates=candidates(edition, round_, on), too_few=partial(services.too_few, edition, round_)),
        propose=lambda form: services.propose(edition, round_, form.composition(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: services.confirm(edition, round_, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}{round_.label}评审组：{proposal.content['name']}" if proposal else "",
        template="review/panel_form.html",
        then=_address(edition, round_),
        done="评审组已经组成。",
        context={"round": round_, "prepared": "review/_panel_prepared.html", "wanted": _wanted(proposal, on)},
    ).answer(request)


@page(*ORGANIZERS, article=ARTICLE)
def panel_seat(request, pk, seat):
    """Somebody leaves a seat, and who takes it, in two hands."""
    edition, rounds = organized(request, pk)
    whole = PanelSeat.objects.select_related("panel__edition", "reviewer__person", "end", "replaced_by")
    found = get_object_or_404(whole, pk=seat, panel__edition=edition, panel__round__in=rounds)
    if not changes.unfilled(found):
        raise Http404
    round_, posted = Round(found.panel.round), request.POST if request.method == "POST" else None
    proposal = CHANGE[round_].proposal(found)
    return ActPage(
        act=CHANGE[round_],
        edition=edition,
        subject=found,
        form=_seat_form(posted, found, request.actor),
        propose=lambda form: changes.propose(found, form.change(), reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        confirm=lambda proposal, signature: changes.confirm(found, by=request.actor, at=request.at, signature=signature),
        version=f"{found.panel}：{found.reviewer}的席位",
        template="review/panel_seat.html",
        then=_address(edition, round_),
        done="评审组已经调整。",
        context={
            "seat": found,
            "round": round_,
            "places": [] if found.reserve else changes.open_places(found),
            "prepared": "review/_seat_prepared.html",
            "change": changes.change_of(proposal.content) if proposal else None,
        },
    ).answer(request)


@page(*ORGANIZERS, article=ARTICLE)
def panel_dissolve(request, pk, panel):
    """Dissolve a panel, in two hands."""
    edition, rounds = organized(request, pk)
    found = get_object_or_404(Panel.objects.standing().select_related("edition"), pk=panel, edition=edition, round__in=rounds)
    round_ = Round(found.round)
    return ActPage(
        act=DISSOLVE[round_],
        edition=edition,
        subject=found,
        form=DissolveForm(request.POST if request.method == "POST" else None),
        propose=lambda form: dissolving.propose(found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        confirm=lambda proposal, signature: dissolving.confirm(found, by=request.actor, at=request.at, signature=signature),
        version=f"解散{edition}{round_.label}的{found}",
        template="review/panel_dissolve.html",
        then=_address(edition, round_),
        done="评审组已经解散。",
        context={
            "panel": found,
            "round": round_,
            "faults": dissolving.faults(found),
            "sitting": PanelSeat.objects.standing().filter(panel=found).select_related("reviewer__person").order_by(*SEATED),
        },
    ).answer(request)


def _address(edition, round_) -> str:
    return f"{reverse('review:panels', args=[edition.pk])}?round={round_.value}"


def _wanted(proposal, on) -> dict:
    """What was prepared, with everybody's source and employers."""
    if proposal is None:
        return {}
    wanted = services.composition_of(proposal.content)
    known = known_of(wanted.all, on)
    members = [known[one.pk] for one in (wanted.chair, *wanted.members)]
    return {
        "name": wanted.name,
        "category": Category(wanted.category).label if wanted.category else "组织和个人",
        "members": members,
        "reserves": [known[one.pk] for one in wanted.reserves],
        "one_source": one_source(members),
    }


def _seat_form(posted, seat, actor) -> SeatForm:
    reserve = seat.reserve is not None
    return SeatForm(
        posted,
        kinds=kinds_for(actor),
        fitting=[] if reserve else changes.fitting(seat),
        others=[] if reserve else changes.others(seat),
        stay=changes.remaining(seat),
        reserve=reserve,
        chair=seat.chair,
    )
