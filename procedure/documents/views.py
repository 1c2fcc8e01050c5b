"""The edition's papers: what is there and what is missing, their versions, entering one, recording the approval, the scans."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.documents import services
from procedure.documents.forms import ApprovalForm, DocumentForm
from procedure.documents.guards import rules_documented, work_plan_approved, working_rules_approved
from procedure.documents.models import DocumentKind, EditionDocument
from procedure.editions.models import READERS, Edition, Step

GUARDS = {
    DocumentKind.RULES: rules_documented,
    DocumentKind.WORK_PLAN: work_plan_approved,
    DocumentKind.WORKING_RULES: working_rules_approved,
}


@page(*READERS, article="13(1)")
def documents(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    kept = EditionDocument.objects.filter(edition=edition).select_related("edition", "scan", "by", "approval__by", "approval__scan")
    versions = list(kept.newest_first())
    context = {
        "edition": edition,
        "rows": [_row(kind, versions, edition, request) for kind in DocumentKind],
        "may_enter": request.actor.is_(Role.OFFICE) and edition.step < Step.COMPLETED,
        "may_approve": request.actor.is_(Role.SECRETARY) and edition.step < Step.COMPLETED,
    }
    return render(request, "procedure/documents.html", context)


def _row(kind, versions, edition, request) -> dict:
    """One kind as the page shows it: the newest version, those before it, and what stands against the gate."""
    mine = [version for version in versions if version.kind == kind]
    guard = GUARDS[kind]
    return {
        "kind": kind,
        "guard": guard,
        "document": mine[0] if mine else None,
        "approval": getattr(mine[0], "approval", None) if mine else None,
        "approved": kind == DocumentKind.WORKING_RULES,
        "blocker": guard.blocker(edition, request.at),
        "earlier": mine[1:],
    }


@page(Role.OFFICE, article="13(1)")
def document_enter(request, pk, kind):
    edition = get_object_or_404(Edition, pk=pk)
    if kind not in DocumentKind.values:
        raise Http404
    kind = DocumentKind(kind)
    current = EditionDocument.objects.in_force(edition).filter(kind=kind).first()
    form = DocumentForm(request.POST or None, request.FILES or None, kind=kind, current=current)
    if form.is_valid():
        services.enter_document(edition, kind=kind, words=form.words(), scan=form.cleaned_data["scan"], by=request.actor, at=request.at)
        messages.success(request, f"{kind.label}已登记。")
        return redirect("procedure:documents", edition.pk)
    context = {"edition": edition, "kind": kind, "article": services.ARTICLES[kind], "current": current, "form": form}
    return render(request, "procedure/document_enter.html", context, status=422 if form.is_bound else 200)


@page(Role.SECRETARY, article="12(2)")
def document_approve(request, pk):
    """Record that the leading group settled this version."""
    document = get_object_or_404(EditionDocument.objects.visible_to(request.actor).select_related("edition"), pk=pk)
    for sentence in services.approval_blockers(document, request.actor):
        raise RuleRefused(sentence, article=services.APPROVAL_ARTICLE)
    form = ApprovalForm(request.POST or None, request.FILES or None, demo=document.edition.demo)
    if form.is_valid():
        services.record_approval(document, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"《{document.title}》的审定已登记。")
        return redirect("procedure:documents", document.edition_id)
    context = {"edition": document.edition, "document": document, "form": form}
    return render(request, "procedure/document_approve.html", context, status=422 if form.is_bound else 200)


@page(*READERS)
def document_scan(request, pk):
    document = get_object_or_404(EditionDocument.objects.visible_to(request.actor).select_related("scan"), pk=pk)
    if document.scan is None:
        raise Http404
    return serve(document.scan, asked=request.headers.get("Range", ""))


@page(*READERS)
def document_minutes(request, pk):
    """The scan of the minutes that settled this version."""
    document = get_object_or_404(EditionDocument.objects.visible_to(request.actor).select_related("approval__scan"), pk=pk)
    if not hasattr(document, "approval") or document.approval.scan is None:
        raise Http404
    return serve(document.approval.scan, asked=request.headers.get("Range", ""))
