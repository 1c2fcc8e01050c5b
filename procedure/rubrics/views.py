"""The edition's rubrics: both categories with their items and versions, taking one in from Excel, the list as Excel."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from accounts.access import page
from accounts.grants.models import Role
from core.files.kinds import SHEET, Kind
from core.files.models import StoredFile
from core.files.services import store
from core.rules import RuleRefused
from core.sheets.reading import SIZE
from procedure.editions.models import READERS, Category, Edition
from procedure.rubrics import services, sheet
from procedure.rubrics.forms import CONFIRM, EDIT, ConfirmForm, RubricForm, shown
from procedure.rubrics.models import Rubric
from procedure.rubrics.sheet import Line


@page(*READERS, article="17")
def rubrics(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    versions = list(Rubric.objects.filter(edition=edition).select_related("edition", "by").order_by("-event_id"))
    context = {
        "edition": edition,
        "rows": [_row(category, versions) for category in Category],
        "may_import": not services.import_blockers(edition, request.actor),
    }
    return render(request, "procedure/rubrics.html", context)


def _row(category, versions) -> dict:
    mine = [version for version in versions if version.category == category]
    rubric = mine[0] if mine else None
    return {"category": category, "rubric": rubric, "items": services.items_from(rubric.items) if rubric else [], "versions": mine}


@page(Role.OFFICE, article="17")
def rubric_import(request, pk, category):
    """Read a list, show what was understood, and take in exactly that."""
    edition, category = get_object_or_404(Edition, pk=pk), _category(category)
    for sentence in services.import_blockers(edition, request.actor):
        raise RuleRefused(sentence, article=services.ARTICLE)
    current = Rubric.objects.in_force(edition).filter(category=category).first()
    context = {"edition": edition, "category": category, "current": current}
    if request.POST.get("action") == CONFIRM:
        return _confirm(request, edition, category)
    if request.POST.get("action") == EDIT:
        form = RubricForm(edition=edition, initial=request.POST.dict())
        return render(request, "procedure/rubric_import.html", context | {"form": form})
    form = RubricForm(request.POST or None, request.FILES or None, edition=edition, initial=shown(current))
    if not form.is_valid():
        return render(request, "procedure/rubric_import.html", context | {"form": form}, status=422 if form.is_bound else 200)
    stored = store(form.cleaned_data["file"], allowed=SHEET, limit=SIZE, by=request.actor, at=request.at)
    typed = {**form.data.dict(), "source": stored.pk, "seen": services.seen_of(current)}
    preview = {
        "form": ConfirmForm(typed, edition=edition),
        "standard": form.standard(),
        "items": services.items_from([item.stored() for item in services.keyed(edition, category, form.lines)]),
        **_difference(current, form.lines),
    }
    return render(request, "procedure/rubric_preview.html", context | preview)


def _confirm(request, edition, category):
    form = ConfirmForm(request.POST, edition=edition)
    if not form.is_valid():  # nobody but a changed page sends this
        raise RuleRefused("核对的内容不完整，请重新上传。", article=services.ARTICLE)
    upload = get_object_or_404(StoredFile, pk=form.cleaned_data["source"], by_ref=request.actor.ref)
    rubric = services.import_rubric(
        edition,
        category=category,
        standard=form.standard(),
        upload=upload,
        seen=form.cleaned_data["seen"],
        by=request.actor,
        at=request.at,
    )
    messages.success(request, f"{category.label}的评价标准已录入，共{len(rubric.items)}条。")
    return redirect("procedure:rubrics", edition.pk)


def _difference(current, lines) -> dict:
    """What the list adds and drops against the version in force, as codes."""
    before = [item["code"] for item in current.items] if current else []
    after = [line.code for line in lines]
    return {
        "added": [code for code in after if code not in before] if current else [],
        "dropped": [code for code in before if code not in after],
    }


@page(*READERS)
def rubric_sheet(request, pk, category):
    """The rubric in force as the Excel list that the import takes; the empty form where there is none."""
    edition, category = get_object_or_404(Edition, pk=pk), _category(category)
    items = services.items_of(edition, category)
    codes = {item.key: item.code for item in items}
    lines = [Line(0, item.code, codes.get(item.parent, ""), item.title, item.points, item.guidance) for item in items]
    title = f"评价标准（{category.label}）"
    response = HttpResponse(sheet.write(f"{edition}{title}", lines, demo=edition.demo), content_type=Kind.XLSX.media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


def _category(name) -> Category:
    if name not in Category.values:
        raise Http404
    return Category(name)
