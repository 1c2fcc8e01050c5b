"""The moves of an edition: prepared by one, confirmed by another, sealed by a checkpoint."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.lapse import lapse_all, propose_lapse_all
from applications.cases.models import Application, Status
from core.ledger.models import Event
from core.ledger.services import checkpoint, lock, ref
from jinzhong_award.steps import ADVANCE, TERMINATE
from procedure.editions.models import Edition, Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.proposals.models import Proposal

# Who is no longer in the edition and was told so; everybody else is told that it ended.
OUT = (
    Status.LAPSED,
    Status.WITHDRAWN,
    Status.ENDED,
    Status.NOT_RECOMMENDED,
    Status.OVERDUE,
    Status.DECLINED,
    Status.DISQUALIFIED,
)


def next_number() -> int:
    """Return the number that the next edition will bear."""
    newest = Edition.objects.newest_first().first()
    return newest.number + 1 if newest else 1


@transaction.atomic
def prepare(move: Move, edition: Edition, *, by: Actor, at: datetime, reason: str, signature: dict) -> Proposal:
    """The first hand. Raises RuleRefused with every blocker."""
    if move == ADVANCE[Step.APPLYING]:
        propose_lapse_all(edition, by=by, at=at)
    return move.propose(edition, by=by, at=at, reason=reason, signature=signature)


@transaction.atomic
def confirm(move: Move, edition: Edition, *, by: Actor, at: datetime, reason: str, signature: dict) -> Event:
    """The second hand: the step changes and the chain is sealed in the same act. Raises RuleRefused with every blocker."""
    if move == ADVANCE[Step.APPLYING]:  # drafts lapse with the window, visibly, before the step moves
        lapse_all(edition, by=by, at=at)
    event = move.make(edition, by=by, at=at, reason=reason, signature=signature)
    if move == TERMINATE:
        _tell_terminated(edition, reason, act=str(event), by=by, at=at)
    checkpoint(lock(edition.chain), at=at)
    return event


def _tell_terminated(edition: Edition, reason: str, *, act: str, by: Actor, at: datetime) -> None:
    """A letter to everybody in it (procedure §1); the office releases all of them together, and publishes the notice."""
    for one in Application.objects.filter(edition=edition).exclude(status__in=OUT).whole().order_by("pk"):
        number = f"（编号{one.number}）" if one.number else ""
        write_letter(
            edition,
            kind=LetterKind.TERMINATED,
            recipient=one.applicant.unit,
            act=act,
            subject_ref=ref(one),
            title=f"关于终止{edition}评选的告知",
            text=f"经领导小组决定，{edition}评选终止，您的申报{number}不再办理。\n理由：{reason}",
            article=TERMINATE.article,
            by=by,
            at=at,
        )
