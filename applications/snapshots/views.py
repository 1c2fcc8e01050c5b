"""Submitting, taking back, the receipt, and the declaration as a paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import BODY_ROLES, Role
from accounts.signing.forms import SigningForm
from applications.applicants.twice import twice
from applications.cases.access import own
from applications.cases.models import Application, Status
from applications.cases.progress import deadline
from applications.moves import RESUBMIT, SUBMIT, TAKE_BACK
from applications.snapshots import services
from applications.snapshots.content import frozen_content
from applications.snapshots.models import Snapshot
from applications.snapshots.reading import declaration
from applications.snapshots.receipts import Receipt
from core.canonical import digest
from core.papers.pdf import render_pdf
from core.rules import RuleRefused

WHOLE = ("application__applicant__unit", "application__edition", "application__body")


@page(Role.APPLICANT, article="18(2)")
def submit(request, pk):
    """Every condition, and the signature that submits. Whoever has submitted already is shown his receipt."""
    application = own(request, pk)
    if application.status == Status.SUBMITTED:
        return redirect("applications:receipt", application.pk)
    move = RESUBMIT if application.status == Status.RETURNED else SUBMIT
    blockers = move.blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    content = frozen_content(application)
    form = None if blockers else _form(request, application, content)
    if form and form.is_valid():
        services.submit(application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "已经提交，请留存回执。")
        return redirect("applications:receipt", application.pk)
    context = {
        "application": application,
        "conditions": _conditions(move, application, blockers),
        "blockers": blockers,
        "missing": len(blockers),
        "form": form,
        "deadline": deadline(application.edition, request.at),
        "twice": twice(application),
        "content": content,
    }
    return render(request, "applications/submit.html", context, status=422 if form and form.is_bound else 200)


def _form(request, application, content) -> SigningForm:
    last = Snapshot.objects.latest_of(application)
    number = last.number + 1 if last else 1
    version = f"{application.applicant.unit.name}的申报，第{number}版，{len(content['files'])}个文件"
    act = f"提交申报，推荐单位为{application.body.name}"
    return SigningForm(request.POST or None, request=request, version=version, fingerprint=digest(content), act=act)


def _conditions(move, application, blockers) -> list[dict]:
    """The guards as a gate; a state or step that stands against the move comes first and alone."""
    shut = {blocker.label: blocker for blocker in blockers}
    known = {guard.label for guard in move.guards}
    if blockers and not known & set(shut):
        return [{"state": "shut", "label": blocker.label, "sentence": blocker.sentence, "article": blocker.article} for blocker in blockers]
    return [_condition(guard, shut.get(guard.label)) for guard in move.guards]


def _condition(guard, blocker) -> dict:
    state = "ok" if blocker is None else "wait" if blocker.wait else "shut"
    return {"state": state, "label": guard.label, "sentence": blocker.sentence if blocker else "", "article": guard.article}


@page(Role.APPLICANT, article="18(2)")
@require_POST
def take_back(request, pk):
    """Edit again, until the deadline; the version that was submitted stays on record."""
    application = own(request, pk)
    services.take_back(application, by=request.actor, at=request.at)
    messages.success(request, "已经取回，可以修改。截止以前要再提交一次，否则这份申报不算提交。")
    return redirect("applications:application", application.pk)


@page(Role.APPLICANT, article="18(2)")
@require_safe
def receipt(request, pk):
    """The receipt of the newest version, and the earlier ones."""
    application = own(request, pk)
    snapshots = list(Snapshot.objects.filter(application=application).select_related("event", "by", *WHOLE).order_by("-number"))
    if not snapshots:
        raise Http404
    context = {
        "application": application,
        "receipt": Receipt(snapshots[0]),
        "earlier": [Receipt(snapshot) for snapshot in snapshots[1:]],
        "standing": application.status != Status.DRAFT,
        "may_take_back": not TAKE_BACK.blockers(application, request.actor, at=request.at),
        "deadline": deadline(application.edition, request.at),
    }
    return render(request, "applications/receipt.html", context)


@page(Role.APPLICANT, *BODY_ROLES, Role.OFFICE, article="18(2)")
@require_safe
def snapshot_pdf(request, pk, number):
    """The declaration of one version as a paper, for whoever may see the application."""
    seen = Application.objects.visible_to(request.actor)
    snapshot = get_object_or_404(Snapshot.objects.select_related(*WHOLE), application_id=pk, application__in=seen, number=number)
    name = f"{snapshot.application.number}-{snapshot.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(render_pdf(declaration(snapshot)), content_type="application/pdf", headers=headers)
