"""Taking a name off by the authority of the minutes (procedure §1), without meeting again: recorded by one, confirmed by a member.

Where it is because a condition is not met, the article is named, and the application is disqualified (procedure §2).
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.cases.places import vacate
from core.ledger.services import cover, lock, ref
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.proposals.models import Proposal
from publicity.meetings.decided import DECIDING
from publicity.meetings.deciding import LEAST, conditions_of
from publicity.meetings.models import MeetingDecision, Minutes, StrikeOff
from publicity.meetings.telling import tell_disqualified, tell_struck_off
from publicity.moves import DISQUALIFY_LATE, STRIKE_OFF

STRIKE = Act("strike-off-by-authority", "依纪要授权取消拟授奖", "12(4)", roles=(Role.SECRETARY, Role.LEADING_GROUP), steps=DECIDING)


@transaction.atomic
def propose(application: Application, *, reason: str, by: Actor, at: datetime, condition: str = "") -> Proposal:
    """The first hand. RuleRefused without an authority on record, and for an application that is not proposed.

    `condition` is the article that is not met, where the application is disqualified.
    """
    lock(application.edition.chain)
    application = application.fresh()
    STRIKE.refuse(blockers(application, by, at=at) or against_words(application, reason, condition))
    edition = application.edition.fresh()
    content = {"condition": condition} if condition else {}
    return STRIKE.propose(edition, application, content=content, reason=reason, by=by, at=at, facts=_facts(application))


@transaction.atomic
def confirm(application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> StrikeOff:
    """The second hand: the name is off and its place free; the letter waits for the office. RuleRefused with every blocker."""
    lock(application.edition.chain)
    application = application.fresh()
    edition = application.edition.fresh()
    STRIKE.refuse(blockers(application, by, at=at))
    if not by.is_(Role.LEADING_GROUP):
        STRIKE.refuse([STRIKE.blocker("由领导小组成员确认。")])
    confirmation = STRIKE.confirm(edition, application, by=by, at=at, signature=signature, facts=_facts(application))
    reason = confirmation.proposal.reason
    meeting = MeetingDecision.objects.decided(edition).meeting
    row = StrikeOff(meeting=meeting, application=application, reason=reason, decision=confirmation, at=at)
    cover(lock(edition.chain), row, at=at, by=by, action="meeting.strike-off", object_ref=ref(application))
    condition, act = row.condition(), f"strike-off-{row.pk}"
    move = DISQUALIFY_LATE if condition else STRIKE_OFF
    move.make(application, by=by, at=at, reason=reason, content={"article": condition} if condition else {}, signature=signature)
    vacate(application)
    if condition:
        tell_disqualified(application, condition, reason, act=act, by=by, at=at)
    else:
        tell_struck_off(application, reason, act=act, by=by, at=at)
    return row


def blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot strike this application off now; empty when he can."""
    if found := STRIKE.blockers(application.edition, actor, at=at):
        return found
    if application.status != Status.PROPOSED:
        return [STRIKE.blocker("这份申报不在拟授奖名单里。")]
    if sentence := application.excluded(actor, at):
        return [Blocker("28", STRIKE.label, sentence)]
    decision = MeetingDecision.objects.decided(application.edition)
    if decision is None or not decision.authority.strip():
        return [STRIKE.blocker("纪要没有授权，要取消请再次召开全体会议。")]
    return [] if Minutes.objects.filter(meeting=decision.meeting).exists() else [STRIKE.blocker("授权的纪要还没有登记。")]


def against_words(application: Application, reason: str, condition: str) -> list[Blocker]:
    """A reason has to say something; a condition is one of the application's own."""
    found = [] if len(reason.strip()) >= LEAST else [f"理由至少写{LEAST}个字。"]
    if condition and condition not in conditions_of(application):
        found.append("不符合的条件请从列出的条款里选。")
    return [STRIKE.blocker(sentence) for sentence in found]


def _facts(application: Application) -> dict:
    decision = MeetingDecision.objects.decided(application.edition)
    return {"decision": decision.digest() if decision else "", "grade": application.grade or ""}
