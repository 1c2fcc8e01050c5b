"""How a meeting ended (article 18(8)): the secretary records it, a member who was there confirms, the moves are made in the same act.

The places are held under the edition's lock; the database itself refuses a sixth award and an eleventh nomination.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import SEATS, Application, Grade, Status
from applications.cases.places import QUOTAS, vacate
from applications.moves import DISQUALIFY
from applications.qualification.decisions import citable
from core.ledger.models import Covered
from core.ledger.services import cover, lock, ref
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.parameters.deliberating import MAJORITY, QUORUM, SHARES, reaches
from procedure.parameters.services import limit, value
from procedure.proposals.models import Proposal
from publicity.meetings.decided import DECIDING
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Outcome
from publicity.meetings.table import held_on_table, on_table, registered
from publicity.meetings.telling import tell_disqualified, tell_struck_off
from publicity.moves import DISQUALIFY_LATE, NOT_PROPOSE, PROPOSE, STRIKE_OFF
from review.evaluation import reading

ARTICLE = "18(8)"
DECIDE = Act("meeting-decision", "登记会议结果", ARTICLE, roles=(Role.SECRETARY, Role.LEADING_GROUP), steps=DECIDING)
LEAST = 10  # characters of a reason
LATE = "本届授奖已经登记，不能再列入，请写明不列入。"
VOTE, CONSENSUS, KEPT, HELD = "vote", "consensus", "kept", "held"
HOWS = {VOTE: "表决", CONSENSUS: "协商一致", KEPT: "维持原决定", HELD: "暂缓，本次不议"}


@dataclass(frozen=True)
class Result:
    """What the secretary records; the fields are those of `MeetingDecision`."""

    outcome: str
    rows: list[dict] = field(default_factory=list)
    reason: str = ""
    vacancy: str = ""
    authority: str = ""


@transaction.atomic
def propose(meeting: Meeting, result: Result, *, by: Actor, at: datetime) -> Proposal:
    """The secretary's hand. RuleRefused with everything that stands against the result, each applicant by name."""
    lock(meeting.edition.chain)
    edition = meeting.edition.fresh()
    DECIDE.refuse(blockers(meeting, by, at=at) or against(meeting, result))
    return DECIDE.propose(edition, meeting, content=asdict(result), by=by, at=at, facts=facts(meeting))


@transaction.atomic
def confirm(meeting: Meeting, *, by: Actor, at: datetime, signature: dict | None = None) -> MeetingDecision:
    """The member's hand: the result stands, and everybody is proposed or not. RuleRefused with every blocker."""
    lock(meeting.edition.chain)
    edition = meeting.edition.fresh()
    DECIDE.refuse(second_blockers(meeting, by, at=at))
    confirmation = DECIDE.confirm(edition, meeting, by=by, at=at, signature=signature, facts=facts(meeting))
    result = Result(**confirmation.proposal.content)
    DECIDE.refuse(against(meeting, result))
    came = Attendance.objects.newest(meeting)
    row = MeetingDecision(meeting=meeting, attendance=came, **vars(result), decision=confirmation, at=at)
    cover(lock(edition.chain), row, at=at, by=by, action="meeting.decide", object_ref=ref(meeting))
    if result.outcome == Outcome.DECIDED:
        carry_out(row, by=by, at=at, signature=signature)
    return row


