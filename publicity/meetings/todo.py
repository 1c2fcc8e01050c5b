"""What the leading group's meeting asks of the secretary and of the members; and of the office when a list came back to it."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from publicity.meetings import deciding, guards, services, striking
from publicity.meetings.decided import DECIDING
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Minutes, Outcome
from publicity.objections.models import Objection
from publicity.objections.models import Outcome as Result
from review.evaluation.models import CandidateList

ARTICLE = "18(8)"
WHO = (Role.SECRETARY, Role.LEADING_GROUP, Role.OFFICE)


def todo(asking: Asking) -> list[Todo]:
    """Return the next thing that the meeting of each edition in its step asks of this actor."""
    if not asking.actor.is_(*WHO):
        return []
    return [item for edition in asking.editions if edition.step in DECIDING for item in _of(edition, asking.actor, asking.at)]


def _of(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    last = Meeting.objects.newest(edition)
    if actor.is_(Role.OFFICE):
        return _office(edition, last, at)
    if actor.is_(Role.LEADING_GROUP):
        return _confirm(edition, last, actor, at) + _strikes(edition, actor, at)
    return _secretary(edition, last, actor, at) + _strikes(edition, actor, at)


def _secretary(edition: Edition, last: Meeting | None, actor: Actor, at: datetime) -> list[Todo]:
    decision = MeetingDecision.objects.filter(meeting=last).first() if last else None
    if last and decision is None:
        return _record(last, at)
    if last and not Minutes.objects.filter(meeting=last).exists():
        url = reverse("publicity:meeting-minutes", args=[last.pk])
        return [Todo(f"登记{last}的纪要", "领导小组印发纪要以后，登记编号、日期和扫描件。", url, "登记纪要", ARTICLE)]
    if guards.meeting_decided.check(edition, at) and not services.call_blockers(edition, actor, at=at):
        text = "候选名单已经报告领导小组，请通知全体成员开会，把通知登记在这里。"
        return [Todo(f"召集{edition}的全体会议", text, reverse("publicity:meeting-call", args=[edition.pk]), "登记召集会议", ARTICLE)]
    return []


def _record(meeting: Meeting, at: datetime) -> list[Todo]:
    """The meeting was called: who came, then how it ended."""
    if at < meeting.held_at or deciding.DECIDE.proposal(meeting):
        return []
    day = shanghai(meeting.held_at)
    if Attendance.objects.newest(meeting) is None:
        url = reverse("publicity:meeting-attendance", args=[meeting.pk])
        return [Todo(f"登记{meeting}的到会和回避", "会议开过以后，登记谁到会、谁回避。", url, "登记到会", ARTICLE, day)]
    url = reverse("publicity:meeting-decide", args=[meeting.pk])
    return [Todo(f"登记{meeting}的结果", "作出决定、流会，或者退回补充研究。", url, "登记结果", ARTICLE, day)]


def _confirm(edition: Edition, last: Meeting | None, actor: Actor, at: datetime) -> list[Todo]:
    proposal = deciding.DECIDE.proposal(last) if last else None
    if proposal is None or deciding.second_blockers(last, actor, at=at):
        return []
    url, text = reverse("publicity:meeting-decide", args=[last.pk]), f"{proposal.by.name}已经登记，请核对后确认，或者退回。"
    return [Todo(f"确认{last}的结果", text, url, "核对并确认", ARTICLE)]


def _strikes(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    """Strike-offs by authority: of the secretary where an objection was upheld, of a member what waits for his hand."""
    if actor.is_(Role.SECRETARY):
        return _upheld(edition, actor, at)
    open_ones = Proposal.objects.awaiting().filter(move=striking.STRIKE.name, edition=edition).exclude(by=actor.person)
    open_ones = list(open_ones.select_related("grant"))
    proposed = Application.objects.filter(pk__in=[one.subject for one in open_ones], status=Status.PROPOSED)
    keys = set(map(str, proposed.values_list("pk", flat=True))) if open_ones else set()
    return [
        Todo(
            "确认依授权取消拟授奖",
            "秘书已经经办，请核对后确认。",
            reverse("publicity:strike-off", args=[one.subject]),
            "核对并确认",
            "12(4)",
        )
        for one in open_ones
        if striking.STRIKE.awaits(one, actor, at=at) and one.subject in keys
    ]


def _upheld(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    """Whoever is proposed although an objection to him was upheld: off by authority, or by a meeting where the minutes give none."""
    held = Hold.objects.standing().filter(application__edition=edition).values("application")
    upheld = Objection.objects.filter(edition=edition, confirmation__decision__outcome=Result.UPHELD).values("application")
    found = Application.objects.filter(pk__in=upheld, status=Status.PROPOSED).exclude(pk__in=held).whole().order_by("number", "pk")
    return [_strike(one, actor, at) for one in found if striking.STRIKE.proposal(one) is None]


def _strike(application: Application, actor: Actor, at: datetime) -> Todo:
    title = f"取消{application.applicant}的拟授奖"
    if striking.blockers(application, actor, at=at):
        text = "对它的异议成立，纪要没有授权取消，请再次召开全体会议。"
        return Todo(title, text, reverse("publicity:meetings", args=[application.edition_id]), "看会议", "12(4)")
    text = "对它的异议成立。纪要授权取消的，由您经办，领导小组成员确认，不再开会。"
    return Todo(title, text, reverse("publicity:strike-off", args=[application.pk]), "依授权取消", "12(4)")


def _office(edition: Edition, last: Meeting | None, at: datetime) -> list[Todo]:
    decision = MeetingDecision.objects.filter(meeting=last).first() if last else None
    if decision and decision.outcome == Outcome.RETURNED and CandidateList.objects.newest(edition) == last.list:
        text = f"领导小组把候选名单退回补充研究：{decision.reason}"
        return [Todo("另提候选名单", text, reverse("review:candidates", args=[edition.pk]), "去定名单", ARTICLE)]
    if decision and decision.outcome == Outcome.DECIDED and guards.conditions_asked_again.check(edition, at):
        text = "公示以前，向有关部门再问一次第九条、第十一条的条件，再核对一次。"
        return [Todo("再次核对资格条件", text, reverse("review:eligibility", args=[edition.pk]), "去核对", ARTICLE)]
    return []
