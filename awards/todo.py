"""What step 9 asks: the request of the secretary and the members, the answer, the commendation and the register of the office."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from awards.approvals import services as approvals
from awards.approvals.models import Approval
from awards.facts import final
from awards.register import services as register
from awards.requests import services as requests
from awards.requests.models import Request
from core.todo import Todo
from procedure.acts.act import Act
from procedure.asking import Asking
from procedure.editions.models import Edition, Step

ARTICLE = "18(9)"


def todo(asking: Asking) -> list[Todo]:
    """Return the next thing that step 9 of each edition asks of this actor."""
    actor = asking.actor
    if not actor.is_(Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP):
        return []
    asks = _office if actor.is_(Role.OFFICE) else _group
    return [item for edition in asking.within(Step.APPROVAL) for item in asks(edition, actor, asking.at)]


def _group(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    newest = Request.objects.newest(edition)
    if newest and not hasattr(newest, "issue") and not requests.issue_blockers(newest, actor, at=at):
        url = reverse("awards:request-issue", args=[newest.pk])
        return _hands(requests.ISSUE, newest, actor, at, "请示的印发", url, first=actor.is_(Role.SECRETARY))
    if not requests.write_blockers(edition, actor, at=at) and (newest is None or newest.rows != requests.rows_of(edition)):
        text = "公示期满、异议办结以后，提请市政府批准。名单由决定生成。"
        return [Todo(f"起草{edition}的请示", text, reverse("awards:request-write", args=[edition.pk]), "起草请示", "12(4)")]
    return []


def _office(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    issued, answer = Request.objects.issued(edition), final(edition)
    if issued and not Approval.objects.filter(request=issued).exists():
        url = reverse("awards:answer", args=[issued.pk])
        return _hands(approvals.RECORD, issued, actor, at, "市政府的答复", url)
    if answer and not approvals.commendation_blockers(answer, actor, at=at):
        url = reverse("awards:commendation", args=[answer.pk])
        return _hands(approvals.COMMEND, answer, actor, at, "表彰通报", url)
    if not register.blockers(edition, actor, at=at):
        return _hands(register.REGISTER, edition, actor, at, "授奖", reverse("awards:register", args=[edition.pk]))
    return []


def _hands(act: Act, subject, actor: Actor, at: datetime, of: str, url: str, *, first: bool = True) -> list[Todo]:
    """The first hand's line, or the second's; nothing for whoever waits for the other."""
    proposal = act.proposal(subject)
    if proposal and act.awaits(proposal, actor, at=at):
        return [Todo(f"确认{of}的登记", f"{proposal.by.name}已经经办，请核对后确认，或者退回。", url, "核对并确认", act.article)]
    return [Todo(f"登记{of}", "照印发的文件登记，由另一人确认。", url, "去登记", act.article)] if first and not proposal else []
