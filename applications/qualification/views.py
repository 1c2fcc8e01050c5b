"""The office's pages of step 3: the queue, its sheet, one case condition by condition, its files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.applicants.services import people_of
from applications.applicants.twice import twice
from applications.cases.models import Application, Status, StatusChange
from applications.eligibility.services import bans, findings
from applications.eligibility.verdict import Verdict
from applications.honours.services import namesakes
from applications.moves import ACCEPT, DECLINE, DISQUALIFY
from applications.qualification import checks
from applications.qualification.body import of_body, sealed_in
from applications.qualification.conditions import state_of
from applications.qualification.departments import opinions
from applications.qualification.forms import ChecksForm, FilterForm
from applications.qualification.models import ConditionCheck, DepartmentAnswer
from applications.qualification.queue import PLACES, Filters, keys_of, overview, rows_of, sheet
from applications.snapshots.models import Snapshot
from applications.snapshots.reading import sections
from core.files.kinds import Kind
from core.files.models import StoredFile
from core.files.serving import serve
from core.ledger.services import ref
from core.rules import RuleRefused
from procedure.editions.models import Edition
from procedure.letters.models import Letter

PAGE = 50
STATES = {Verdict.PASS: "ok", Verdict.FAIL: "shut", Verdict.PERSON: "note"}


NOTHING = {
    "heading": "资格审查",
    "title": "现在没有正在评选的届次",
    "text": "一届评选开始以后，送到评选办的申报列在这里，逐条审查，两人决定受理或者不予受理。",
    "article": "13(3)",
}


@page(Role.OFFICE, article="18(3)")
@require_safe
def queue(request, pk):
    """Every application of an edition, where it stands and what is to be done; the filters stand in the URL."""
    edition = get_object_or_404(Edition, pk=pk)
    form, known = FilterForm(request.GET), overview(edition, request.actor)
    found = Paginator(keys_of(edition, request.actor, known, form.filters()), PAGE)
    if form.filters() == Filters():
        found.count = known.counts.total()
    shown = found.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "edition": edition,
        "form": form,
        "page": shown,
        "rows": rows_of(edition, request.actor, known, shown.object_list),
        "total": known.counts.total(),
        "kept": found.count,
        "query": f"{query.urlencode()}&" if query else "",
        "places": [(key, label, known.counts[key]) for key, label in PLACES.items() if known.counts[key]],
    }
    return render(request, "applications/qualification_queue.html", context)


@page(Role.OFFICE, article="18(3)")
@require_safe
def queue_sheet(request, pk):
    """The same list, with the same filters, as Excel."""
    edition = get_object_or_404(Edition, pk=pk)
    filters = FilterForm(request.GET).filters()
    known = overview(edition, request.actor)
    rows = rows_of(edition, request.actor, known, keys_of(edition, request.actor, known, filters))
    response = HttpResponse(sheet(edition, rows), content_type=Kind.XLSX.media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{edition}资格审查.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@page(Role.OFFICE, article="18(3)")
def case(request, pk):
    """One application: every condition beside what the system reads, answers, opinions, contents; findings are saved here."""
    application = seen(request, pk)
    snapshot = Snapshot.objects.latest_of(application)
    blockers = checks.check_blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = ChecksForm(request.POST or None, request.FILES or None, state=state_of(application, snapshot))
    if form.is_valid():
        if request.POST.get("snapshot") != str(snapshot.pk):
            raise RuleRefused(f"申报已经有新的一版，请看过{snapshot}再审查。", article=checks.ARTICLE)
        rows = checks.record_checks(application, form.found(), snapshot=snapshot, by=request.actor, at=request.at)
        messages.success(request, f"已经保存{len(rows)}项审查结论。")
        return redirect("applications:qualification_case", application.pk)
    context = _case(request, application, snapshot) | {
        "application": application,
        "snapshot": snapshot,
        "form": form,
        "rows": _rows(form, application, request.at),
        "blockers": blockers,
    }
    return render(request, "applications/qualification_case.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="18(3)")
@require_safe
def qualification_now(request):
    """The queue of the edition that runs, for the menu."""
    edition = Edition.objects.current()
    if edition is None:
        return render(request, "procedure/nothing.html", NOTHING)
    return redirect("applications:qualification", edition.pk)


def seen(request, pk) -> Application:
    """Return an application that the office may see, or answer 404."""
    return get_object_or_404(Application.objects.visible_to(request.actor).whole(), pk=pk)


def _rows(form, application, at) -> list[dict]:
    """Each condition as the page shows it: the rules' words, what the system reads, the office's finding."""
    read, version = {finding.article: finding for finding in findings(application, at)}, application.edition.rules_version
    return [row | {"words": row["item"].words(version), "system": read.get(row["item"].code)} for row in form.rows()]


def _case(request, application, snapshot) -> dict:
    changes = StatusChange.objects.filter(subject=application).select_related("by", "unit").order_by("-pk")
    return of_body(application, request.actor, request.at) | {
        "bans": _bans(application),
        "letter_waits": Letter.objects.waiting().filter(subject_ref=ref(application)).exists(),
        "sections": _sections(application, snapshot),
        "files": snapshot.content["files"] if snapshot else [],
        "opinions": opinions(application),
        "changes": changes,
        "twice": twice(application),
        "decisions": [_decision(move, application, request) for move in (ACCEPT, DECLINE)],
        "disqualification": _decision(DISQUALIFY, application, request) if application.status in DISQUALIFY.sources else None,
        "deciding": application.status == Status.RECOMMENDED,
        "gate": [_condition(guard, application, request.at) for guard in ACCEPT.guards] if application.status == Status.RECOMMENDED else [],
    }


def _bans(application) -> list[dict]:
    """What is on record against applying again; of the same name alone a person must look."""
    found = [
        {"state": STATES[one.verdict], "label": one.label, "sentence": one.sentence, "article": one.article} for one in bans(application)
    ]
    people = people_of(application.applicant)
    names = [person.name for person in people] or [application.applicant.unit.name]
    said = "以往获奖记录里有同名的，没有代码或者账号，请核对是不是同一人或同一单位。"
    return found + [{"state": "note", "label": str(row), "sentence": said, "article": "6"} for row in namesakes(names)]


def _sections(application, snapshot) -> list:
    if snapshot is None:
        return []
    snapshot.application = application
    return sections(snapshot)


def _decision(move, application, request) -> dict:
    proposal = move.proposal(application)
    return {"move": move, "proposal": proposal, "own": proposal is not None and proposal.by_id == request.actor.person_id}


def _condition(guard, application, at) -> dict:
    blocker = guard.blocker(application, at)
    return {
        "state": "ok" if blocker is None else "shut",
        "label": guard.label,
        "sentence": blocker.sentence if blocker else "",
        "article": guard.article,
    }


@page(Role.OFFICE, article="18(3)")
@require_safe
def case_file(request, pk, file):
    """A file of a version that was submitted, the proof of a finding, the scan of a department's answer, the sealed paper of the body."""
    application = seen(request, pk)
    stored = get_object_or_404(StoredFile, pk=file)
    handed_in = {entry["file"] for content in _contents(application) for entry in content["files"]}
    proofs = ConditionCheck.objects.filter(snapshot__application=application, evidence=stored)
    scans = DepartmentAnswer.objects.filter(application=application, scan=stored)
    if str(stored.pk) not in handed_in and not proofs.exists() and not scans.exists() and not sealed_in(application, stored):
        raise Http404
    return serve(stored, inline="inline" in request.GET, asked=request.headers.get("Range", ""))


def _contents(application):
    return Snapshot.objects.filter(application=application).values_list("content", flat=True)
