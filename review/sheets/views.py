"""A reviewer's pages: his assignments, the sheet item by item, the check before locking, the locked sheet, files."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.middleware import BACKGROUND
from accounts.signing.forms import SigningForm
from applications.answers.posted import base_of
from applications.evidence.kinds import label_of
from applications.snapshots.reading import sections
from core.clock import SHANGHAI
from core.files.models import StoredFile
from core.files.serving import serve
from core.rules import RuleRefused, refuse
from review.assignments.models import Assignment
from review.rounds import ARTICLE_OF, Round
from review.sheets import drafts, services
from review.sheets.access import against_writing, due_on, own
from review.sheets.desk import about, desk_of, neighbours
from review.sheets.entries import COMMENT, FIELDS, STEPS, filled, points_at
from review.sheets.forms import ExplanationForm
from review.sheets.items import SHEET_ROUNDS, items_of
from review.sheets.models import Sheet
from review.sheets.outlying import asked
from review.visits.models import Visit

KEPT = "没有存上，您填的还在这一页。"


@page(Role.REVIEWER, article="18(4)")
@require_safe
def my_assignments(request):
    """What is assigned to this reviewer, what is done of it, until when."""
    desks = desk_of(request.actor)
    context = {"open": [desk for desk in desks if desk.open], "others": [desk for desk in desks if not desk.open]}
    return render(request, "review/my_assignments.html", context)


@page(Role.REVIEWER, article="18(4)")
@require_safe
def sheet(request, pk):
    """The locked sheet with its receipt; an open one leads to the first item without points."""
    assignment = own(request.actor, pk)
    found = Sheet.objects.filter(assignment=assignment).select_related("event", "by").first()
    if found:
        found.assignment = assignment
        context = _head(request, assignment) | {"sheet": found, "facts": services.receipt_facts(found), "asks": _asks(found)}
        return render(request, "review/sheet_locked.html", context)
    if assignment.round not in SHEET_ROUNDS:
        return redirect("review:sheet_materials", assignment.pk)
    lines = services.sheet_of(assignment).lines
    first = next((line.item.key for line in lines if line.points is None), COMMENT)
    return redirect("review:sheet_item", assignment.pk, first)


@page(Role.REVIEWER, article="18(4)")
def sheet_item(request, pk, key):
    """One item: form, the applicant's own words, files. A background request answers JSON, everything else a page."""
    assignment = own(request.actor, pk, writing=request.method == "POST")
    items = items_of(assignment) if assignment.round in SHEET_ROUNDS else []
    item = next((one for one in items if one.key == key), None)
    if item is None and not (items and key == COMMENT):
        raise Http404
    if request.method != "POST":
        return _item_page(request, assignment, items, key)
    typed, bases = _posted(request.POST, item)
    save = _save_in_background if BACKGROUND in request.headers else _save
    return save(request, assignment, items, key, typed, bases)


def _posted(posted, item):
    """Return what the page carries and on which text; a chosen rate counts where the points were left as they stood."""
    names = FIELDS if item else (COMMENT,)
    bases = {name: posted[f"base-{name}"] for name in names if f"base-{name}" in posted}
    typed = {name: posted.get(name, "").replace("\r\n", "\n").replace("\r", "\n") for name in bases}
    rate = posted.get("rate", "")
    chosen = item and rate != posted.get("base-rate", "") and rate in map(str, STEPS)
    if chosen and "points" in typed and base_of(typed["points"]) == bases["points"]:
        typed["points"] = points_at(int(rate), item)
    return typed, bases


def _save(request, assignment, items, key, typed, bases):
    try:
        drafts.save_entry(assignment, key, typed=typed, bases=bases, by=request.actor, at=request.at)
    except drafts.Unstorable as refused:
        return _item_page(request, assignment, items, key, typed=typed, bases=bases, refused=refused.faults)
    except drafts.Conflicted as refused:
        return _conflict(request, assignment, key, refused)
    messages.success(request, f"已存到服务器，{_clock(request.at)}。")
    keys = [*(item.key for item in items), COMMENT]
    following = request.POST.get("next", "")
    if following == "check":
        return redirect("review:sheet_check", assignment.pk)
    return redirect("review:sheet_item", assignment.pk, following if following in keys else key)


def _save_in_background(request, assignment, items, key, typed, bases):
    try:
        draft = drafts.save_entry(assignment, key, typed=typed, bases=bases, by=request.actor, at=request.at)
    except drafts.Unstorable as refused:
        return JsonResponse({"sentence": KEPT + "".join(refused.faults.values())}, status=422)
    except drafts.Conflicted as refused:
        names = "、".join(f"“{conflict.label}”" for conflict in refused.conflicts)
        sentence = f"{names}刚在另一个窗口改过，这一项没有存。请按保存键比对两边的内容。"
        marks = _marks(typed, refused.draft, key, without={conflict.field for conflict in refused.conflicts})
        return JsonResponse({"sentence": sentence, "bases": marks}, status=409)
    except RuleRefused as refused:
        return JsonResponse({"sentence": KEPT + str(refused)}, status=409)
    return JsonResponse({"saved": _clock(request.at), "bases": _marks(typed, draft, key)})


def _marks(typed, draft, key, without=frozenset()) -> dict[str, str]:
    entry = draft.entries.get(key, {})
    return {field: base_of(entry.get(field, "")) for field in typed if field not in without}


def _clock(at) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M:%S}"


