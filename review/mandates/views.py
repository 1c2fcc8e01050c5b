"""The mandates of an edition: entrusting an agency, its papers, ending with a hand-over (article 13(2))."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.clock import shanghai
from core.dates import day_in_words
from core.files.serving import serve
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from review.mandates import services
from review.mandates.forms import HandoverForm, MandateForm
from review.mandates.models import Mandate, PaperKind


@page(Role.OFFICE, article="13(2)")
@require_safe
def mandates(request, pk):
    """Every mandate of an edition with its papers, and what waits for its second hand."""
    edition, today = get_object_or_404(Edition, pk=pk), shanghai(request.at)
    context = {
        "edition": edition,
        "rows": [_line(one, today) for one in services.mandates_of(edition)],
        "proposal": services.ENTRUST.proposal(edition),
        "may": not services.ENTRUST.blockers(edition, request.actor, at=request.at),
    }
    return render(request, "review/mandates.html", context)


@page(Role.OFFICE, article="13(2)")
def mandate_new(request, pk):
    """Two of the office entrust an agency with steps, a term and four papers."""
    edition, actor, at = get_object_or_404(Edition, pk=pk), request.actor, request.at
    proposal = services.ENTRUST.proposal(edition)
    content = _read(proposal.content) if proposal else {}
    return ActPage(
        services.ENTRUST,
        edition,
        edition,
        MandateForm(request.POST or None, request.FILES or None, demo=edition.demo),
        lambda form: services.propose_mandate(
            edition, form.cleaned_data["agency"], term=form.term(), papers=form.papers(), by=actor, at=at
        ),
        lambda _, signature: services.confirm_mandate(edition, by=actor, at=at, signature=signature),
        f"委托{content['agency']}组织{edition}的{content['rounds']}，{content['days']}" if content else "",
        "review/mandate_new.html",
        reverse("review:mandates", args=[edition.pk]),
        "委托已经确认。机构人员从开始日起，以“受委托机构”的身份办理。",
        {"content": content, "prepared": "review/_mandate_prepared.html"},
    ).answer(request)


@page(Role.OFFICE, article="13(2)")
def mandate_end(request, pk):
    """Two of the office end a mandate; the hand-over is recorded."""
    mandate = get_object_or_404(Mandate.objects.select_related("edition", "agency", "end"), pk=pk)
    edition, actor, at = mandate.edition, request.actor, request.at
    if hasattr(mandate, "end"):
        raise Http404
    proposal = services.END.proposal(mandate)
    return ActPage(
        services.END,
        edition,
        mandate,
        HandoverForm(request.POST or None),
        lambda form: services.propose_end(mandate, by=actor, at=at, **form.cleaned_data),
        lambda _, signature: services.confirm_end(mandate, by=actor, at=at, signature=signature),
        f"终止{mandate}",
        "review/mandate_end.html",
        reverse("review:mandates", args=[edition.pk]),
        f"对{mandate.agency}的委托已经终止，它的权限随即结束。",
        {
            "mandate": mandate,
            "handover": proposal.content["handover"] if proposal else "",
            "prepared": "review/_mandate_end_prepared.html",
        },
    ).answer(request)


@page(Role.OFFICE, article="13(2)")
@require_safe
def mandate_scan(request, pk, file):
    """A scan that a mandate rests on, or would."""
    stored = services.scan_of(get_object_or_404(Edition, pk=pk), file)
    if stored is None:
        raise Http404
    return serve(stored, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


def _line(mandate: Mandate, today: date) -> dict:
    """A mandate and how it stands on a day."""
    return {"mandate": mandate, "ended": hasattr(mandate, "end"), "over": mandate.until_on < today, "early": mandate.from_on > today}


def _read(content: dict) -> dict:
    """What a proposal says, in words."""
    term = services.term_of(content)
    rounds = [label for label, chosen in (("材料评审", term.materials), ("现场评审", term.on_site)) if chosen]
    return {
        "agency": Unit.objects.get(pk=content["agency"]),
        "rounds": "、".join(rounds),
        "days": f"{day_in_words(term.from_on)}至{day_in_words(term.until_on)}",
        "papers": [paper | {"label": PaperKind(paper["kind"]).label} for paper in content["papers"]],
    }
