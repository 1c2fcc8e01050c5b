"""The office's page of what a paper filer corrected: entering it, and confirming what another entered."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.models import Application
from applications.corrections.services import open_return
from applications.filings import corrected
from applications.filings.forms import PaperCorrectionForm
from applications.filings.models import PaperFiling
from applications.moves import RESUBMIT_PAPER
from core.files.models import StoredFile
from core.files.serving import serve
from core.rules import RuleRefused


def _filing(request, pk, filing) -> PaperFiling:
    """Return a filing of what whoever asks may see, or answer 404."""
    rows = PaperFiling.objects.select_related("application__edition", "application__applicant__unit", "application__body")
    seen = Application.objects.visible_to(request.actor).filter(edition=pk)
    return get_object_or_404(rows, pk=filing, application__in=seen)


@page(Role.OFFICE, article="18(3)")
def paper_correction(request, pk, filing):
    """The first of the office enters what came on paper; the second compares it with the papers and confirms."""
    found = _filing(request, pk, filing)
    application, actor, at = found.application, request.actor, request.at
    waiting = corrected.waiting_of(application)
    second = waiting is not None and waiting.by_id != actor.person_id and "again" not in request.GET
    blockers = (RESUBMIT_PAPER.second_blockers if second else corrected.enter_blockers)(application, actor, at=at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _form(request, application, waiting, second=second)
    if form and form.is_valid():
        return _done(request, found, waiting, form, second=second)
    context = {
        "filing": found,
        "application": application,
        "returned": open_return(application),
        "waiting": waiting,
        "answers": _answers(waiting),
        "second": second,
        "form": form,
        "blockers": blockers,
    }
    return render(request, "applications/paper_correction.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article="18(3)")
@require_safe
def paper_correction_scan(request, pk, filing, file):
    """A scan of a correction that waits for its second hand."""
    waiting = corrected.waiting_of(_filing(request, pk, filing).application)
    if waiting is None or str(file) not in {scan["file"] for scan in waiting.scans}:
        raise Http404
    return serve(get_object_or_404(StoredFile, pk=file), asked=request.headers.get("Range", ""))


def _form(request, application, waiting, *, second: bool):
    if second:
        version = f"{application.applicant.unit.name}的纸质补正材料，{waiting.proof}"
        act = "与纸质材料一致，代录为重新提交"
        return SigningForm(request.POST or None, request=request, version=version, fingerprint=waiting.digest(), act=act)
    summary = application.parts.filter(part="paper").values_list("answers__summary", flat=True).first() or ""
    return PaperCorrectionForm(request.POST or None, request.FILES or None, returned=open_return(application), summary=summary)


def _done(request, filing, waiting, form, *, second: bool):
    if second:
        snapshot = corrected.confirm(waiting, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, f"已经代录为重新提交，{snapshot}。请推荐单位对新的一版审查。")
    else:
        corrected.correct(filing.application, form.paper(), scans=form.cleaned_data["scans"], by=request.actor, at=request.at)
        messages.success(request, "补正材料已经登记，请另一人对照纸质材料确认。")
    return redirect("applications:paper_filings", filing.application.edition_id)


def _answers(waiting) -> list[dict]:
    return [item | {"answer": waiting.answers.get(item["key"], "")} for item in waiting.returned.items] if waiting else []
