"""What the scored rounds ask of whoever organises them: closing, report and list in their step; in any step until the leading
group's is left what is made up for (13(6)): a round opened again, a closed one that lacks a sheet, a hold that was lifted.
"""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.holds.models import Hold
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.organizers import ORGANIZERS
from review.reports.drafts import MATERIALS_REPORT
from review.reports.guards import materials_reported
from review.reports.listing import proposals
from review.reports.models import Report
from review.rounds import STEP_OF, Round, steps_of
from review.sheets import closing
from review.sheets.aside import SET_ASIDE
from review.sheets.models import RoundReopening, Sheet
from review.sheets.outlying import asked
from review.sheets.reopening import REOPEN

SECOND = "{}已经经办，请核对后确认，或者退回。"
CHECK = "核对并确认"


def organizing(asking: Asking) -> list[Todo]:
    """Return what the rounds, the report and the list ask of this organizer."""
    actor, at = asking.actor, asking.at
    if not actor.is_(*ORGANIZERS):
        return []
    editions = [edition for edition in asking.editions if edition.step in steps_of(Round.MATERIALS)]
    found = [item for edition in editions for round_ in closing.CLOSE for item in _round(edition, round_, actor, at)]
    if actor.is_(Role.OFFICE):
        found += [item for edition in editions for item in _aside(edition, actor)]
        found += [item for edition in editions for item in _after(edition, actor, at)]
    return found


def _round(edition: Edition, round_: Round, actor: Actor, at: datetime) -> list[Todo]:
    act = closing.CLOSE[round_]
    if act.blockers(edition, actor, at=at):
        return []
    if closing.closed(edition, round_):
        return _reopening(edition, round_, actor) if actor.is_(Role.OFFICE) else []
    proposal, url = act.proposal(edition), reverse("review:sheets_close", args=[edition.pk, round_.value])
    if proposal:
        mine = proposal.by_id == actor.person_id
        return [] if mine else [Todo(f"确认{act.label}", SECOND.format(proposal.by.name), url, CHECK, act.article)]
    if not closing.reviewed(edition, round_):
        return []
    if closing.faults(edition, round_):
        return _making_up(edition, round_)
    return [Todo(act.label, "评分表都已经锁定，可以结束评分。结束以后才看得到得分。", url, "结束评分", act.article)]


def _reopening(edition: Edition, round_: Round, actor: Actor) -> list[Todo]:
    """A closed round lacks a sheet of somebody who is not held: two open it again before anybody is assigned."""
    lacking, act = _lacking(edition, round_, _free(edition, round_)), REOPEN[round_]
    if not lacking:
        return []
    proposal, url = act.proposal(edition), reverse("review:sheets_reopen", args=[edition.pk, round_.value])
    if proposal:
        mine = proposal.by_id == actor.person_id
        return [] if mine else [Todo(f"确认{act.label}", SECOND.format(proposal.by.name), url, CHECK, act.article)]
    return [Todo(act.label, f"{lacking}。要补评的，先由两人重新开放评分。", url, "去办理", act.article)]


def _making_up(edition: Edition, round_: Round) -> list[Todo]:
    """A round that is late or open again, and lacks sheets or reasons still. In its step for the first time nobody is asked to hurry."""
    again = RoundReopening.objects.filter(closing__edition=edition, closing__round=round_).exists()
    if edition.step == STEP_OF[round_] and not again:
        return []
    lacking, waiting = _lacking(edition, round_, _free(edition, round_)), len(asked(edition, round_))
    found = [words for words in (lacking, f"{waiting}份评分还没有说明依据" if waiting else "") if words]
    if not found:
        return []
    text = f"{'；'.join(found)}。补派的评审员锁定以后，再由两人结束评分。"
    url = f"{reverse('review:board', args=[edition.pk])}?round={round_.value}"
    return [Todo(f"补齐{round_.label}的评分表", text, url, "去补齐", closing.CLOSE[round_].article)]


def _free(edition: Edition, round_: Round) -> list[Application]:
    """Return whom a round has to score without those who are held: nobody waits for them. Two queries."""
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    return [one for one in closing.reviewed(edition, round_) if one.pk not in held]


def _lacking(edition: Edition, round_: Round, rows: list[Application]) -> str:
    """Return in words what these lack in a round. Three queries; none over nobody."""
    found = closing.missing(edition, round_, rows) if rows else {}
    lines = [f"{one.applicant.unit}{found[one.pk]}" for one in rows if one.pk in found]
    rest = f"，等{len(lines)}份" if len(lines) > closing.SHOWN else ""
    return f"{'；'.join(lines[: closing.SHOWN])}{rest}"


def _aside(edition: Edition, actor: Actor) -> list[Todo]:
    """Proposals to set a sheet aside that another prepared."""
    rows = Proposal.objects.standing().filter(edition=edition, move=SET_ASIDE.name, confirmation=None).exclude(by=actor.person)
    sheets = Sheet.objects.counted().in_bulk([row.subject for row in rows])
    return [
        Todo(
            "确认一份评分表不计入",
            SECOND.format(row.by.name),
            reverse("review:sheet_aside", args=[edition.pk, row.subject]),
            CHECK,
            SET_ASIDE.article,
        )
        for row in rows.select_related("by")
        if str(row.subject) in map(str, sheets)
    ]


def _after(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    """After the closing: the report, then the list. In a later step for whoever was set aside when the list was decided."""
    late, free = edition.step > Step.MATERIALS, _free(edition, Round.MATERIALS)
    if late and (not free or _lacking(edition, Round.MATERIALS, free)):
        return []
    if not closing.closed(edition, Round.MATERIALS):
        return []
    if materials_reported.check(edition, at):
        return _report(edition, actor)
    proposed = proposals(edition)
    url = reverse("review:on_site_list", args=[edition.pk])
    if proposed:
        first = next(iter(proposed.values())).by
        return [] if first == actor.person else [Todo("确认现场评审名单", SECOND.format(first.name), url, CHECK, "18(4)")]
    if late:
        text = f"解除暂缓的{len(free)}份还没有决定。写明列入或者不列入，并写理由。"
        return [Todo("补列现场评审名单", text, url, "提出名单", "18(4)")]
    text = "材料评审报告已经签发。每一份申报写明列入或者不列入，并写理由。"
    return [Todo("提出现场评审名单", text, url, "提出名单", "18(4)")] if free else []


def _report(edition: Edition, actor: Actor) -> list[Todo]:
    room, newest = MATERIALS_REPORT, Report.objects.newest(edition, MATERIALS_REPORT.kind)
    proposal = room.act.proposal(newest) if newest else None
    if proposal and proposal.by_id == actor.person_id:
        return []
    if proposal:
        url = reverse(f"review:{room.name}_issue", args=[edition.pk])
        return [Todo(f"确认签发{room.kind.label}", SECOND.format(proposal.by.name), url, CHECK, room.article)]
    text = "评分已经结束。系统按结果起草好了，请修改、保存，由两人签发。"
    return [Todo(f"写{room.kind.label}", text, reverse(f"review:{room.name}", args=[edition.pk]), "去写报告", room.article)]
