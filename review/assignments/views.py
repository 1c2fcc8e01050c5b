"""The organizers' pages of assignments: the table of the draft; deploying, undoing, replacing, each in two hands."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import page
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.proposals.models import ActConfirmation
from review.assignments import deployment, plans, replacing
from review.assignments.forms import DeployForm, ReplaceForm, UndoForm, revision, ticked
from review.assignments.models import Assignment
from review.assignments.plans import DEPLOY, ROUND
from review.assignments.table import changes_of, rows_of, summary_of
from review.organizers import ORGANIZERS
from review.panels.access import organized
from review.reviewers.models import ReleaseKind
from review.reviewers.releases import kinds_for
from review.rounds import ARTICLE_OF, Round

ARTICLE = ARTICLE_OF[ROUND]
PAGE = 25


@page(*ORGANIZERS, article=ARTICLE)
def assignments(request, pk):
    """The table: who shall review what. Its buttons save it, fill it evenly, empty it."""
    edition = _edition(request, pk)
    if request.method == "POST":
        return _posted(request, edition)
    plan = plans.plan_of(edition)
    every = rows_of(plan)
    place = request.GET.get("place", "")
    kept = [row for row in every if place not in ("lacking", "full") or (row.lacking > 0) == (place == "lacking")]
    context = {
        "edition": edition,
        "plan": plan,
        "columns": [(one, plan.loads[one.pk]) for one in plan.reviewers],
        "page": Paginator(kept, PAGE).get_page(request.GET.get("page")),
        "place": place,
        "total": len(every),
        "kept": len(kept),
        "lacking": sum(row.lacking > 0 for row in every),
        "proposal": DEPLOY.proposal(edition),
        "deployments": deployment.deployments(edition),
        "blockers": DEPLOY.blockers(edition, request.actor, at=request.at),
    }
    return render(request, "review/assignments.html", context)


def _posted(request, edition):
    hands = {"revision": revision(request.POST), "by": request.actor, "at": request.at}
    try:
        if "fill" in request.POST:
            _filled(request, plans.fill(edition, **hands))
        elif "clear" in request.POST:
            plans.clear(edition, **hands)
            messages.success(request, "草案已经清空，已经下达的分派没有变。")
        else:
            plans.save(edition, ticked(request.POST), **hands)
            messages.success(request, "草案已经存好。")
    except plans.Outrun as refused:
        return _outrun(request, edition, refused)
    return redirect(request.get_full_path())


def _filled(request, plan) -> None:
    names = [f"{one.applicant.unit}（还差{plan.lacking[one.pk]}名）" for one in plan.applications if one.pk in plan.lacking]
    if names:
        shown = "、".join(names[:5]) + (f"等{len(names)}份" if len(names) > 5 else "")
        why = "能评的人都排上了，其余应当回避、还没有声明利害关系，或者不评这个奖项。请催促声明，或者增加评审员。"
        messages.warning(request, f"草案已经排好，但是{shown}排不够：{why}")
    else:
        messages.success(request, f"草案已经排好，每份{plan.each}名评审员，请核对后下达。")


def _outrun(request, edition, refused):
    """Somebody saved meanwhile: both sides, and a button that takes what was ticked here."""
    rows = ticked(request.POST)
    context = {
        "edition": edition,
        "conflicts": changes_of(plans.plan_of(edition), rows),
        "rows": rows,
        "revision": refused.draft.revision,
        "at": request.at,
        "refused": "草案没有存",
        "sentence": "您打开页面以后，别人保存过这份草案。",
        "remedy": "比对下面两边的内容，再决定用哪一边的。",
        "saved": "别人保存的都在；您勾选的列在下面，没有丢。",
    }
    return render(request, "review/assignments_conflict.html", context, status=409)


@page(*ORGANIZERS, article=ARTICLE)
def assignments_deploy(request, pk):
    """Deploy the draft, in two hands."""
    edition = _edition(request, pk)
    plan = plans.plan_of(edition)
    faults = deployment.plan_faults(plan)
    return ActPage(
        act=DEPLOY,
        edition=edition,
        subject=edition,
        form=DeployForm(request.POST if request.method == "POST" else None),
        propose=lambda form: deployment.propose(edition, by=request.actor, at=request.at),
        confirm=lambda proposal, signature: deployment.confirm(edition, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}材料评审分派，新分派{len(plan.pairs)}人次",
        template="review/assignments_deploy.html",
        then=_address(edition),
        done="分派已经下达，评审员可以打开申报了。",
        context={"plan": plan, "faults": faults, "summary": summary_of(plan)},
    ).answer(request)


@page(*ORGANIZERS, article=ARTICLE)
def assignments_undo(request, pk, decision):
    """Undo a deployment, in two hands."""
    edition = _edition(request, pk)
    found = get_object_or_404(ActConfirmation.objects.select_related("proposal__edition", "proposal__by", "by"), pk=decision)
    if found not in deployment.deployments(edition):
        raise Http404
    rows = list(deployment.of(found))
    faults = deployment.undo_faults(found)
    return ActPage(
        act=deployment.UNDO,
        edition=edition,
        subject=found,
        form=UndoForm(request.POST if request.method == "POST" else None),
        propose=lambda form: deployment.propose_undo(found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        confirm=lambda proposal, signature: deployment.confirm_undo(found, by=request.actor, at=request.at, signature=signature),
        version=f"撤回{edition}材料评审分派{len(rows)}人次",
        template="review/assignments_undo.html",
        then=_address(edition),
        done="分派已经撤回，可以重新起草。",
        context={"deployment": found, "rows": rows, "faults": faults},
    ).answer(request)


@page(*ORGANIZERS, article="14")
def assignment_replace(request, pk, assignment):
    """Somebody takes the place of one assignment, in two hands."""
    edition, rounds = organized(request, pk)
    whole = Assignment.objects.whole().select_related("release", "panel__edition")
    found = get_object_or_404(whole, pk=assignment, application__edition=edition, round__in=rounds)
    round_ = Round(found.round)
    if not replacing.replaceable(round_).filter(pk=found.pk).exists():
        raise RuleRefused("这份分派不用补：已经有人接替，或者评分表已经锁定并且计入。", article="14")
    act, ended = replacing.REPLACE[round_], getattr(found, "release", None)
    proposal = act.proposal(found)
    kinds = [ReleaseKind(ended.kind)] if ended else kinds_for(request.actor)
    form = ReplaceForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        fitting=replacing.fitting(found),
        others=replacing.others(found),
    )
    return ActPage(
        act=act,
        edition=edition,
        subject=found,
        form=form,
        propose=lambda form: replacing.propose(
            found, form.replacement(), reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        ),
        confirm=lambda proposal, signature: replacing.confirm(found, by=request.actor, at=request.at, signature=signature),
        version=f"{found.application.applicant.unit}的{round_.label}，接替{found.reviewer}",
        template="review/assignment_replace.html",
        then=f"{reverse('review:board', args=[edition.pk])}?round={round_.value}",
        done="补派已经办好，新的评审员可以打开这份申报了。",
        context={
            "assignment": found,
            "ended": ended,
            "round": round_,
            "prepared": "review/_replacement_prepared.html",
            "wanted": replacing.replacement_of(proposal.content) if proposal else None,
        },
    ).answer(request)


def _edition(request, pk):
    """An edition whose materials review this actor organises, or 404."""
    edition, rounds = organized(request, pk)
    if ROUND not in rounds:
        raise Http404
    return edition


def _address(edition) -> str:
    return reverse("review:assignments", args=[edition.pk])
