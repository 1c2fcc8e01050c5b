"""The pages of what is signed on paper: 推荐表, 推荐函, the sealed scan entered by 经办 and compared by 审核."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import BODY_ROLES, Role
from accounts.units.models import Unit
from applications.cases.models import Application
from applications.recommendations import sealed
from applications.recommendations.forms import CheckForm, SealedForm, SealedLetterForm
from applications.recommendations.models import SealedScan
from applications.recommendations.papers import listed, recommendation_form, recommendation_letter
from applications.recommendations.standing import standing_of, standings
from applications.recommendations.views import own
from core.clock import shanghai
from core.files.serving import serve
from core.papers.pdf import render_pdf
from core.rules import RuleRefused
from procedure.editions.models import Edition

NOTHING = "还没有可以列入推荐函的申报：先初审、审核。"


def _pdf(paper, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return HttpResponse(render_pdf(paper), content_type="application/pdf", headers=headers)


@page(*BODY_ROLES, Role.OFFICE, article="18(3)")
@require_safe
def form_pdf(request, pk):
    """The 推荐表 of one application."""
    standing = standing_of(own(request, pk), request.at)
    return _pdf(recommendation_form(standing, on=shanghai(request.at)), f"推荐表-{standing.application.number}.pdf")


def _list(request):
    edition = Edition.objects.current() or get_object_or_404(Edition.objects.newest_first()[:1])
    found = Application.objects.visible_to(request.actor).whole().filter(edition=edition).order_by("category", "number")
    return edition, listed(standings(found, request.at))


@page(*BODY_ROLES, article="18(3)")
def letter(request):
    """The one letter with the whole list: its PDF, and the sealed scan attached once for all of it."""
    edition, rows = _list(request)
    form = None
    if request.actor.is_(Role.EXAMINER) and rows:
        applications = [row.application for row in rows]
        form = SealedLetterForm(request.POST or None, request.FILES or None, applications=applications)
    if request.method == "POST" and form is None:
        raise RuleRefused(NOTHING if not rows else "盖章扫描件由经办登记。", article="18(3)")
    if form and form.is_valid():
        chosen = list(form.cleaned_data["applications"])
        sealed.enter(edition, chosen, form.sealed(), scan=form.cleaned_data["scan"], by=request.actor, at=request.at)
        messages.success(request, "盖章的推荐函已经登记，请审核对照扫描件确认。")
        return redirect("applications:recommendation_letter")
    context = {
        "edition": edition,
        "rows": rows,
        "form": form,
        "papers": sealed.attached_to(edition, request.actor.unit),
        "signed": sum(row.signature is not None for row in rows),
    }
    return render(request, "applications/recommendation_letter.html", context, status=422 if form and form.is_bound else 200)


@page(*BODY_ROLES, article="18(3)")
@require_safe
def letter_pdf(request):
    """The letter to be printed, signed and sealed."""
    edition, rows = _list(request)
    if not rows:
        raise RuleRefused(NOTHING, article="18(3)")
    paper = recommendation_letter(edition, request.actor.unit, rows, office=Unit.objects.office(), on=shanghai(request.at))
    return _pdf(paper, f"推荐函-{request.actor.unit}.pdf")


@page(Role.EXAMINER, article="18(3)")
def seal(request, pk):
    """Enter the sealed paper of one application: recommended, or not with the reason on the paper."""
    application = own(request, pk)
    if blockers := sealed.against(standing_of(application, request.at), request.actor, sealed.ENTER, recommend=False, at=request.at):
        raise RuleRefused(blockers)
    form = SealedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sealed.enter(application.edition, [application], form.sealed(), scan=form.cleaned_data["scan"], by=request.actor, at=request.at)
        messages.success(request, "盖章扫描件已经登记，请审核对照扫描件确认。")
        return redirect("applications:recommendation", application.pk)
    context = {"application": application, "standing": standing_of(application, request.at), "form": form}
    return render(request, "applications/recommendation_seal.html", context, status=422 if form.is_bound else 200)


@page(*BODY_ROLES, article="18(3)")
def sealed_scan(request, pk):
    """审核 compares the scan with what was entered; the others read."""
    row = _sealed(request, pk)
    checker = request.actor.is_(Role.CHECKER)
    blockers = sealed.compare_blockers(row, request.actor, at=request.at) if checker else []
    done = hasattr(row, "verdict")
    if request.method == "POST" and (not checker or done):
        raise RuleRefused("盖章扫描件由审核核对。" if not checker else "这份扫描件已经核对。", article="18(3)")
    form = CheckForm(request.POST or None) if checker and not done else None
    if form and form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        sealed.compare(row, agrees=agrees, note=form.cleaned_data["note"], by=request.actor, at=request.at)
        messages.success(request, "已经确认，逐份登记为签发。" if agrees else "已经退回经办重新登记。")
        return redirect("applications:recommendation_sealed", row.pk)
    if form:
        form.fields["agrees"].choices = (("yes", "与扫描件一致，确认"), ("no", "不一致，退回经办"))
    context = {"row": row, "applications": sealed.named(row), "form": form, "blockers": blockers}
    return render(request, "applications/recommendation_sealed.html", context, status=422 if form and form.is_bound else 200)


@page(*BODY_ROLES, article="18(3)")
@require_safe
def sealed_file(request, pk):
    """The scan itself."""
    return serve(_sealed(request, pk).scan, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


def _sealed(request, pk) -> SealedScan:
    rows = SealedScan.objects.filter(body=request.actor.unit).select_related("edition", "scan", "by", "verdict__by", "body")
    return get_object_or_404(rows, pk=pk)
