"""The pages of the leading group's meetings: called, attended, decided by secretary and member, the minutes on record."""

from datetime import datetime
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.holds.services import offered
from applications.moves import STANDING
from core.files.serving import serve
from core.papers.pdf import render_pdf
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import READERS, Edition
from procedure.parameters.catalogue import AWARD_QUOTA, NOMINATION_QUOTA
from procedure.parameters.services import limit
from procedure.supervision.models import watched
from publicity.guards import award_stood, objections_settled
from publicity.meetings import deciding, guards, services, striking
from publicity.meetings.forms import AttendanceForm, CallForm, DecisionForm, MinutesForm, StrikeForm
from publicity.meetings.minutes import minutes_paper, results_of
from publicity.meetings.models import Attendance, Meeting, MeetingDecision
from publicity.meetings.table import held_on_table, members, on_table, ties

ARTICLE = "18(8)"
DECIDERS = (Role.SECRETARY, Role.LEADING_GROUP)
GATE = (guards.meeting_decided, guards.minutes_recorded, guards.conditions_asked_again, award_stood, objections_settled)


class DecisionPage(ActPage):
    """The page of the result: the secretary's hand, then that of a member who was there."""

    def _blockers(self, request, second):
        ask = deciding.second_blockers if second else deciding.blockers
        return ask(self.subject, request.actor, at=request.at)


class StrikePage(ActPage):
    """The page of a strike-off by authority; what stands against it depends on the application."""

    def _blockers(self, request, second):
        found = striking.blockers(self.subject, request.actor, at=request.at)
        return found or (self.act.second_blockers(self.edition, self.subject, request.actor, at=request.at) if second else [])


@page(*READERS, article=ARTICLE)
@require_safe
def meetings(request, pk):
    """Every meeting of an edition, what the step still waits for, and who is proposed."""
    edition = get_object_or_404(watched(Edition.objects.all(), request.actor, request.at, "pk"), pk=pk)
    found = Meeting.objects.visible_to(request.actor, request.at).filter(edition=edition).whole().order_by("-number")
    table = list(on_table(edition))
    held = held_on_table(edition)
    secretary, may = request.actor.is_(Role.SECRETARY), _may_hold(edition, table, held, request.actor, request.at)
    context = {
        "edition": edition,
        "meetings": found,
        "gate": [_condition(guard, edition, request.at) for guard in GATE] if edition.step in deciding.DECIDING else [],
        "secretary": secretary,
        "blockers": services.call_blockers(edition, request.actor, at=request.at) if secretary else [],
        "table": [{"application": one, "held": one.pk in held, "holds": one.pk in may} for one in table],
        "decides": request.actor.is_(*DECIDERS),
    }
    return render(request, "publicity/meetings.html", context)


def _may_hold(edition: Edition, table: list[Application], held: set, actor: Actor, at: datetime) -> set:
    """The applications that this actor may set aside or set free: none after the edition, none for which he must leave."""
    if not offered(edition, actor, at):
        return set()
    leaves = ties(edition, [actor.person])[str(actor.person_id)]
    return {one.pk for one in table if (one.pk in held or one.status in STANDING) and str(one.pk) not in leaves}


@page(Role.SECRETARY, article=ARTICLE)
def meeting_call(request, pk):
    """Record that a meeting was called."""
    edition = get_object_or_404(Edition, pk=pk)
    if why := services.call_blockers(edition, request.actor, at=request.at):
        raise RuleRefused(why)
    form = CallForm(request.POST or None, request.FILES or None, demo=edition.demo)
    if form.is_valid():
        scan = form.cleaned_data.pop("scan", None)
        meeting = services.call_meeting(edition, services.Invitation(**form.cleaned_data), scan=scan, by=request.actor, at=request.at)
        messages.success(request, f"{meeting}已经登记。开会以后，登记到会和回避情况。")
        return redirect("publicity:meeting", meeting.pk)
    people = members(edition, request.at)
    return render(
        request,
        "publicity/meeting_call.html",
        {"edition": edition, "form": form, "people": people},
        status=422 if form.is_bound else 200,
    )


@page(*READERS, article=ARTICLE)
@require_safe
def meeting(request, pk):
    """One meeting: what is on record of it, and what comes next."""
    meeting = _meeting(request, pk)
    decision = getattr(meeting, "decision", None)
    came = decision.attendance if decision else Attendance.objects.newest(meeting)
    names = {str(one.pk): str(one.applicant) for one in on_table(meeting.edition)} if came else {}
    context = {
        "edition": meeting.edition,
        "meeting": meeting,
        "attendance": came,
        "present": [row["name"] for row in came.rows if row["present"]] if came else [],
        "absent": [row["name"] for row in came.rows if not row["present"]] if came else [],
        "leaving": _leaving(came, names),
        "decision": decision,
        "rows": results_of(meeting.edition, decision.rows) if decision else [],
        "minutes": getattr(meeting, "minutes", None),
        "secretary": request.actor.is_(Role.SECRETARY),
        "decides": request.actor.is_(*DECIDERS),
        "begun": request.at >= meeting.held_at,
        "quorum_fault": "" if decision else deciding.quorum_fault(meeting),
        "proposal": None if decision else deciding.DECIDE.proposal(meeting),
    }
    return render(request, "publicity/meeting.html", context)


