"""The pages of step 7, for the office alone: the table, the conditions read again, the candidate list, the report to the leading group."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.files.kinds import Kind
from core.files.models import StoredFile
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition, Step
from procedure.parameters.catalogue import AWARD_QUOTA, NOMINATION_QUOTA
from procedure.parameters.services import limit
from review.evaluation import group, guards, reading, services
from review.evaluation.forms import CandidatesForm, GroupReportForm
from review.evaluation.leftover import leftover
from review.evaluation.models import CandidateList, GroupReport
from review.evaluation.table import EVALUATED, rows_of, settings, sheet, weights_of
from review.moves import LEAVE_OUT
from review.pictures import by_award
from review.reports.models import Report, ReportKind

ARTICLE = "18(7)"
TOO_EARLY = "本届正处于“{}”，各环节的评分到综合评价时才放在一起看。"
ROW_GUARDS = (guards.evaluation_reported, guards.everybody_read, guards.candidates_decided, guards.group_reported)


@page(Role.OFFICE, article=ARTICLE)
@require_safe
def evaluation(request, pk):
    """Everything the rounds found, one row an application; and what is still to be done in this step."""
    edition = get_object_or_404(Edition, pk=pk)
    early = edition.step < Step.EVALUATION
    rows = [] if early else rows_of(edition)
    context = {
        "edition": edition,
        "early": TOO_EARLY.format(edition.get_step_display()) if early else "",
        "rows": rows,
        "distributions": by_award((row.application.category, row.composite) for row in rows),
        "weights": weights_of(settings(edition)),
        "gate": [] if early else [_condition(guard, edition, request.at) for guard in ROW_GUARDS],
        "reading": reading.newest(edition),
        "list": CandidateList.objects.newest(edition),
        "report": Report.objects.issued(edition, ReportKind.EVALUATION),
        "open": edition.step in reading.STEPS,
        "left": [] if early else list(leftover(edition)),
        "leaves": edition.step in LEAVE_OUT.steps,
    }
    return render(request, "review/evaluation.html", context)


@page(Role.OFFICE, article=ARTICLE)
@require_safe
def evaluation_sheet(request, pk):
    """The same table as Excel."""
    edition = get_object_or_404(Edition, pk=pk)
    if edition.step < Step.EVALUATION:
        raise RuleRefused(TOO_EARLY.format(edition.get_step_display()), article=ARTICLE)
    response = HttpResponse(sheet(edition, rows_of(edition)), content_type=Kind.XLSX.media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{edition}综合评价.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@page(Role.OFFICE, article=ARTICLE)
def eligibility(request, pk):
    """What was found when the conditions were read again; POST reads them once more."""
    edition = get_object_or_404(Edition, pk=pk)
    if request.method == "POST":
        row = reading.read_again(edition, by=request.actor, at=request.at)
        messages.success(request, f"已经再次核对{len(row.rows)}份申报的资格条件。")
        return redirect("review:eligibility", edition.pk)
    newest = reading.newest(edition)
    found = reading.by_application(newest)
    rows = [row for row in rows_of(edition) if row.application.status in EVALUATED] if edition.step >= Step.EVALUATION else []
    context = {
        "edition": edition,
        "reading": newest,
        "rows": [{"application": row.application, "findings": _findings(found, row)} for row in rows],
        "blockers": reading.reading_blockers(edition, request.actor, at=request.at),
    }
    return render(request, "review/eligibility.html", context)


@page(Role.OFFICE, article=ARTICLE)
def candidates(request, pk):
    """Compose the list, or confirm what another has composed."""
    edition = get_object_or_404(Edition, pk=pk)
    early = edition.step < Step.EVALUATION
    rows = [] if early else [row for row in rows_of(edition) if row.application.status in EVALUATED]
    proposal, newest = services.LIST.proposal(edition), CandidateList.objects.newest(edition)
    content = proposal.content if proposal else {"rows": newest.rows, "others": newest.others} if newest else None
    form = CandidatesForm(request.POST if request.method == "POST" else None, rows=rows, content=content)
    waiting = [_condition(guard, edition, request.at) for guard in (guards.evaluation_reported, guards.everybody_read)]
    return ActPage(
        act=services.LIST,
        edition=edition,
        subject=edition,
        form=form,
        propose=lambda form: services.propose(edition, form.content(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: services.confirm(edition, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}候选名单第{newest.number + 1 if newest else 1}版",
        template="review/candidates.html",
        then=reverse("review:evaluation", args=[edition.pk]),
        done="候选名单已经确定。结果不告知申报者；名单和综合评价报告要向领导小组报告。",
        context={
            "waiting": [one for one in waiting if one["state"] != "ok"],
            "newest": newest,
            "listed": services.names_of(edition, content["rows"]) if content else [],
            "others": services.names_of(edition, content["others"]) if content else [],
            "award_quota": limit(edition, AWARD_QUOTA),
            "nomination_quota": limit(edition, NOMINATION_QUOTA),
        },
    ).answer(request)


@page(Role.OFFICE, article="13(5)")
def group_report(request, pk):
    """Record that list and report were reported to the leading group, in two hands."""
    edition = get_object_or_404(Edition, pk=pk)
    list_, report = CandidateList.objects.newest(edition), Report.objects.issued(edition, ReportKind.EVALUATION)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GroupReportForm(*posted, demo=edition.demo)
    return ActPage(
        act=group.REPORT,
        edition=edition,
        subject=edition,
        form=form,
        propose=lambda form: group.propose(edition, form.reported(), scan=form.cleaned_data.get("scan"), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: group.confirm(edition, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}综合评价报告和候选名单的报告情况",
        template="review/group_report.html",
        then=reverse("review:evaluation", args=[edition.pk]),
        done="已经登记向领导小组报告。",
        context={
            "list": list_,
            "report": report,
            "standing": group.standing(edition),
            "earlier": GroupReport.objects.filter(list__edition=edition).select_related("list", "report").order_by("-event_id"),
            "prepared": "review/_group_prepared.html",
            "nothing": group.NOTHING if list_ is None or report is None else "",
        },
    ).answer(request)


@page(Role.OFFICE, article="13(5)")
@require_safe
def group_report_scan(request, pk, number):
    """The scan of one record, by its place among the edition's."""
    found = GroupReport.objects.filter(list__edition=pk, pk=number, scan__isnull=False).select_related("scan").first()
    if found is None:
        raise Http404
    return serve(found.scan, asked=request.headers.get("Range", ""))


@page(Role.OFFICE, article="13(5)")
@require_safe
def group_proposed_scan(request, pk):
    """The scan that waits for the second hand: whoever confirms has seen it."""
    proposal = group.REPORT.proposal(get_object_or_404(Edition, pk=pk))
    stored = StoredFile.objects.filter(pk=proposal.content["scan"]).first() if proposal and proposal.content["scan"] else None
    if stored is None:
        raise Http404
    return serve(stored, asked=request.headers.get("Range", ""))


def _findings(found: dict, row) -> list[dict]:
    states = {"pass": "ok", "fail": "shut", "person": "note"}
    rows = found.get(str(row.application.pk), [])
    return [{"article": article, "state": states[verdict], "words": words} for article, verdict, words in rows]


def _condition(guard, edition, at) -> dict:
    blocker = guard.blocker(edition, at)
    return {
        "state": "shut" if blocker else "ok",
        "label": guard.label,
        "sentence": blocker.sentence if blocker else "",
        "article": guard.article,
    }
