"""Recusal for the office: every conflict, what looks like one, the requests; deciding on a pair and on a request, by two."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.files.serving import serve
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from review.assignments.models import Assignment
from review.recusals import requests, services
from review.recusals.facts import reviewed, reviewers_of
from review.recusals.forms import DecideForm, PairForm, RequestDecisionForm
from review.recusals.models import Clearance, Conflict
from review.reviewers.models import Employment, Reviewer


@page(Role.OFFICE, article="28")
@require_safe
def recusals(request, pk):
    """What waits for two, then what stands."""
    edition = get_object_or_404(Edition, pk=pk)
    context = {
        "edition": edition,
        "likenesses": services.likenesses(edition, request.at),
        "waiting": services.waiting(edition),
        "requests": list(requests.requests_of(edition)),
        "conflicts": _of(Conflict, edition),
        "clearances": _of(Clearance, edition),
        "form": _pair_form(edition),
        "may": not services.DECIDE.blockers(edition, request.actor, at=request.at),
    }
    return render(request, "review/recusals.html", context)


@page(Role.OFFICE, article="28")
@require_safe
def recusal_choose(request, pk):
    """Go to the page of the pair that was chosen."""
    edition = get_object_or_404(Edition, pk=pk)
    form = _pair_form(edition, request.GET)
    if not form.is_valid():
        return render(request, "review/recusal_choose.html", {"edition": edition, "form": form}, status=422)
    pair = form.cleaned_data
    return redirect("review:recusal_decide", edition.pk, pair["application"].pk, pair["reviewer"].pk)


@page(Role.OFFICE, article="28")
def recusal_decide(request, pk, application, reviewer):
    """Two decide whether a reviewer is recused from an application."""
    edition = get_object_or_404(Edition, pk=pk)
    application = get_object_or_404(reviewed(edition), pk=application)
    reviewer = get_object_or_404(Reviewer.objects.select_related("person"), pk=reviewer)
    actor, at, pair = request.actor, request.at, services.pair_of(application, reviewer)
    proposal = services.DECIDE.proposal(pair)
    word = ("回避" if proposal.content["recused"] else "不用回避") if proposal else ""
    return ActPage(
        services.DECIDE,
        edition,
        pair,
        DecideForm(request.POST or None),
        lambda form: services.propose(application, reviewer, by=actor, at=at, **form.cleaned_data),
        lambda _, signature: services.confirm(application, reviewer, by=actor, at=at, signature=signature),
        f"{reviewer}对{application.applicant.unit}的申报{word}",
        "review/recusal_decide.html",
        reverse("review:recusals", args=[edition.pk]),
        f"{reviewer}对{application.applicant.unit}的申报：{word}。",
        {
            "application": application,
            "reviewer": reviewer,
            "word": word,
            "likeness": services.likeness_of(application, reviewer, at),
            "conflict": Conflict.objects.filter(application=application, reviewer=reviewer).first(),
            "cleared": Clearance.objects.filter(application=application, reviewer=reviewer).first(),
            "employments": reviewer.employments.standing().order_by("-from_on"),
            "assignments": Assignment.objects.standing().filter(application=application, reviewer=reviewer),
            "prepared": "review/_recusal_prepared.html",
        },
    ).answer(request)


@page(Role.OFFICE, article="28")
def recusal_request(request, pk):
    """Two decide on what an applicant asked for."""
    row = _request(request, pk)
    edition, actor, at = row.application.edition, request.actor, request.at
    proposal = requests.DECIDE.proposal(row)
    meant = Reviewer.objects.filter(pk__in=proposal.content["reviewers"]).select_related("person") if proposal else []
    word = ("成立" if proposal.content["upheld"] else "不成立") if proposal else ""
    pool = Reviewer.objects.select_related("person").prefetch_related(Prefetch("employments", Employment.objects.standing()))
    return ActPage(
        requests.DECIDE,
        edition,
        row,
        RequestDecisionForm(request.POST or None, reviewers=pool.order_by("person__name", "pk")),
        lambda form: requests.propose(row, by=actor, at=at, **form.cleaned_data),
        lambda _, signature: requests.confirm(row, by=actor, at=at, signature=signature),
        f"{row.application.applicant.unit}申请“{row.named}”回避：{word}",
        "review/recusal_request.html",
        reverse("review:recusals", args=[edition.pk]),
        "回避申请已经决定，告知书等待发出。",
        {
            "row": row,
            "word": word,
            "meant": meant,
            "decision": getattr(row, "decision", None),
            "prepared": "review/_recusal_request_prepared.html",
        },
    ).answer(request)


@page(Role.OFFICE, article="28")
@require_safe
def recusal_request_file(request, pk):
    """What the applicant attached."""
    row = _request(request, pk)
    if row.file is None:
        raise Http404
    return serve(row.file, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


def _request(request, pk):
    return get_object_or_404(requests.visible_to(request.actor), pk=pk)


def _pair_form(edition, data=None) -> PairForm:
    invited = Reviewer.objects.filter(pk__in=[one.pk for one in reviewers_of(edition)]).select_related("person")
    return PairForm(data, applications=reviewed(edition), reviewers=invited.order_by("person__name", "pk"))


def _of(model, edition):
    rows = model.objects.filter(application__edition=edition).order_by("-event_id")
    return rows.select_related("application__applicant__unit", "reviewer__person", "decision__by", "decision__proposal__by")
