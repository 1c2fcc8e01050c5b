"""The applicant's evidence: uploaded by kind, removed, looked at again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.applicants.models import ApplicantKind
from applications.cases.access import own
from applications.cases.models import Application
from applications.cases.progress import deadline
from applications.cases.rules import editing_blockers
from applications.corrections.services import EVIDENCE, open_items
from applications.evidence import services
from applications.evidence.forms import EvidenceForm
from applications.evidence.kinds import EvidenceKind, kinds
from applications.evidence.models import Attachment
from core.files.forms import status_of
from core.files.serving import serve
from core.rules import RuleRefused


@page(Role.APPLICANT, article="18(2)")
def evidence(request, pk):
    """Every kind of the materials list with its files and an upload of its own."""
    application = own(request, pk)
    blockers = editing_blockers(application, request.actor, at=request.at)
    wanted = kinds(application.category, team=application.applicant.kind == ApplicantKind.TEAM)
    form = None
    if request.method == "POST":
        if blockers:
            raise RuleRefused(blockers)
        form = EvidenceForm(request.POST, request.FILES, key=_posted_kind(request, wanted).key)
        if form.is_valid():
            return _taken(request, application, form)
    context = _standing(application, wanted, form, request) | {
        "application": application,
        "why_not": blockers,
        "deadline": deadline(application.edition, request.at),
    }
    return render(request, "applications/evidence.html", context, status=status_of(form) if form else 200)


@page(Role.APPLICANT, article="18(2)")
@require_safe
def attachment(request, pk, file):
    """One's own file again."""
    found = _attachment(request, pk, file)
    return serve(found.file, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


@page(Role.APPLICANT, article="18(2)")
@require_POST
def attachment_remove(request, pk, file):
    """Take a file out of the draft; versions that were submitted keep it."""
    found = _attachment(request, pk, file)
    services.detach(found, by=request.actor, at=request.at)
    messages.success(request, f"“{found.file.name}”已经移除。")
    return redirect("applications:evidence", pk)


def _attachment(request, pk, file) -> Attachment:
    seen = Application.objects.visible_to(request.actor)
    rows = Attachment.objects.select_related("file", "application__edition", "application__applicant")
    return get_object_or_404(rows, pk=file, application_id=pk, application__in=seen, removed_at=None)


def _posted_kind(request, wanted: list[EvidenceKind]) -> EvidenceKind:
    for kind in wanted:
        if kind.key == request.POST.get("kind"):
            return kind
    raise Http404


def _taken(request, application, form):
    uploads = form.cleaned_data["files"]
    for upload in uploads:
        services.attach(
            application, upload=upload, kind=request.POST["kind"], title=form.cleaned_data["title"], by=request.actor, at=request.at
        )
    messages.success(request, f"收到{len(uploads)}个文件：{'、'.join(upload.verdict.name for upload in uploads)}。")
    return redirect("applications:evidence", application.pk)


def _standing(application, wanted: list[EvidenceKind], form: EvidenceForm | None, request) -> dict:
    files: dict[str, list[Attachment]] = {}
    for attachment in services.standing(application):
        files.setdefault(attachment.kind, []).append(attachment)
    posted, asked = request.POST.get("kind", ""), open_items(application)
    lines = [
        {
            "kind": kind,
            "files": files.get(kind.key, []),
            "form": form if form and kind.key == posted else EvidenceForm(key=kind.key),
            "refused": bool(form and kind.key == posted),
            "asked": asked.get((EVIDENCE, kind.key), ""),
        }
        for kind in wanted
    ]
    return {"lines": lines, "missing": [line["kind"].label for line in lines if line["kind"].required and not line["files"]]}