@page(Role.SECRETARY, article=ARTICLE)
def meeting_attendance(request, pk):
    """Record who came and who left for an item."""
    meeting = _meeting(request, pk)
    if why := services.attendance_blockers(meeting, request.actor, at=request.at):
        raise RuleRefused(why)
    people, table = members(meeting.edition, meeting.held_at), list(on_table(meeting.edition))
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        people=people,
        table=table,
        ties=ties(meeting.edition, people),
        stood=Attendance.objects.newest(meeting),
    )
    if form.is_valid():
        services.record_attendance(meeting, form.rows(), form.leaving(), by=request.actor, at=request.at)
        messages.success(request, "到会和回避情况已经登记，接着登记会议结果。")
        return redirect("publicity:meeting", meeting.pk)
    context = {"edition": meeting.edition, "meeting": meeting, "form": form}
    return render(request, "publicity/meeting_attendance.html", context, status=422 if form.is_bound else 200)


@page(*DECIDERS, article=ARTICLE)
def meeting_decide(request, pk):
    """The result: recorded by the secretary, confirmed by a member who was there."""
    meeting = _meeting(request, pk)
    edition, proposal = meeting.edition, deciding.DECIDE.proposal(meeting)
    table, came = list(on_table(edition)), Attendance.objects.newest(meeting)
    listed = {row["application"]: row for row in meeting.list.rows}
    content = proposal.content if proposal else None
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, table=table, held=held_on_table(edition), listed=listed, content=content)
    voting = {str(one.pk): came.voting(str(one.pk)) for one in table} if came else {}
    return DecisionPage(
        act=deciding.DECIDE,
        edition=edition,
        subject=meeting,
        form=form,
        propose=lambda form: deciding.propose(meeting, form.result(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: deciding.confirm(meeting, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}{meeting}的结果",
        template="publicity/meeting_decide.html",
        then=reverse("publicity:meeting", args=[meeting.pk]),
        done="会议结果已经登记。",
        context={
            "meeting": meeting,
            "lines": [line | {"voting": voting.get(str(line["application"].pk), 0)} for line in form.lines()],
            "quorum_fault": deciding.quorum_fault(meeting),
            "award_quota": limit(edition, AWARD_QUOTA),
            "nomination_quota": limit(edition, NOMINATION_QUOTA),
            "content": content,
            "rows": results_of(edition, content["rows"]) if content else [],
        },
    ).answer(request)


@page(Role.SECRETARY, article=ARTICLE)
def meeting_minutes(request, pk):
    """Record the minutes once they are issued."""
    meeting = _meeting(request, pk)
    if why := services.minutes_blockers(meeting, request.actor, at=request.at):
        raise RuleRefused(why)
    form = MinutesForm(request.POST or None, request.FILES or None, demo=meeting.edition.demo)
    if form.is_valid():
        services.record_minutes(meeting, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, "纪要已经登记。")
        return redirect("publicity:meeting", meeting.pk)
    context = {"edition": meeting.edition, "meeting": meeting, "form": form}
    return render(request, "publicity/meeting_minutes.html", context, status=422 if form.is_bound else 200)


@page(*READERS, article=ARTICLE)
@require_safe
def meeting_minutes_draft(request, pk):
    """The draft of the minutes as PDF, from what is on record."""
    meeting = _meeting(request, pk)
    decision = MeetingDecision.objects.filter(meeting=meeting).select_related("meeting__edition", "meeting__list", "attendance").first()
    if decision is None:
        raise Http404
    content = BytesIO(render_pdf(minutes_paper(decision)))
    return FileResponse(content, filename=f"{meeting}纪要（代拟稿）.pdf", as_attachment=True, content_type="application/pdf")


@page(*READERS, article=ARTICLE)
@require_safe
def meeting_scan(request, pk, of):
    """The scan of the call or of the minutes."""
    meeting = _meeting(request, pk)
    row = meeting if of == "call" else getattr(meeting, "minutes", None) if of == "minutes" else None
    if row is None or row.scan is None:
        raise Http404
    return serve(row.scan, asked=request.headers.get("Range", ""))


@page(*DECIDERS, article="12(4)")
def strike_off(request, pk):
    """Take a name off by the authority of the minutes."""
    found = Application.objects.filter(pk__in=Application.objects.filter(status__in=["proposed", "not_proposed", "disqualified"])).whole()
    application = get_object_or_404(found, pk=pk)
    edition = application.edition
    decision = MeetingDecision.objects.decided(edition)
    return StrikePage(
        act=striking.STRIKE,
        edition=edition,
        subject=application,
        form=StrikeForm(request.POST if request.method == "POST" else None, application=application),
        propose=lambda form: striking.propose(application, **form.cleaned_data, by=request.actor, at=request.at),
        confirm=lambda proposal, signature: striking.confirm(application, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}：取消{application.applicant}的拟授奖",
        template="publicity/strike_off.html",
        then=reverse("publicity:meetings", args=[edition.pk]),
        done=f"{application.applicant}已经取消，名额空出。",
        context={"application": application, "authority": decision.authority if decision else ""},
    ).answer(request)


def _meeting(request, pk) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.actor, request.at).whole(), pk=pk)


def _leaving(came: Attendance | None, names: dict) -> list[dict]:
    members_ = {row["member"]: row["name"] for row in came.rows} if came else {}
    rows = came.leaving if came else []
    return [{"member": members_[row["member"]], "name": names.get(row["application"], ""), "reason": row["reason"]} for row in rows]


def _condition(guard, edition, at) -> dict:
    blocker = guard.blocker(edition, at)
    state = "ok" if not blocker else "wait" if blocker.wait else "shut"
    return {"state": state, "label": guard.label, "sentence": blocker.sentence if blocker else "", "article": guard.article}
