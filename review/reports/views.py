"""The pages of a report: writing it, issuing it by two, its paper. The room is an argument, so that each kind has the same pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.clock import shanghai
from core.dates import day_in_words
from core.files.kinds import Kind
from core.files.serving import serve
from core.papers.pdf import render_pdf
from core.papers.word import render_docx
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from review.reports import services
from review.reports.drafts import ReportRoom
from review.reports.forms import IssueForm, ReportForm
from review.reports.models import Report, ReportPaper
from review.reports.papers import report_paper


def report_urls(room: ReportRoom) -> list:
    """Return the addresses of one kind of report."""
    stem, given = f"review/<uuid:pk>/reports/{room.kind.value}/", {"room": room}
    return [
        path(stem, report, given, name=room.name),
        path(f"{stem}issue/", report_issue, given, name=f"{room.name}_issue"),
        path(f"{stem}pdf/", report_pdf, given, name=f"{room.name}_pdf"),
        path(f"{stem}word/", report_word, given, name=f"{room.name}_word"),
    ]


@page(Role.OFFICE, article="18(4)")
def report(request, pk, room):
    """The newest version with its table; saving makes a new version. Before the first one, what the system drafts."""
    edition = get_object_or_404(Edition, pk=pk)
    blockers = services.writing_blockers(room, edition, request.actor, at=request.at)
    newest = Report.objects.newest(edition, room.kind)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    draft = None if blockers else room.draft(edition)
    form = None if blockers else _form(request, newest, draft)
    if form and form.is_bound and form.is_valid():
        services.save(room, edition, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, "已经保存。核对以后，请两人签发。")
        return redirect(f"review:{room.name}", edition.pk)
    issued = Report.objects.issued(edition, room.kind)
    context = _head(edition, room) | {
        "newest": newest,
        "issued": issued,
        "paper": ReportPaper.objects.filter(issue__report=issued).first() if issued else None,
        "table": draft.table if draft else newest.table if newest else {},
        "outdated": bool(draft and newest and newest.table != draft.table),
        "form": form,
        "blockers": blockers,
        "versions": list(Report.objects.filter(edition=edition, kind=room.kind).select_related("by", "issue").order_by("-event_id")),
    }
    return render(request, "review/report.html", context, status=422 if form and form.is_bound else 200)


def _form(request, newest, draft) -> ReportForm:
    said = newest or draft
    initial = {"title": said.title, "text": said.text, "base": str(newest.pk) if newest else ""}
    return ReportForm(request.POST if request.method == "POST" else None, initial=initial)


@page(Role.OFFICE, article="18(4)")
def report_issue(request, pk, room):
    """Issue the newest version, in two hands."""
    edition = get_object_or_404(Edition, pk=pk)
    newest = Report.objects.newest(edition, room.kind)
    if newest is None:
        raise Http404
    if hasattr(newest, "issue"):
        return redirect(f"review:{room.name}", edition.pk)
    return ActPage(
        act=room.act,
        edition=edition,
        subject=newest,
        form=IssueForm(request.POST if request.method == "POST" else None),
        propose=lambda form: services.propose_issue(room, newest, by=request.actor, at=request.at),
        confirm=lambda proposal, signature: services.confirm_issue(room, newest, by=request.actor, at=request.at, signature=signature),
        version=f"{newest.title}，{newest.by.name}{day_in_words(shanghai(newest.at))}写的一版",
        template="review/report_issue.html",
        then=reverse(f"review:{room.name}", args=[edition.pk]),
        done=f"{room.kind.label}已经签发，正式文件稍后生成。",
        context=_head(edition, room) | {"newest": newest, "faults": services.issuing_faults(room, newest)},
    ).answer(request)


@page(Role.OFFICE, article="18(4)")
@require_safe
def report_pdf(request, pk, room):
    """The paper of the version issued last; before that, the newest version marked as a draft."""
    edition = get_object_or_404(Edition, pk=pk)
    paper = ReportPaper.objects.filter(issue__report=Report.objects.issued(edition, room.kind)).select_related("file").first()
    if paper and "draft" not in request.GET:
        return serve(paper.file, asked=request.headers.get("Range", ""))
    return _download(render_pdf(report_paper(_newest(edition, room))), Kind.PDF, edition, room)


@page(Role.OFFICE, article="18(4)")
@require_safe
def report_word(request, pk, room):
    """The newest version as Word."""
    edition = get_object_or_404(Edition, pk=pk)
    return _download(render_docx(report_paper(_newest(edition, room))), Kind.DOCX, edition, room)


def _newest(edition, room) -> Report:
    found = Report.objects.newest(edition, room.kind)
    if found is None:
        raise Http404
    return found


def _download(content: bytes, kind: Kind, edition, room) -> HttpResponse:
    name = f"{edition}{room.kind.label}{kind.endings[0]}"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind.media_type, headers=headers)


def _head(edition, room) -> dict:
    names = ("", "_issue", "_pdf", "_word")
    addresses = {name.strip("_") or "page": reverse(f"review:{room.name}{name}", args=[edition.pk]) for name in names}
    return {"edition": edition, "room": room, "addresses": addresses}
