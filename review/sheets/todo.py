"""What sheets ask: of a reviewer his own, of the organizers what waits for a second hand or for closing."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.todo import Todo
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.organizers import ORGANIZERS
from review.reports.drafts import MATERIALS_REPORT
from review.reports.guards import materials_reported
from review.reports.listing import lines_of, proposals
from review.reports.models import Report
from review.rounds import ARTICLE_OF, ROUND_OF, Round
from review.sheets import closing
from review.sheets.aside import SET_ASIDE
from review.sheets.desk import desk_of
from review.sheets.models import RoundClosing, Sheet
from review.sheets.outlying import asked

LOCKED_WHEN = {True: "全部评完后锁定。", False: "还没有陈述，可以先记，陈述之后锁定。"}
MOST = 5  # more of one kind are one line, which leads to their list


def reviewing(actor: Actor, at: datetime) -> list[Todo]:
    """Return what a reviewer's own assignments ask of him."""
    if not actor.is_(Role.REVIEWER):
        return []
    desks = [desk for desk in desk_of(actor) if desk.open and desk.of]
    if len(desks) > MOST:
        due = min((desk.due for desk in desks if desk.due), default=None)
        text = "逐条评分，全部评完后锁定。别人看不到您的评分。"
        found = [Todo(f"评审{len(desks)}份申报", text, reverse("review:my_assignments"), "去评分", "18(4)", due)]
    else:
        found = [
            Todo(
                f"评审{desk.application.applicant.unit}",
                f"{desk.assignment.get_round_display()}，已评{desk.scored}条，共{desk.of}条。{LOCKED_WHEN[bool(desk.heard)]}",
                reverse("review:sheet", args=[desk.assignment.pk]),
                desk.action,
                ARTICLE_OF[desk.assignment.round],
                desk.due,
            )
            for desk in desks
        ]
    return _reasons(actor) + found


def _reasons(actor: Actor) -> list[Todo]:
    """Sheets for which a reason is asked. It says nothing of anybody else's."""
    mine = Sheet.objects.visible_to(actor).filter(explanation=None).select_related("assignment__application__edition")
    rounds = {(sheet.assignment.application.edition, sheet.assignment.round) for sheet in mine}
    closed = set(RoundClosing.objects.standing().filter(edition__in=[edition for edition, _ in rounds]).values_list("edition", "round"))
    open_ = [(edition, round_) for edition, round_ in rounds if (edition.pk, round_) not in closed]
    waiting = [sheet for edition, round_ in open_ for sheet in asked(edition, round_) if sheet in mine]
    return [
        Todo(
            "请说明评分依据",
            "评选办请您对锁定的一份评分作书面说明。锁定的得分不会改变。",
            reverse("review:sheet_explain", args=[sheet.assignment_id]),
            "去说明",
            ARTICLE_OF[sheet.assignment.round],
        )
        for sheet in waiting
    ]


def organizing(actor: Actor, at: datetime) -> list[Todo]:
    """Return what the rounds, the report and the list ask of whoever organises them."""
    if not actor.is_(*ORGANIZERS):
        return []
    editions = Edition.objects.filter(step__in=[Step.MATERIALS, Step.DEFENSE])
    found = [item for edition in editions for item in _closing(edition, actor, at)]
    if actor.is_(Role.OFFICE):
        found += [item for edition in editions for item in _aside(edition, actor)]
        found += [item for edition in editions if edition.step == Step.MATERIALS for item in _after(edition, actor, at)]
    return found


def _closing(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    round_ = ROUND_OF[edition.step]
    act = closing.CLOSE[round_]
    proposal = act.proposal(edition)
    if act.blockers(edition, actor, at=at) or closing.closed(edition, round_) or (proposal and proposal.by_id == actor.person_id):
        return []
    url = reverse("review:sheets_close", args=[edition.pk, round_.value])
    if proposal:
        return [Todo(f"确认{act.label}", f"{proposal.by.name}已经经办，请核对后确认，或者退回。", url, "核对并确认", act.article)]
    if not closing.reviewed(edition, round_) or closing.faults(edition, round_):
        return []
    return [Todo(act.label, "评分表都已经锁定，可以结束评分。结束以后才看得到得分。", url, "结束评分", act.article)]


def _aside(edition: Edition, actor: Actor) -> list[Todo]:
    """Proposals to set a sheet aside that another prepared."""
    rows = Proposal.objects.standing().filter(edition=edition, move=SET_ASIDE.name, confirmation=None).exclude(by=actor.person)
    sheets = Sheet.objects.counted().in_bulk([row.subject for row in rows])
    return [
        Todo(
            "确认一份评分表不计入",
            f"{row.by.name}已经经办，请核对理由后确认，或者退回。",
            reverse("review:sheet_aside", args=[edition.pk, row.subject]),
            "核对并确认",
            SET_ASIDE.article,
        )
        for row in rows.select_related("by")
        if str(row.subject) in map(str, sheets)
    ]


def _after(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    """After the closing: the report, then the list."""
    if not closing.closed(edition, Round.MATERIALS):
        return []
    if materials_reported.check(edition, at):
        return _report(edition, actor)
    proposed = proposals(edition)
    url = reverse("review:on_site_list", args=[edition.pk])
    if proposed:
        first = next(iter(proposed.values()))
        text = f"{first.by.name}已经经办，请核对后确认，或者退回。"
        return [] if first.by_id == actor.person_id else [Todo("确认现场评审名单", text, url, "核对并确认", "18(4)")]
    if all(line.held for line in lines_of(edition)):
        return []
    return [Todo("提出现场评审名单", "材料评审报告已经签发。每一份申报写明列入或者不列入，并写理由。", url, "提出名单", "18(4)")]


def _report(edition: Edition, actor: Actor) -> list[Todo]:
    room, newest = MATERIALS_REPORT, Report.objects.newest(edition, MATERIALS_REPORT.kind)
    proposal = room.act.proposal(newest) if newest else None
    if proposal and proposal.by_id == actor.person_id:
        return []
    if proposal:
        text = f"{proposal.by.name}已经经办，请核对后确认，或者退回。"
        return [
            Todo(f"确认签发{room.kind.label}", text, reverse(f"review:{room.name}_issue", args=[edition.pk]), "核对并确认", room.article)
        ]
    text = "评分已经结束。系统按结果起草好了，请修改、保存，由两人签发。"
    return [Todo(f"写{room.kind.label}", text, reverse(f"review:{room.name}", args=[edition.pk]), "去写报告", room.article)]