def _item_page(request, assignment, items, key, *, typed=None, bases=None, refused=None):
    draft = getattr(assignment, "draft", None)  # read with the assignment
    entries, revisions = (draft.entries, draft.revisions) if draft else ({}, {})
    whole = filled(items, entries)
    place = next((place for place, line in enumerate(whole.lines) if line.item.key == key), None)
    keys = [*(item.key for item in items), COMMENT]
    at, present = keys.index(key), entries.get(key, {})
    moments = [one["at"] for fields in revisions.values() for one in fields.values()]
    line = whole.lines[place] if place is not None else None
    context = _head(request, assignment) | {
        "whole": whole,
        "line": line,
        "key": key,
        "entry": present if typed is None else typed,
        "bases": bases or {name: base_of(present.get(name, "")) for name in (*FIELDS, COMMENT)},
        "rates": [(step, points_at(step, line.item)) for step in STEPS] if line else [],
        "previous": items[at - 1] if at else None,
        "following": items[at + 1] if at + 1 < len(items) else None,
        "closed": against_writing(assignment),
        "refused": refused,
        "saved_at": drafts.read_moment(max(moments)) if moments else None,
        "own_words": assignment.snapshot.content["parts"].get("assessment", {}).get(key, ""),
    }
    return render(request, "review/sheet_item.html", context, status=422 if refused else 200)


def _conflict(request, assignment, key, refused):
    rows = [{"label": one.label, "theirs": one.theirs, "yours": one.yours, "by": "另一个窗口", "at": one.at} for one in refused.conflicts]
    context = {
        "assignment": assignment,
        "key": key,
        "conflicts": rows,
        "again": [pair for one in refused.conflicts for pair in ((one.field, one.yours), (f"base-{one.field}", base_of(one.theirs)))],
        "at": request.at,
        "refused": "这几项没有存",
        "sentence": f"您打开页面以后，另一个窗口保存过：{'、'.join(row['label'] for row in rows)}。",
        "remedy": "比对下面两边的内容，再决定用哪一边的。",
        "saved": "没有冲突的各项已经存好；您填的列在下面，没有丢。",
    }
    return render(request, "review/sheet_conflict.html", context, status=409)


@page(Role.REVIEWER, article="18(4)")
def sheet_check(request, pk):
    """Everything on one page, what is missing by item, and the signature that locks."""
    assignment = own(request.actor, pk, writing=request.method == "POST")
    if assignment.round not in SHEET_ROUNDS:
        raise Http404
    whole = services.sheet_of(assignment)
    blockers = services.locking_blockers(assignment, whole, request.actor)
    if request.method == "POST":
        refuse(blockers)
    elif Sheet.objects.filter(assignment=assignment).exists():
        return redirect("review:sheet", assignment.pk)
    form = None if blockers else _signing(request, assignment, whole)
    if form and form.is_bound and form.is_valid():
        services.lock_sheet(assignment, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "评分表已经锁定，请留存回执。")
        return redirect("review:sheet", assignment.pk)
    context = _head(request, assignment) | {"whole": whole, "closed": against_writing(assignment), "form": form}
    return render(request, "review/sheet_check.html", context, status=422 if form and form.is_bound else 200)


def _signing(request, assignment, whole) -> SigningForm:
    posted = request.POST if request.method == "POST" else None
    version = f"{assignment.application.applicant.unit}的{assignment.get_round_display()}评分表，{len(whole.lines)}条"
    return SigningForm(posted, request=request, version=version, fingerprint=whole.fingerprint, act="锁定评分表")


@page(Role.REVIEWER, article="18(4)")
@require_safe
def sheet_materials(request, pk):
    """The whole snapshot that this assignment is about, and its files."""
    assignment = own(request.actor, pk)
    snapshot = assignment.snapshot
    snapshot.application = assignment.application
    visits = Visit.objects.visible_to(request.actor).standing().filter(application=assignment.application_id)
    context = {"sections": sections(snapshot), "visit": visits.first() if assignment.round == Round.ON_SITE else None}
    return render(request, "review/sheet_materials.html", _head(request, assignment) | context)


@page(Role.REVIEWER, article="28")
@require_safe
def sheet_file(request, pk, file):
    """A file of the snapshot of one's own assignment. Nobody reaches it by another address."""
    assignment = own(request.actor, pk)
    if str(file) not in {entry["file"] for entry in assignment.snapshot.content["files"]}:
        raise Http404
    stored = get_object_or_404(StoredFile, pk=file)
    return serve(stored, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


@page(Role.REVIEWER, article="18(4)")
def sheet_explain(request, pk):
    """Whoever is asked gives the reason of his points; to everybody else the page is not there."""
    assignment = own(request.actor, pk, writing=request.method == "POST")
    found = get_object_or_404(Sheet.objects.select_related("assignment__application__edition"), assignment=assignment)
    if not _asks(found):
        raise Http404
    form = ExplanationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.explain(found, text=form.cleaned_data["text"], by=request.actor, at=request.at)
        messages.success(request, "评分依据已经记录。")
        return redirect("review:sheet", assignment.pk)
    context = _head(request, assignment) | {"sheet": found, "form": form}
    return render(request, "review/sheet_explain.html", context, status=422 if form.is_bound else 200)


def _asks(sheet) -> bool:
    assignment = sheet.assignment
    return sheet in asked(assignment.application.edition, assignment.round)


def _head(request, assignment: Assignment) -> dict:
    """What every page of an assignment prints."""
    place, number, before, after = neighbours(request.actor, assignment)
    category = assignment.application.category
    files = [file | {"label": label_of(category, file["kind"])} for file in assignment.snapshot.content["files"]]
    return {
        "assignment": assignment,
        "application": assignment.application,
        "edition": assignment.application.edition,
        "about": about(assignment),
        "article": ARTICLE_OF[assignment.round],
        "scored_round": assignment.round in SHEET_ROUNDS,
        "defense": assignment.round == Round.ORAL_DEFENSE,
        "unheard": services.before_hearing(assignment),
        "place": place,
        "number": number,
        "before": before,
        "after": after,
        "due": due_on(assignment),
        "files": files,
    }
