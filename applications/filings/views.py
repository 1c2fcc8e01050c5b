"""The office's pages of what was filed on paper: entering it, and confirming what another entered."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.models import Status
from applications.evidence.services import standing
from applications.filings import services
from applications.filings.forms import PaperFilingForm
from applications.filings.models import PaperFiling
from applications.moves import ENTER_PAPER
from core.files.forms import status_of
from core.files.serving import serve
from core.rules import Blocker, RuleRefused
from procedure.editions.models import Edition, Step

WHOLE = ("application__edition", "application__applicant__unit", "application__body", "by")


def enter_blockers(edition: Edition) -> list[Blocker]:
    """Return what stands against entering: step 2 alone, whatever the hour."""
    if edition.step == Step.APPLYING:
        return []
    sentence = f"本届正处于“{Step(edition.step).label}”，不能代录纸质申报。"
    return [Blocker("18(2)", "代录纸质申报", sentence)]


@page(Role.OFFICE, article="18(2)")
def paper_filings(request, pk):
    """What was entered, what waits for the second hand, and entering another."""
    edition = get_object_or_404(Edition, pk=pk)
    blockers = enter_blockers(edition)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = PaperFilingForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        services.enter(edition, form.paper(), scans=form.cleaned_data["scans"], by=request.actor, at=request.at)
        messages.success(request, "已经登记，请另一人对照纸质材料确认。")
        return redirect("applications:paper_filings", edition.pk)
    rows = PaperFiling.objects.filter(application__edition=edition).select_related(*WHOLE).order_by("-at", "pk")
    context = {"edition": edition, "form": form, "filings": rows, "draft": Status.DRAFT, "returned": Status.RETURNED, "blockers": blockers}
    return render(request, "applications/paper_filings.html", context, status=status_of(form))


@page(Role.OFFICE, article="18(2)")
def paper_filing(request, pk, filing):
    """One filing with its scans; the second hand confirms it here."""
    found = get_object_or_404(PaperFiling.objects.select_related(*WHOLE), pk=filing, application__edition_id=pk)
    application = found.application
    waits = application.status == Status.DRAFT
    blockers = ENTER_PAPER.second_blockers(application, request.actor, at=request.at) if waits else []
    if request.method == "POST" and (blockers or not waits):
        raise RuleRefused(blockers or "这份纸质申报已经确认。", article="18(2)")
    form = _form(request, found) if waits and not blockers else None
    if form and form.is_valid():
        services.confirm(found, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "已经代录为提交的申报。")
        return redirect("applications:paper_filings", pk)
    context = {
        "filing": found,
        "application": application,
        "form": form,
        "blockers": blockers,
        "waits": waits,
        "scans": standing(application),
        "summary": application.parts.filter(part="paper").values_list("answers__summary", flat=True).first(),
    }
    return render(request, "applications/paper_filing.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article="18(2)")
def paper_scan(request, pk, filing, file):
    """A scan of a filing, for the office that entered it."""
    found = get_object_or_404(PaperFiling.objects.select_related("application"), pk=filing, application__edition_id=pk)
    return serve(get_object_or_404(standing(found.application), pk=file).file, asked=request.headers.get("Range", ""))


def _form(request, filing) -> SigningForm:
    version = f"{filing.application.applicant.unit.name}的纸质申报，{filing.proof}"
    fingerprint = services.fingerprint(filing)
    return SigningForm(request.POST or None, request=request, version=version, fingerprint=fingerprint, act="与纸质材料一致，代录为提交")
