"""One part of the form: filled in, saved by its button or by itself, and never lost."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.middleware import BACKGROUND
from applications.answers import services
from applications.answers.models import AnswerPart
from applications.answers.posted import answers_of, base_of, bases_of, filled
from applications.answers.words import read, words
from applications.cases.access import own
from applications.cases.progress import deadline, progress
from applications.cases.rules import editing_blockers
from applications.corrections.services import open_items
from applications.forms.page import PartForm
from applications.forms.parts import part_of
from applications.forms.spec import BLANK
from applications.forms.years import years_of
from core.clock import SHANGHAI
from core.rules import RuleRefused

KEPT = "没有存上，您填的还在这一页。"


@page(Role.APPLICANT, article="18(2)")
def part(request, pk, key):
    """Fill in one part. A background request answers JSON, everything else a page."""
    application = own(request, pk)
    part = part_of(application, key)
    if part is None:
        raise Http404
    if request.method != "POST":
        return _page(request, application, part)
    typed, bases = answers_of(part, request.POST), bases_of(part, request.POST)
    save = _save_in_background if BACKGROUND in request.headers else _save
    return save(request, application, part, typed, bases)


def _save(request, application, part, typed, bases):
    try:
        services.save_part(application, part, answers=typed, bases=bases, by=request.actor, at=request.at)
    except services.Unstorable as refused:
        return _page(request, application, part, typed=typed, bases=bases, refused=refused.faults)
    except services.Conflicted as refused:
        return _conflict(request, application, part, refused)
    except RuleRefused:
        request.fields = PartForm(part=part, answers=typed, years=years_of(application.edition, request.at)).fields
        raise
    messages.success(request, f"“{part.title}”已存到服务器，{_clock(request.at)}。")
    following = request.POST.get("next", "")
    if following and part_of(application, following):
        return redirect("applications:part", application.pk, following)
    return redirect("applications:part", application.pk, part.key)


def _save_in_background(request, application, part, typed, bases):
    try:
        row = services.save_part(application, part, answers=typed, bases=bases, by=request.actor, at=request.at)
    except services.Unstorable as refused:
        return JsonResponse({"sentence": KEPT + "".join(refused.faults.values())}, status=422)
    except services.Conflicted as refused:
        names = "、".join(f"“{conflict.label}”" for conflict in refused.conflicts)
        sentence = f"{names}刚被别人改过，这一项没有存。请按保存键比对两边的内容。"
        marks = _marks(part, refused.row, without={conflict.key for conflict in refused.conflicts})
        return JsonResponse({"sentence": sentence, "bases": marks}, status=409)
    except RuleRefused as refused:
        return JsonResponse({"sentence": KEPT + str(refused)}, status=409)
    return JsonResponse({"saved": _clock(request.at), "bases": _marks(part, row)})


def _marks(part, row, without=frozenset()) -> dict[str, str]:
    keys = [field.key for field in part.fields] + [BLANK]
    return {key: base_of(row.answers.get(key)) for key in keys if key not in without}


def _clock(at) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M:%S}"


def _page(request, application, part, *, typed=None, bases=None, refused=None):
    at = request.at
    row = AnswerPart.objects.filter(application=application, part=part.key).first()
    answers, years = row.answers if row else {}, years_of(application.edition, at)
    whole = progress(application)
    present = next(one for one in whole.parts if one.part.key == part.key)
    place = whole.parts.index(present)
    asked = "check" in request.GET
    faults = {key: words for key, words in present.faults.items() if asked or filled(answers.get(key))}
    faults |= {key: f"要求补正：{text}" for (where, key), text in open_items(application).items() if where == part.key}
    blockers = editing_blockers(application, request.actor, at=at)
    form = PartForm(part=part, answers=answers if typed is None else typed, bases=bases, years=years, faults=refused or faults)
    context = {
        "application": application,
        "part": part,
        "present": present,
        "form": form,
        "years": years,
        "progress": whole,
        "deadline": deadline(application.edition, at),
        "why_not": blockers,
        "answers": read(part, answers, years) if blockers else [],
        "refused": refused,
        "saved_at": _saved_at(row),
        "previous": whole.parts[place - 1] if place else None,
        "following": whole.parts[place + 1] if place + 1 < len(whole.parts) else None,
    }
    return render(request, "applications/part.html", context, status=422 if refused else 200)


def _saved_at(row: AnswerPart | None) -> datetime | None:
    """When the part was last saved; None before the first time."""
    times = [revision["at"] for revision in row.revisions.values()] if row else []
    return datetime.fromisoformat(max(times)) if times else None


def _conflict(request, application, part, refused):
    """Both texts beside each other; one button takes what was typed here, nothing is decided by itself."""
    years = years_of(application.edition, request.at)
    rows = [
        {
            "label": conflict.label,
            "theirs": words(_field(part, conflict.key), conflict.theirs, years),
            "yours": words(_field(part, conflict.key), conflict.yours, years),
            "by": conflict.by,
            "at": conflict.at,
        }
        for conflict in refused.conflicts
    ]
    context = {
        "application": application,
        "part": part,
        "conflicts": rows,
        "again": _again(request, part, refused),
        "at": request.at,
        "refused": "这几项没有存",
        "sentence": f"您打开页面以后，别人保存过：{'、'.join(row['label'] for row in rows)}。",
        "remedy": "比对下面两边的内容，再决定用哪一边的。",
        "saved": "没有冲突的各项已经存好；您填的列在下面，没有丢。",
    }
    return render(request, "applications/conflict.html", context, status=409)


def _field(part, key):
    return None if key == BLANK else part.field(key)


def _again(request, part, refused) -> list[tuple[str, str]]:
    """What the form sends once more, on the marks of what stands there now: the fields in conflict, and nothing else."""
    keys = {conflict.key for conflict in refused.conflicts}
    sent = [(name, value) for name, value in request.POST.items() if any(name == key or name.startswith(f"{key}-") for key in keys)]
    return sent + [(f"base-{conflict.key}", base_of(conflict.theirs)) for conflict in refused.conflicts]