def carry_out(decision: MeetingDecision, *, by: Actor, at: datetime, signature: dict | None = None) -> None:
    """Make the moves of a decision: who leaves a place first, then who takes one. RuleRefused where a move is."""
    edition = decision.meeting.edition
    table = {str(one.pk): one for one in on_table(edition)}
    meant = [(table[row["application"]], row) for row in decision.rows if row["how"] not in (KEPT, HELD)]
    hand = {"by": by, "at": at, "signature": signature}
    for one, row in meant:
        if condition := row.get("condition"):
            DISQUALIFY_LATE.make(one, reason=row["reason"], content={"article": condition}, **hand)
            vacate(one)
            tell_disqualified(one, condition, row["reason"], act=f"disqualify-{decision.pk}", by=by, at=at)
        elif one.status == Status.PROPOSED and one.grade != row["grade"]:
            STRIKE_OFF.make(one, reason=row["reason"], **hand)
            vacate(one)
            if not row["grade"]:
                tell_struck_off(one, row["reason"], act=f"strike-off-{decision.pk}", by=by, at=at)
        elif one.status == Status.CANDIDATE and not row["grade"]:
            NOT_PROPOSE.make(one, reason=row["reason"], **hand)
    for one, row in meant:
        if row["grade"] and one.grade != row["grade"]:
            take_seat(one, row["grade"])
            PROPOSE.make(one, reason=row["reason"], content={"grade": row["grade"]}, **hand)


def conditions_of(application: Application) -> list[str]:
    """Return the articles by which an application may be disqualified: its conditions, who may apply, the bans."""
    return citable(application, DISQUALIFY)


def take_seat(application: Application, grade: str) -> None:
    """Give an application the first free place of a grade, under the edition's lock. RuleRefused when none is free."""
    taken = Application.objects.filter(edition=application.edition_id, grade=grade).values_list("seat", flat=True)
    free = sorted(set(range(1, SEATS[Grade(grade)] + 1)) - set(taken))
    if not free:
        DECIDE.refuse([Blocker("8", DECIDE.label, f"{Grade(grade).label}的名额已经满了。")])
    Application.objects.filter(pk=application.pk).update(grade=grade, seat=free[0])
    application.grade, application.seat = grade, free[0]


