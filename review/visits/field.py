"""The panel's pages, made for a phone: the record item by item, photos, the report and its signatures."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.middleware import BACKGROUND
from applications.answers.posted import base_of
from applications.answers.services import Conflicted, Unstorable
from core.clock import SHANGHAI
from core.files.serving import serve
from core.rules import RuleRefused, refuse
from review.assignments.models import Assignment
from review.reviewers.models import Reviewer
from review.rounds import Round
from review.visits import record, reporting
from review.visits.forms import FileForm, ReportForm, SignatureForm, UnsignedForm
from review.visits.models import Visit

ARTICLE = "18(5)"
KEPT = "没有存上，您填的还在这一页。"


@page(Role.REVIEWER, article=ARTICLE)
@require_safe
def visit(request, pk):
    """Where the record stands: every item, the photos, the report."""
    row = _own(request, pk)
    entries = record.entries_of(row)
    report = reporting.standing_report(row)
    context = _head(request, row) | {
        "entries": entries,
        "done": sum(entry.done for entry in entries),
        "following": next((entry for entry in entries if not entry.done), None),
        "files": record.files_of(row),
        "form": FileForm(initial={"item": ""}),
        "summary": reporting.summary_of(row),
        "report": report,
        "members": reporting.team(row, report),
        "saved_at": record.saved_at(row),
    }
    return render(request, "review/visit.html", context)


@page(Role.REVIEWER, article=ARTICLE)
def visit_item(request, pk, key):
    """Record one item. A background request answers JSON, everything else a page."""
    row = _own(request, pk)
    entries = record.entries_of(row)
    entry = next((one for one in entries if one.item.key == key), None)
    if entry is None:
        raise Http404
    if request.method == "POST":
        return _save(request, row, key, record.FIELDS, lambda **more: _item_page(request, row, entries, entry, **more))
    return _item_page(request, row, entries, entry)


@page(Role.REVIEWER, article=ARTICLE)
def visit_report(request, pk):
    """The summary, typed by the team; the chair locks it with the conclusion."""
    row = _own(request, pk)
    if request.method == "POST" and "lock" in request.POST:
        return _lock(request, row)
    if request.method == "POST":
        return _save(request, row, record.SUMMARY, record.SUMMARY_FIELDS, lambda **more: _report_page(request, row, **more))
    return _report_page(request, row)


@page(Role.REVIEWER, article=ARTICLE)
def visit_sign(request, pk):
    """A member signs the newest version, or signs with dissent."""
    row = _own(request, pk)
    report = reporting.standing_report(row)
    if report is None:
        raise RuleRefused("组长还没有锁定报告。", article=ARTICLE)
    blockers = reporting.sign_blockers(report, request.actor, at=request.at)
    if request.method == "POST":
        refuse(blockers)
    form = None if blockers else SignatureForm(request.POST or None, request=request, report=report)
    if form and form.is_valid():
        method, dissent = form.signature()["method"], form.cleaned_data["dissent"]
        reporting.sign(report, by=request.actor, at=request.at, method=method, dissent=dissent)
        messages.success(request, "已经签名。" if not dissent else "已经签名，不同意见随报告一起送评选办。")
        return redirect("review:visit", row.pk)
    context = _head(request, row) | {"report": report, "form": form, "why_not": blockers, "members": reporting.team(row, report)}
    return render(request, "review/visit_sign.html", context, status=422 if form and form.is_bound else 200)


@page(Role.REVIEWER, article=ARTICLE)
@require_POST
def visit_unsigned(request, pk, reviewer):
    """The chair notes why a member does not sign."""
    row = _own(request, pk)
    report, form = reporting.standing_report(row), UnsignedForm(request.POST)
    other = get_object_or_404(Reviewer, pk=reviewer, pk__in=[member.reviewer.pk for member in reporting.team(row)])
    if report is None or not form.is_valid():
        raise RuleRefused("请写明没有签名的原因，至少10个字，最多1000字。", article=ARTICLE)
    reporting.note_unsigned(report, other, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, f"已经记下{other.person.name}没有签名的原因。")
    return redirect("review:visit", row.pk)


@page(Role.REVIEWER, article=ARTICLE)
@require_POST
def visit_files(request, pk):
    """Take in a photo or a paper with its caption."""
    row = _own(request, pk)
    refuse(record.record_blockers(row, request.actor, at=request.at))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        context = _head(request, row) | {"form": form, "item": request.POST.get("item", "")}
        return render(request, "review/visit_files.html", context, status=422)
    words = form.cleaned_data
    kept = record.add_file(row, words["upload"], item=words["item"], caption=words["caption"], by=request.actor, at=request.at)
    messages.success(request, f"已存到服务器：{kept.caption}。")
    return redirect("review:visit_item", row.pk, kept.item) if kept.item else redirect("review:visit", row.pk)


@page(Role.REVIEWER, Role.OFFICE, article=ARTICLE)
@require_safe
def visit_file(request, pk, file):
    """A photo or a paper of this application's visits: for the team, and for the office that decides on the report."""
    row = get_object_or_404(Visit.objects.visible_to(request.actor).whole(), pk=pk)
    kept = get_object_or_404(record.files_of(row), pk=file)
    return serve(kept.file, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


def _own(request, pk) -> Visit:
    return get_object_or_404(Visit.objects.visible_to(request.actor).whole(), pk=pk)


def _head(request, row: Visit) -> dict:
    """What stands on every page of the record."""
    member = reporting.own_member(row, request.actor)
    return {
        "visit": row,
        "application": row.application,
        "chair": member is not None and member.chair,
        "assignment": Assignment.objects.visible_to(request.actor).filter(application=row.application_id, round=Round.ON_SITE).first(),
        "why_not": record.record_blockers(row, request.actor, at=request.at),
    }


def _save(request, row, key, labels, page_again):
    typed, bases = _posted(request, labels)
    try:
        record.save(row, key, typed=typed, bases=bases, by=request.actor, at=request.at)
    except Unstorable as refused:
        return _said(request, KEPT + "".join(refused.faults.values()), 422) or page_again(typed=typed, refused=refused.faults)
    except Conflicted as refused:
        return _conflicted(request, row, refused)
    except RuleRefused as refused:
        if answer := _said(request, KEPT + str(refused), 409):
            return answer
        raise
    if BACKGROUND in request.headers:
        return JsonResponse({"saved": _clock(request.at), "bases": _marks(row, key, labels)})
    messages.success(request, f"已存到服务器，{_clock(request.at)}。")
    following = request.POST.get("next", "")
    keys = {entry.item.key for entry in record.entries_of(row)}
    return redirect("review:visit_item", row.pk, following) if following in keys else redirect("review:visit", row.pk)


def _posted(request, labels) -> tuple[dict, dict]:
    """What was typed, and the marks of what stood on the page when it was opened."""
    typed = {name: _text(request.POST[name]) for name in labels if name in request.POST}
    return typed, {name: request.POST[f"base-{name}"] for name in labels if f"base-{name}" in request.POST}


def _conflicted(request, row, refused: Conflicted):
    names = "、".join(f"“{conflict.label}”" for conflict in refused.conflicts)
    sentence = f"{names}刚被同组的人改过，这一项没有存。请按保存键比对两边的内容。"
    if answer := _said(request, sentence, 409):
        return answer
    rows = [
        {"label": one.label, "theirs": _words(one.key, one.theirs), "yours": _words(one.key, one.yours), "by": one.by, "at": one.at}
        for one in refused.conflicts
    ]
    again = [pair for one in refused.conflicts for pair in ((one.key, one.yours), (f"base-{one.key}", base_of(one.theirs)))]
    context = {
        "visit": row,
        "conflicts": rows,
        "again": again,
        "at": request.at,
        "back": request.path,
        "refused": "这几项没有存",
        "sentence": f"您打开页面以后，同组的人保存过：{'、'.join(one['label'] for one in rows)}。",
        "remedy": "比对下面两边的内容，再决定用哪一边的。",
        "saved": "没有冲突的各项已经存好；您填的列在下面，没有丢。",
    }
    return render(request, "review/visit_conflict.html", context, status=409)


def _lock(request, row):
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _report_page(request, row, form=form, typed={"text": _text(request.POST.get("text", ""))})
    typed, bases = _posted(request, record.SUMMARY_FIELDS)
    try:
        record.save(row, record.SUMMARY, typed=typed, bases=bases, by=request.actor, at=request.at)
    except Unstorable as refused:
        return _report_page(request, row, form=form, typed=typed, refused=refused.faults)
    except Conflicted as refused:
        return _conflicted(request, row, refused)
    reporting.lock_report(row, passed=form.cleaned_data["passed"], by=request.actor, at=request.at)
    messages.success(request, "报告已经锁定，请组员各自签名，您也要签。")
    return redirect("review:visit_sign", row.pk)


def _item_page(request, row, entries, entry, *, typed=None, refused=None):
    place = entries.index(entry)
    shown = dict(entry.typed) | (typed or {})
    context = _head(request, row) | {
        "entry": entry,
        "entries": entries,
        "shown": shown,
        "bases": {name: base_of(entry.typed.get(name)) for name in record.FIELDS},
        "matches": record.MATCHES,
        "done": sum(one.done for one in entries),
        "previous": entries[place - 1] if place else None,
        "following": entries[place + 1] if place + 1 < len(entries) else None,
        "files": record.files_of(row, entry.item.key),
        "form": FileForm(initial={"item": entry.item.key}),
        "refused": refused,
    }
    return render(request, "review/visit_item.html", context, status=422 if refused else 200)


def _report_page(request, row, *, form=None, typed=None, refused=None):
    report, summary = reporting.standing_report(row), record.typed_of(row).get(record.SUMMARY, {}).get("text", "")
    entries = record.entries_of(row)
    context = _head(request, row) | {
        "report": report,
        "members": reporting.team(row, report),
        "summary": typed["text"] if typed else summary,
        "base": base_of(summary),
        "entries": entries,
        "missing": [entry for entry in entries if not entry.done],
        "form": form or ReportForm(initial={"passed": {True: "yes", False: "no"}.get(getattr(report, "passed", None))}),
        "refused": refused,
    }
    return render(request, "review/visit_report.html", context, status=422 if refused or form else 200)


def _marks(row, key, labels) -> dict[str, str]:
    typed = record.typed_of(row).get(key, {})
    return {name: base_of(typed.get(name)) for name in labels}


def _said(request, sentence: str, status: int):
    """The answer to a background request; nothing to others."""
    return JsonResponse({"sentence": sentence}, status=status) if BACKGROUND in request.headers else None


def _words(name: str, typed: str) -> str:
    return dict(record.MATCHES).get(typed, typed) if name == "match" else typed


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M:%S}"
