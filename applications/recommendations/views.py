"""The body's queue and case page, and the acts of 经办, 审核 and 签发 on it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Application
from applications.corrections.services import return_blockers
from applications.recommendations import case, services
from applications.recommendations.forms import AdviceForm, CheckForm, ExaminationForm, FilterForm, RecommendForm, RefuseForm, SendBackForm
from applications.recommendations.standing import Stage, Standing, standing_of, standings
from applications.snapshots.models import Snapshot
from core.files.models import StoredFile
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.calendar.services import workdays
from procedure.calls.window import deadline_in_words
from procedure.editions.models import Edition

PAGE = 50
ORDER = list(Stage)


def own(request, pk) -> Application:
    """Return the application of an address as whoever asks may see it, or answer 404."""
    return get_object_or_404(Application.objects.visible_to(request.actor).whole(), pk=pk)


@page(*BODY_ROLES, article="18(3)")
@require_safe
def recommendations(request):
    """What was submitted to the body, with what is to be done next for each; the filters stand in the URL."""
    edition = Edition.objects.current() or Edition.objects.newest_first().first()
    every = standings(Application.objects.visible_to(request.actor).whole().filter(edition=edition).order_by("number"), request.at)
    form, mine = FilterForm(request.GET), request.actor.role
    kept = [standing for standing in every if form.keeps(standing, request.at)]
    kept.sort(key=lambda one: (not one.stage.unfinished, one.stage.role != mine, ORDER.index(one.stage), one.application.number))
    query = request.GET.copy()
    query.pop("page", None)
    shown, table = Paginator(kept, PAGE).get_page(request.GET.get("page")), workdays()
    context = {
        "edition": edition,
        "form": form,
        "page": shown,
        "rows": [_row(standing, mine, request.at, table) for standing in shown],
        "total": len(every),
        "kept": len(kept),
        "unfinished": sum(standing.stage.unfinished for standing in every),
        "until": next((deadline_in_words(standing.until) for standing in every if standing.until), ""),
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "applications/recommendations.html", context)


def _row(standing: Standing, mine: Role, at, table) -> dict:
    actions = {Role.EXAMINER: "初审", Role.CHECKER: "审核", Role.SIGNER: "签发"}
    stage = standing.stage
    hand = {Role.EXAMINER: "经办", Role.CHECKER: "审核", Role.SIGNER: "签发"}.get(stage.role, "申报者" if stage is Stage.RETURNED else "—")
    return {
        "standing": standing,
        "badge": case.BADGES.get(stage, ""),
        "due": case.due(standing, at, table),
        "hand": hand,
        "action": actions[mine] if stage.role == mine else "查看",
        "mine": stage.role == mine,
    }


@page(*BODY_ROLES, article="18(3)")
@require_safe
def recommendation(request, pk):
    """One application: the version, what changed, what others did, and the act that is due."""
    return case_page(request, own(request, pk))


def case_page(request, application, *, status: int = 200, **bound):
    """The case page; `bound` are forms that were sent and refused."""
    actor, at = request.actor, request.at
    standing = standing_of(application, at)
    if standing.snapshot is None:
        raise Http404
    context = case.content(standing) | {
        "application": application,
        "standing": standing,
        "badge": case.BADGES.get(standing.stage, ""),
        "due": case.due(standing, at, workdays()),
        "until": deadline_in_words(standing.until) if standing.until else "",
        "closed": standing.until is not None and at >= standing.until and standing.stage.unfinished,
        "checklist": case.checklist(standing.examination),
        "hands": case.hands(standing),
        "history": case.happened(standing),
        "may_return": actor.is_(Role.EXAMINER) and not return_blockers(application, actor, at=at),
    }
    context |= _forms(request, application, standing) | bound
    return render(request, "applications/recommendation.html", context, status=status)


def _forms(request, application, standing: Standing) -> dict:
    """The forms of what this person may do now, or what stands against it."""
    actor, at, stage = request.actor, request.at, standing.stage
    if stage is Stage.ADVICE:
        return {"advice_form": None if services.advice_blockers(application, actor) else AdviceForm()}
    if actor.role != stage.role and not (actor.is_(Role.EXAMINER) and stage is Stage.EXAMINED):
        return {}
    if actor.is_(Role.EXAMINER):
        blockers = services.examine_blockers(application, actor, at=at)
        return {"blockers": blockers, "examine_form": None if blockers else ExaminationForm(earlier=standing.examination or standing.void)}
    if actor.is_(Role.CHECKER) and stage is Stage.EXAMINED:
        blockers = services.check_blockers(application, actor, at=at)
        return {"blockers": blockers, "check_form": None if blockers else CheckForm()}
    return _sign_forms(request, application, standing) if actor.is_(Role.SIGNER) else {}


def _sign_forms(request, application, standing: Standing) -> dict:
    refuse = request.GET.get("decision") == "refuse" or not standing.examination.recommend or standing.lapsed
    blockers = services.sign_blockers(application, request.actor, recommend=not refuse, at=request.at)
    form = RefuseForm if refuse else RecommendForm
    return {
        "blockers": blockers,
        "refuse": refuse,
        "may_recommend": standing.examination.recommend and not standing.lapsed,
        "sign_form": None if blockers else form(request=request, standing=standing),
        "send_back_form": None if services.send_back_blockers(application, request.actor, at=request.at) else SendBackForm(),
    }


@page(Role.EXAMINER, article="18(3)")
@require_POST
def examine(request, pk):
    """经办: the checklist and the opinion."""
    application = own(request, pk)
    if blockers := services.examine_blockers(application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    form = ExaminationForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, status=422, examine_form=form)
    services.examine(
        application,
        seen=request.POST.get("seen", ""),
        checklist=form.checklist(),
        recommend=form.recommend,
        opinion=form.cleaned_data["opinion"],
        by=request.actor,
        at=request.at,
    )
    messages.success(request, "初审意见已经登记，请审核。")
    return redirect("applications:recommendation", application.pk)


@page(Role.CHECKER, article="18(3)")
@require_POST
def check(request, pk):
    """审核: agree, or give back."""
    application = own(request, pk)
    if blockers := services.check_blockers(application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, status=422, check_form=form)
    agrees = form.cleaned_data["agrees"] == "yes"
    seen = request.POST.get("seen", "")
    services.check(application, seen=seen, agrees=agrees, note=form.cleaned_data["note"], by=request.actor, at=request.at)
    messages.success(request, "审核同意，请签发。" if agrees else "已经退回经办重新审查。")
    return redirect("applications:recommendation", application.pk)


@page(Role.SIGNER, article="18(3)")
@require_POST
def sign(request, pk):
    """签发: recommend, or not with a reason; signed over the exact version."""
    application = own(request, pk)
    recommend = request.POST.get("decision") != "refuse"
    if blockers := services.sign_blockers(application, request.actor, recommend=recommend, at=request.at):
        raise RuleRefused(blockers)
    standing = standing_of(application, request.at)
    form = (RecommendForm if recommend else RefuseForm)(request.POST, request=request, standing=standing)
    if not form.is_valid():
        return case_page(request, application, status=422, sign_form=form, refuse=not recommend)
    services.sign(
        application,
        seen=request.POST.get("seen", ""),
        recommend=recommend,
        opinion=form.cleaned_data.get("reason", ""),
        by=request.actor,
        at=request.at,
        signature=form.signature(),
    )
    word = "已经签发，推荐给评选办。" if recommend else "已经签发，不予推荐。告知申报者的文书由评选办发出。"
    messages.success(request, f"第{standing.snapshot.number}版{word}")
    return redirect("applications:recommendation", application.pk)


@page(Role.SIGNER, article="18(3)")
@require_POST
def send_back(request, pk):
    """签发 gives the examination back to 经办."""
    application = own(request, pk)
    if blockers := services.send_back_blockers(application, request.actor, at=request.at):
        raise RuleRefused(blockers)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, status=422, send_back_form=form)
    services.send_back(application, seen=request.POST.get("seen", ""), reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
    messages.success(request, "已经退回经办重新审查。")
    return redirect("applications:recommendation", application.pk)


@page(*BODY_ROLES, article="16")
@require_POST
def advise(request, pk):
    """Suggest something while the applicant may still change it."""
    application = own(request, pk)
    if blockers := services.advice_blockers(application, request.actor):
        raise RuleRefused(blockers)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, status=422, advice_form=form)
    services.advise(application, text=form.cleaned_data["text"], by=request.actor, at=request.at)
    messages.success(request, "建议已经送到申报者。")
    return redirect("applications:recommendation", application.pk)


@page(*BODY_ROLES, Role.OFFICE, article="18(3)")
@require_safe
def recommendation_file(request, pk, file):
    """A file of any version that was submitted."""
    application = own(request, pk)
    contents = Snapshot.objects.filter(application=application).values_list("content", flat=True)
    if not any(entry["file"] == str(file) for content in contents for entry in content["files"]):
        raise Http404
    stored = get_object_or_404(StoredFile, pk=file)
    return serve(stored, inline="inline" in request.GET, asked=request.headers.get("Range", ""))