def blockers(meeting: Meeting, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot record the result of the meeting now, whatever it is."""
    if found := DECIDE.blockers(meeting.edition, actor, at=at):
        return found
    if not actor.is_(Role.SECRETARY):
        return [DECIDE.blocker("会议结果由领导小组秘书登记，由到会的成员确认。")]
    return _standing(meeting)


def second_blockers(meeting: Meeting, actor: Actor, *, at: datetime) -> list[Blocker]:
    """As `blockers`, for the member who would confirm: he came, and left for nothing."""
    if found := DECIDE.second_blockers(meeting.edition, meeting, actor, at=at) or _standing(meeting):
        return found
    came, key = Attendance.objects.newest(meeting), str(actor.person_id)
    if not actor.is_(Role.LEADING_GROUP) or key not in came.present():
        return [DECIDE.blocker("会议结果由到会的领导小组成员确认。")]
    left = any(row["member"] == key for row in came.leaving)
    return [DECIDE.blocker("您在这次会议上有回避的事项，请另一位到会的成员确认。")] if left else []


def _standing(meeting: Meeting) -> list[Blocker]:
    if MeetingDecision.objects.filter(meeting=meeting).exists():
        return [DECIDE.blocker(f"{meeting}已经登记结果。")]
    return [] if Attendance.objects.newest(meeting) else [DECIDE.blocker("还没有登记到会和回避情况。")]


def quorum_fault(meeting: Meeting) -> str:
    """Return why too few came to decide, or nothing; nothing where the 细则 sets no quorum."""
    share, came = value(meeting.edition, QUORUM), Attendance.objects.newest(meeting)
    if not share or came is None or reaches(share, len(came.present()), len(came.rows)):
        return ""
    return f"到会{len(came.present())}人，应到{len(came.rows)}人，没有达到{SHARES[share][0]}，只能登记为流会。"


def against(meeting: Meeting, result: Result) -> list[Blocker]:
    """Return what stands against a result: the quorum, whoever is not spoken of, votes that do not add up, places."""
    if result.outcome != Outcome.DECIDED:
        short = len(result.reason.strip()) < LEAST
        return [DECIDE.blocker(f"请写明{Outcome(result.outcome).label}的理由，至少{LEAST}个字。")] if short else []
    if sentence := quorum_fault(meeting):
        return [DECIDE.blocker(sentence)]
    table = {str(one.pk): one for one in on_table(meeting.edition)}
    if sorted(row["application"] for row in result.rows) != sorted(table):
        return [DECIDE.blocker("决定没有写到全部候选，或者候选有了变化，请刷新后重新登记。")]
    held, late = held_on_table(meeting.edition), registered(meeting.edition)
    found = []
    for row in result.rows:
        one = table[row["application"]]
        if why := (LATE if late and row["grade"] else "") or _row_fault(meeting, row, one, held=one.pk in held):
            found.append(DECIDE.blocker(f"{one.applicant.unit}：{why}"))
    return found or _against_places(meeting.edition, result)


def facts(meeting: Meeting) -> dict:
    """Return what a result rests on: who came, the reading of the conditions, who is held, how everybody stands."""
    came, read = Attendance.objects.newest(meeting), reading.newest(meeting.edition)
    return {
        "attendance": came.digest() if came else "",
        "reading": read.digest() if read else "",
        "held": sorted(str(key) for key in held_on_table(meeting.edition)),
        "standing": sorted([str(one.pk), one.status, one.grade or ""] for one in on_table(meeting.edition)),
    }


def _row_fault(meeting: Meeting, row: Mapping, one: Application, *, held: bool) -> str:
    if row["how"] not in HOWS or (row["grade"] and row["grade"] not in Grade.values):
        return "请选决定方式和等次。"
    if (row["how"] == HELD) != held:
        return "正在暂缓，本次不议。" if held else "没有暂缓，请写明决定。"
    if held:
        return ""
    if row.get("condition") and not _may_disqualify(row, one):
        return "取消参评资格的，要写明不符合哪一条，不能同时列入，也不能写“维持原决定”。"
    if row["how"] == KEPT:
        same = one.status != Status.CANDIDATE and row["grade"] == (one.grade or "")
        return "" if same else "以前没有决定，或者等次改了，不能写“维持原决定”。"
    if len(row["reason"].strip()) < LEAST:
        return f"理由至少写{LEAST}个字。"
    return _vote_fault(meeting, row) if row["how"] == VOTE else ""


def _may_disqualify(row: Mapping, one: Application) -> bool:
    right = row["condition"] in conditions_of(one) and one.status in DISQUALIFY_LATE.sources
    return right and not row["grade"] and row["how"] != KEPT


def _vote_fault(meeting: Meeting, row: Mapping) -> str:
    voting = Attendance.objects.newest(meeting).voting(row["application"])
    if row["for"] + row["against"] + row["abstained"] != voting:
        return f"赞成、反对和弃权合计要等于到会并且不回避的{voting}人。"
    share = value(meeting.edition, MAJORITY)
    if row["grade"] and share and not reaches(share, row["for"], voting):
        return f"赞成{row['for']}票，没有达到{SHARES[share][0]}，不能列入。"
    return ""


def _against_places(edition: Edition, result: Result) -> list[Blocker]:
    """No more than the edition's own numbers, which are never more than article 8's; a place left empty has its reason."""
    count = {grade: sum(row["grade"] == grade.value for row in result.rows) for grade in Grade}
    found = [
        Blocker("8", DECIDE.label, f"{grade.label}列入{count[grade]}个，本届名额是{limit(edition, quota)}个。")
        for grade, quota in QUOTAS.items()
        if count[grade] > limit(edition, quota)
    ]
    empty = any(count[grade] < limit(edition, quota) for grade, quota in QUOTAS.items())
    if not found and empty and len(result.vacancy.strip()) < LEAST:
        found.append(DECIDE.blocker(f"有名额空缺，请写明空缺的理由，至少{LEAST}个字。"))
    return found


def done(meeting: Meeting) -> Covered | None:
    """Return the result on record, or None."""
    return MeetingDecision.objects.filter(meeting=meeting).select_related("decision__proposal__by", "decision__by").first()
