"""Inviting a department to supervise (article 15): the leading group's secretary records, another of the group confirms."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from core.clock import shanghai
from core.ledger.services import cover, lock
from core.rules import RuleRefused
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from procedure.supervision.models import SupervisionInvitation

ARTICLE = "15"
INVITE = Act("invite-supervisor", "邀请监督", ARTICLE, roles=(Role.SECRETARY, Role.LEADING_GROUP))


@dataclass(frozen=True)
class Scope:
    """What is watched, on which paper, from when to when (both days counted), and what it includes."""

    basis: str
    matter: str
    from_on: date
    until_on: date
    secrets: bool = False
    objectors: bool = False


@transaction.atomic
def propose_invitation(edition: Edition, department: Unit, *, scope: Scope, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused for a unit that is no department, without matter or basis, and for a term that is over."""
    lock(edition.chain)
    _refuse(department, scope, at)
    content = vars(scope) | {"from_on": scope.from_on.isoformat(), "until_on": scope.until_on.isoformat()}
    return INVITE.propose(edition, edition, content=content | {"department": str(department.pk)}, by=by, at=at)


@transaction.atomic
def confirm_invitation(edition: Edition, *, by: Actor, at: datetime, signature: dict) -> SupervisionInvitation:
    """The second hand: invited from the day it says. RuleRefused with every blocker, also for a term that ended meanwhile."""
    decision = INVITE.confirm(edition, edition, by=by, at=at, signature=signature)
    department, scope = read(decision.proposal.content)
    _refuse(department, scope, at)
    row = SupervisionInvitation(edition=edition, department=department, **vars(scope), decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="supervisor.invite")


def read(content: dict) -> tuple[Unit, Scope]:
    """Return whom and what a proposal's content says."""
    days = {name: date.fromisoformat(content[name]) for name in ("from_on", "until_on")}
    rest = {name: content[name] for name in ("basis", "matter", "secrets", "objectors")}
    return Unit.objects.get(pk=content["department"]), Scope(**rest, **days)


def invitations_of(edition: Edition) -> models.QuerySet[SupervisionInvitation]:
    """Return every invitation of an edition, the newest first."""
    found = SupervisionInvitation.objects.filter(edition=edition)
    return found.select_related("department", "decision__by", "decision__proposal__by").order_by("-event_id")


def _refuse(department: Unit, scope: Scope, at: datetime) -> None:
    if department.kind != UnitKind.DEPARTMENT or department.retired_on:
        raise RuleRefused("受邀请的要是在册的部门。", article=ARTICLE)
    if not (scope.matter.strip() and scope.basis.strip()):
        raise RuleRefused("请写明监督事项和邀请依据。", article=ARTICLE)
    if scope.until_on < max(scope.from_on, shanghai(at)):
        raise RuleRefused("监督期限已经过去，或者到期日早于开始日。", article=ARTICLE)
