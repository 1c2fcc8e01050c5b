"""What step 7 asks of the office, in its order."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.todo import Todo
from procedure.editions.models import Edition, Step
from review.evaluation import group, guards, services
from review.evaluation.report import EVALUATION_REPORT
from review.reports.models import Report

STEPS = (
    (guards.everybody_read, "再次核对资格条件", "确定候选名单以前，每一份申报的资格条件都要再核对一次。", "review:eligibility", "去核对"),
    (guards.evaluation_reported, "写综合评价报告", "综合各环节评审报告情况，写好以后两人签发。", "review:evaluation_report", "去写报告"),
    (guards.candidates_decided, "确定候选名单", "逐一写明等次、次序和理由，由另一人确认。", "review:candidates", "去定名单"),
    (guards.group_reported, "登记向领导小组报告", "名单和报告报领导小组以后，登记日期、方式和扫描件。", "review:group_report", "去登记"),
)
CONFIRM = "已经经办，请核对后确认，或者退回。"


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return the next thing that step 7 asks, and what waits for this actor's second hand."""
    if not actor.is_(Role.OFFICE):
        return []
    return [item for edition in Edition.objects.filter(step=Step.EVALUATION) for item in _of(edition, actor, at)]


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
    for guard, title, text, name, action in STEPS:
        if guard.check(edition, at):
            return [Todo(title, text, reverse(name, args=[edition.pk]), action, guard.article)]
    return []
