"""Whoever was set aside (暂缓) too long to be reviewed to the end: named, decided by two, told. Nobody is left without an outcome."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.models import Event
from core.ledger.services import lock, ref
from core.rules import Blocker, refuse
from procedure.editions.models import Edition
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.proposals.models import Proposal
from review.moves import LEAVE_OUT


def leftover(edition: Edition) -> QuerySet:
    """Return who stands in a round still, by number."""
    return Application.objects.filter(edition=edition, status__in=LEAVE_OUT.sources).whole().order_by("number", "pk")


def blockers(application: Application, actor: Actor, *, at: datetime, second: bool) -> list[Blocker]:
    """Return what stands against this actor as the first or the second hand."""
    return (LEAVE_OUT.second_blockers if second else LEAVE_OUT.blockers)(application, actor, at=at)


@transaction.atomic
def propose(application: Application, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with every blocker."""
    lock(application.edition.chain)
    return LEAVE_OUT.propose(application, by=by, at=at, reason=reason)


@transaction.atomic
def confirm(application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Event:
    """The second hand; the letter with the reason waits for release. RuleRefused with every blocker."""
    lock(application.edition.chain)
    application = application.fresh()
    edition = application.edition
    refuse(blockers(application, by, at=at, second=True))
    reason = LEAVE_OUT.proposal(application).reason
    event = LEAVE_OUT.make(application, by=by, at=at, reason=reason, signature=signature)
    write_letter(
        edition,
        kind=LetterKind.RESULT,
        recipient=application.applicant.unit,
        act=f"{edition.chain}:leave-out",
        subject_ref=ref(application),
        title=f"{edition}评选结果的告知",
        text=f"{application.applicant.unit}：\n您在{edition}的申报，没有走完各环节评审，不列入候选名单。\n理由：{reason}",
        article=LEAVE_OUT.article,
        by=by,
        at=at,
    )
    return event
