"""The house's pages of notices: what is out and what waits, composing a version, reading and confirming it."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.clock import shanghai
from core.dates import moment_in_words
from core.papers.pdf import render_pdf
from core.rules import Blocker, RuleRefused
from procedure.calendar.services import period_end, workdays
from procedure.calendar.workdays import UnknownYear
from procedure.calls.forms import soon
from procedure.editions.models import READERS, Edition
from procedure.supervision.models import watched
from publicity.notices import services
from publicity.notices.forms import NoticeForm, NoticeSigningForm
from publicity.notices.lists import in_words, unnoticed
from publicity.notices.models import OF_AWARD, PERIODIC, Notice, NoticeKind
from publicity.notices.papers import draft_paper, notice_blocks, printed
from publicity.notices.period import period_of
from publicity.notices.publishing import outdated
from publicity.notices.services import COMPOSED
from publicity.notices.words import suggested


@page(*READERS, article="13(5)")
def publicity(request):
    """The way in from the menu: the notices of the edition that runs; between editions, the list of editions."""
    edition = watched(Edition.objects.running(), request.actor, request.at, "pk").newest_first().first()
    return redirect("publicity:notices-office", edition.pk) if edition else redirect("/editions/")


@page(*READERS, article="13(5)")
def notices_office(request, pk):
    """Every version of an edition's notices, and what can be composed now."""
    edition = get_object_or_404(watched(Edition.objects.all(), request.actor, request.at, "pk"), pk=pk)
    found = Notice.objects.filter(edition=edition).select_related("by", "confirmation__by", "publication__appearance").order_by("-event_id")
    calendar = workdays()
    context = {
        "edition": edition,
        "rows": [_row(notice, calendar, request.at) for notice in found],
        "office": request.actor.is_(Role.OFFICE),
        "kinds": [_kind(edition, kind, request) for kind in COMPOSED] if request.actor.is_(Role.OFFICE) else [],
    }
    return render(request, "publicity/office.html", context)


@page(Role.OFFICE, article="13(5)")
def notice_compose(request, pk, kind):
    """Compose a version; it takes the place of the one of its kind that is not out."""
    edition = get_object_or_404(Edition, pk=pk)
    if kind not in COMPOSED:
        raise Http404
    kind = NoticeKind(kind)
    if blockers := services.compose_blockers(edition, kind, request.actor, at=request.at):
        raise RuleRefused(blockers)
    now = suggested(edition, kind)
    earlier = Notice.objects.unpublished(edition, kind)
    form = NoticeForm(
        request.POST or None, edition=edition, kind=kind, suggested=now, shown=_shown(earlier, now, request.at), at=request.at
    )
    if form.is_valid():
        notice = services.compose(edition, form.draft, by=request.actor, at=request.at)
        messages.success(request, f"{kind.label}已经拟好，请另一人核对后确认。")
        return redirect("publicity:draft", notice.pk)
    context = {"edition": edition, "kind": kind, "form": form, "rows": now["rows"], "workdays": now["workdays"], "earlier": earlier}
    context["award"] = kind in OF_AWARD
    return render(request, "publicity/compose.html", context, status=422 if form.is_bound else 200)


@page(*READERS, article="13(5)")
def draft(request, pk):
    """One version before it is out; the office's second hand confirms it here."""
    notice = _draft(request, pk)
    if hasattr(notice, "publication"):
        return redirect("publicity:notice", notice.publication.number)
    blockers = services.confirm_blockers(notice, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else NoticeSigningForm(request.POST or None, request=request, notice=notice)
    if form and form.is_valid():
        services.confirm(notice, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, f"{notice.get_kind_display()}已经确认，{moment_in_words(max(notice.publish_at, request.at))}发布。")
        return redirect("publicity:notices-office", notice.edition_id)
    context = {
        "notice": notice,
        "edition": notice.edition,
        "blocks": printed(notice_blocks(notice)),
        "ends_on": _ends_on(notice, request.at),
        "confirmed": hasattr(notice, "confirmation"),
        "outdated": outdated(notice),
        "own": notice.by_id == request.actor.person_id,
        "office": request.actor.is_(Role.OFFICE),
        "blockers": blockers,
        "form": form,
        "issuer": Unit.objects.office().name,
    }
    return render(request, "publicity/draft.html", context, status=422 if form and form.is_bound else 200)


@page(*READERS, article="13(5)")
def draft_pdf(request, pk):
    """The same version on paper, marked as a draft."""
    notice = _draft(request, pk)
    content = render_pdf(draft_paper(notice, Unit.objects.office().name))
    return FileResponse(BytesIO(content), filename=f"{notice.title}（稿）.pdf", as_attachment=True, content_type="application/pdf")


def _draft(request, pk) -> Notice:
    found = Notice.objects.visible_to(request.actor, request.at)
    return get_object_or_404(found.select_related("edition", "by", "grant", "confirmation__by", "publication", "call"), pk=pk)


def _shown(earlier: Notice | None, now: dict, at) -> dict:
    """What the form starts with: the version that it would replace, or the suggestion."""
    if earlier is None or earlier.rows != now["rows"]:
        return now | {"publish_at": max(earlier.publish_at, at) if earlier else soon(at)}
    return {name: getattr(earlier, name) for name in ("title", "text", "contact")} | {"publish_at": max(earlier.publish_at, at)}


def _ends_on(notice: Notice, at):
    """The last day of the period, were it published when it says; None without a period or a calendar."""
    try:
        return period_end(shanghai(max(notice.publish_at, at)), notice.workdays) if notice.kind in PERIODIC else None
    except UnknownYear:
        return None


def _kind(edition: Edition, kind: NoticeKind, request) -> dict:
    blockers: list[Blocker] = services.compose_blockers(edition, kind, request.actor, at=request.at)
    missing = "" if blockers or kind != NoticeKind.SUPPLEMENT else in_words([one.applicant for one in unnoticed(edition)])
    return {"kind": kind, "blockers": blockers, "waiting": Notice.objects.unpublished(edition, kind), "missing": missing}


def _row(notice: Notice, calendar, at) -> dict:
    publication = getattr(notice, "publication", None)
    period = None
    if publication:
        publication.notice = notice
        period = period_of(publication, calendar)
    return {"notice": notice, "publication": publication, "period": period, "runs": bool(period and period.runs(at))}
