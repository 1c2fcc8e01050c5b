"""What step 7 asks of the office, in its order; later again for whoever was made up for, and for whoever was not."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition, Step
from review.evaluation import group, guards, services
from review.evaluation.leftover import leftover
from review.evaluation.report import EVALUATION_REPORT
from review.moves import LEAVE_OUT
from review.reports.models import Report

STEPS = (
    (guards.everybody_read, "再次核对资格条件", "确定候选名单以前，每一份申报的资格条件都要再核对一次。", "review:eligibility", "去核对"),
    (guards.evaluation_reported, "写综合评价报告", "综合各环节评审报告情况，写好以后两人签发。", "review:evaluation_report", "去写报告"),
    (guards.candidates_decided, "确定候选名单", "逐一写明等次、次序和理由，由另一人确认。", "review:candidates", "去定名单"),
    (guards.group_reported, "登记向领导小组报告", "名单和报告报领导小组以后，登记日期、方式和扫描件。", "review:group_report", "去登记"),
)
CONFIRM = "已经经办，请核对后确认，或者退回。"


def todo(asking: Asking) -> list[Todo]:
    """Return the next thing that the evaluation asks, who is to be left out, and what waits for this actor's second hand."""
    actor, at = asking.actor, asking.at
    if not actor.is_(Role.OFFICE):
        return []
    editions = asking.within(Step.EVALUATION, Step.APPROVAL)
    found = [item for edition in editions if edition.step < Step.APPROVAL for item in _of(edition, actor, at)]
    return found + [item for edition in editions if edition.step > Step.EVALUATION for item in _leaving(edition, actor)]


def _of(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    for act, subject, title, name in (
        (
            EVALUATION_REPORT.act,
            Report.objects.newest(edition, EVALUATION_REPORT.kind),
            "签发综合评价报告",
            "review:evaluation_report_issue",
        ),
        (services.LIST, edition, "候选名单", "review:candidates"),
        (group.REPORT, edition, "向领导小组报告的登记", "review:group_report"),
    ):
        proposal = act.proposal(subject) if subject else None
        if proposal and act.awaits(proposal, actor, at=at):
            return [Todo(f"确认{title}", f"{proposal.by.name}{CONFIRM}", reverse(name, args=[edition.pk]), "核对并确认", act.article)]
        if proposal:
            return []
    for guard, title, text, name, action in STEPS if edition.step == Step.EVALUATION or _late(edition) else STEPS[-1:]:
        if guard.check(edition, at):
            return [Todo(title, text, reverse(name, args=[edition.pk]), action, guard.article)]
    return []


def _late(edition: Edition) -> bool:
    """Tell whether somebody came through the rounds after the list was decided, and is not held. One query."""
    held = Hold.objects.standing().filter(application=OuterRef("pk"))
    late = Application.objects.filter(edition=edition, status__in=[Status.DEFENDED, Status.ABSENT])
    return late.exclude(Exists(held)).exists()


def _leaving(edition: Edition, actor: Actor) -> list[Todo]:
    """Whoever stands in a round still: what another prepared to leave him out; in the last step all of them. One query over nobody."""
    waiting, asked = [], 0
    for one in leftover(edition):
        proposal = LEAVE_OUT.proposal(one)
        if proposal and proposal.by_id != actor.person_id:
            url = reverse("review:leave_out", args=[one.pk])
            waiting.append(
                Todo(f"确认{one.applicant.unit}不列入候选", f"{proposal.by.name}{CONFIRM}", url, "核对并确认", LEAVE_OUT.article)
            )
        asked += proposal is None
    if not asked or edition.step < Step.APPROVAL:
        return waiting
    text = "一直暂缓，没有走完各环节评审。逐份写明理由，由另一人确认，书面告知；办完才能办结本届。"
    url = reverse("review:evaluation", args=[edition.pk])
    return [*waiting, Todo(f"写明{asked}份不列入候选", text, url, "去办理", LEAVE_OUT.article)]
