"""The pages of objections: all of an edition, one of them, deciding it by two, opening who objected. A supervisor reads while invited."""

from django.contrib import messages
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from applications.holds.models import Hold
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.editions.models import Edition
from procedure.supervision.models import SupervisionInvitation
from publicity.objections import services
from publicity.objections.forms import DecisionForm, DecisionSigningForm, OpeningForm
from publicity.objections.identity import may_identify, may_open_files, open_file, open_identity
from publicity.objections.models import READERS, Objection, ObjectionFile


@page(*READERS, article="13(6)")
def objections(request, pk):
    """Every objection of an edition, the undecided ones first."""
    edition = get_object_or_404(Edition, pk=pk)
    if request.actor.is_(Role.SUPERVISOR):
        get_list_or_404(SupervisionInvitation.objects.filter(edition=edition).in_force(request.actor, request.at))
    found = (
        Objection.objects.visible_to(request.actor, request.at)
        .filter(edition=edition)
        .select_related("publication", "confirmation__decision")
    )
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application_id", flat=True))
    rows = [
        {"objection": row, "held": row.application_id in held, "confirmation": getattr(row, "confirmation", None)}
        for row in found.order_by("event_id")
    ]
    rows.sort(key=lambda row: row["confirmation"] is not None)
    context = {
        "edition": edition,
        "rows": rows,
        "open": sum(row["confirmation"] is None for row in rows),
        "office": request.actor.is_(Role.OFFICE),
    }
    return render(request, "publicity/objections.html", context)


@page(*READERS, article="13(6)")
def objection_case(request, pk):
    """One objection: what is said, how it stands; the second hand confirms here what the first put before him."""
    objection = _objection(request, pk)
    waiting = services.waiting(objection)
    if waiting:
        waiting.objection = objection
    blockers = services.confirm_blockers(waiting, request.actor, at=request.at) if waiting else []
    if request.method == "POST" and (blockers or waiting is None):
        raise RuleRefused(blockers or services.decide_blockers(objection, request.actor) or "没有等待确认的处理意见。")
    form = DecisionSigningForm(request.POST or None, request=request, decision=waiting) if waiting and not blockers else None
    if form and form.is_valid():
        services.confirm(waiting, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "异议已经办结。给双方的文书等评选办在“送达”里发出。")
        return redirect("publicity:objection-case", objection.pk)
    return _case(request, objection, {"form": form, "waiting": waiting, "blockers": blockers}, bound=bool(form and form.is_bound))


@page(Role.OFFICE, article="13(6)")
def objection_decide(request, pk):
    """The first hand: the outcome, the condition, the reason."""
    objection = _objection(request, pk)
    if blockers := services.decide_blockers(objection, request.actor):
        raise RuleRefused(blockers)
    form = DecisionForm(request.POST or None, objection=objection)
    if form.is_valid():
        services.decide(objection, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "处理意见已经拟好，请另一人核对后确认。")
        return redirect("publicity:objection-case", objection.pk)
    context = {"objection": objection, "edition": objection.edition, "form": form}
    return render(request, "publicity/objection_decide.html", context, status=422 if form.is_bound else 200)


@require_POST
@never_cache
@page(*READERS, article="13(6)")
def objection_identity(request, pk):
    """Who objected, shown once for a stated reason; the opening is an event."""
    objection = _objection(request, pk)
    form = OpeningForm(request.POST)
    identity = open_identity(objection, by=request.actor, at=request.at, **form.cleaned_data) if form.is_valid() else None
    return _case(request, objection, {"opening": form, "identity": identity}, bound=identity is None)


@page(*READERS, article="13(6)")
def objection_file(request, pk):
    """A file that came with an objection."""
    mine = ObjectionFile.objects.filter(objection__in=Objection.objects.visible_to(request.actor, request.at))
    row = get_object_or_404(mine.select_related("file", "objection__edition"), pk=pk)
    open_file(row, by=request.actor, at=request.at)
    return serve(row.file, asked=request.headers.get("Range", ""))


def _objection(request, pk) -> Objection:
    found = Objection.objects.visible_to(request.actor, request.at)
    parts = ("edition", "event", "publication__notice", "application__applicant__unit", "confirmation__decision", "confirmation__by")
    return get_object_or_404(found.select_related(*parts), pk=pk)


def _case(request, objection: Objection, context: dict, *, bound: bool = False):
    shared = {
        "objection": objection,
        "edition": objection.edition,
        "number": services.number_of(objection),
        "files": list(objection.files.select_related("file").order_by("event_id")),
        "hold": Hold.objects.standing().filter(application=objection.application_id).first(),
        "confirmation": getattr(objection, "confirmation", None),
        "office": request.actor.is_(Role.OFFICE),
        "identifies": may_identify(objection, request.actor, at=request.at),
        "opens_files": may_open_files(objection, request.actor, at=request.at),
        "opening": OpeningForm(),
    }
    return render(request, "publicity/objection_case.html", shared | context, status=422 if bound else 200)
