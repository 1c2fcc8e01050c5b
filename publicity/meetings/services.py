"""Calling a meeting, who came and who left for an item, and the minutes once they are issued: recorded by the secretary."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from procedure.editions.models import Edition, Step
from publicity.meetings.decided import DECIDING
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Minutes, Outcome
from publicity.meetings.table import members, on_table, registered, ties, undecided
from review.evaluation import group
from review.evaluation.models import CandidateList

ARTICLE = "18(8)"
CALL, ATTEND, MINUTES = "召集全体会议", "登记到会和回避", "登记会议纪要"


@dataclass(frozen=True)
class Invitation:
    """What the members were told: when and where, on which day, how."""

    held_at: datetime
    place: str
    called_on: date
    how: str


@transaction.atomic
def call_meeting(edition: Edition, words: Invitation, *, by: Actor, at: datetime, scan: File | None = None) -> Meeting:
    """Put the calling of a meeting on record. RuleRefused with everything that stands against it."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    head, edition = lock(edition.chain), edition.fresh()
    refuse(call_blockers(edition, by, at=at) or _against(words, stored, demo=edition.demo, at=at))
    before = Meeting.objects.newest(edition)
    row = Meeting(
        edition=edition,
        number=before.number + 1 if before else 1,
        list=CandidateList.objects.newest(edition),
        **vars(words),
        **_scan(stored),
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="meeting.call")


def call_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why no meeting can be called now: hand, step, a meeting that has not ended, a list that was not reported."""
    if sentence := _not_the_secretary(actor, CALL, at):
        return [Blocker(ARTICLE, CALL, sentence)]
    if edition.step not in DECIDING:
        return [Blocker(ARTICLE, CALL, f"本届正处于“{Step(edition.step).label}”，不能{CALL}。")]
    # A candidate set free after the register is still decided over: the edition cannot end before.
    if registered(edition) and not undecided(edition):
        return [Blocker(ARTICLE, CALL, "授奖已经登记，名单不再改变。")]  # docs/decisions/0013
    last = Meeting.objects.newest(edition)
    if last and not MeetingDecision.objects.filter(meeting=last).exists():
        return [Blocker(ARTICLE, CALL, f"{last}还没有登记结果。")]
    returned = last and MeetingDecision.objects.filter(meeting=last, outcome=Outcome.RETURNED).exists()
    if returned and CandidateList.objects.newest(edition) == last.list:
        return [Blocker(ARTICLE, CALL, "候选名单已经退回补充研究，评选办还没有提出新的一版。")]
    if group.standing(edition) is None:
        return [Blocker("13(5)", CALL, "现在的候选名单和综合评价报告还没有向领导小组报告。")]
    return []


@transaction.atomic
def record_attendance(meeting: Meeting, rows: list[dict], leaving: list[dict], *, by: Actor, at: datetime) -> Attendance:
    """Record who came and who left for an item; it takes the place of what stood. RuleRefused with every fault."""
    head = lock(meeting.edition.chain)
    refuse(attendance_blockers(meeting, by, at=at) or _against_attendance(meeting, rows, leaving, at))
    row = Attendance(meeting=meeting, rows=rows, leaving=leaving, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="meeting.attend", object_ref=ref(meeting))


def attendance_blockers(meeting: Meeting, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot record now who came."""
    if sentence := _not_the_secretary(actor, ATTEND, at):
        return [Blocker(ARTICLE, ATTEND, sentence)]
    if MeetingDecision.objects.filter(meeting=meeting).exists():
        return [Blocker(ARTICLE, ATTEND, f"{meeting}已经登记结果，到会情况不能再改。")]
    if at < meeting.held_at:
        return [Blocker(ARTICLE, ATTEND, "会议还没有开。", wait=True)]
    return []


@transaction.atomic
def record_minutes(meeting: Meeting, *, number: str, dated_on: date, by: Actor, at: datetime, scan: File | None = None) -> Minutes:
    """Put the issued minutes on record. RuleRefused for another hand, before the result, for a day out of reach, without the scan."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    head = lock(meeting.edition.chain)
    found = minutes_blockers(meeting, by, at=at)
    if not found and not shanghai(meeting.held_at) <= dated_on <= shanghai(at):
        found = [Blocker(ARTICLE, MINUTES, "印发日期在开会当天和今天之间。")]
    if not found and stored is None and not meeting.edition.demo:
        found = [Blocker(ARTICLE, MINUTES, "请附纪要的扫描件。")]
    refuse(found)
    row = Minutes(meeting=meeting, number=number, dated_on=dated_on, **_scan(stored), by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="meeting.minutes", object_ref=ref(meeting))


def minutes_blockers(meeting: Meeting, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot record the minutes now."""
    if sentence := _not_the_secretary(actor, MINUTES, at):
        return [Blocker(ARTICLE, MINUTES, sentence)]
    if not MeetingDecision.objects.filter(meeting=meeting).exists():
        return [Blocker(ARTICLE, MINUTES, f"{meeting}还没有登记结果。")]
    return [Blocker(ARTICLE, MINUTES, "纪要已经登记。")] if Minutes.objects.filter(meeting=meeting).exists() else []


def _not_the_secretary(actor: Actor, label: str, at: datetime) -> str:
    right = actor.is_(Role.SECRETARY) and actor.grant.in_force(at)
    return "" if right else f"由领导小组秘书{label}。"


def _against(words: Invitation, stored: StoredFile | None, *, demo: bool, at: datetime) -> list[Blocker]:
    found = []
    if words.called_on > shanghai(at):
        found.append("通知日期还没有到。")
    if words.called_on > shanghai(words.held_at):
        found.append("通知日期晚于开会日期。")
    if not words.place.strip() or not words.how.strip():
        found.append("请写明地点和通知方式。")
    if stored is None and not demo:
        found.append("请附会议通知的扫描件。")
    return [Blocker(ARTICLE, CALL, sentence) for sentence in found]


def _against_attendance(meeting: Meeting, rows: list[dict], leaving: list[dict], at: datetime) -> list[Blocker]:
    """Every member stands in the record; whoever has a tie to an application and came has left for it."""
    people, table = members(meeting.edition, meeting.held_at), {str(one.pk): one for one in on_table(meeting.edition)}
    if [row["member"] for row in rows] != [str(one.pk) for one in people]:
        return [Blocker(ARTICLE, ATTEND, "领导小组成员有变化，请刷新后重新登记。")]
    present = {row["member"] for row in rows if row["present"]}
    if any(row["member"] not in present or row["application"] not in table for row in leaving):
        return [Blocker(ARTICLE, ATTEND, "回避的人没有到会，或者申报不在议题里，请刷新后重新登记。")]
    left = {(row["member"], row["application"]) for row in leaving}
    tied = ties(meeting.edition, [one for one in people if str(one.pk) in present])
    return [
        Blocker("28", ATTEND, f"{one.name}与{table[key].applicant.unit}有利害关系，或者代表推荐单位办过，请登记回避。")
        for one in people
        for key in sorted(tied.get(str(one.pk), ()))
        if (str(one.pk), key) not in left
    ]


def _scan(stored: StoredFile | None) -> dict:
    return {"scan": stored, "scan_sha256": stored.sha256 if stored else ""}
