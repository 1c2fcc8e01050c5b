"""A reviewer leaves an edition, by two: every assignment and every seat of his ends in the same act; locked sheets stay (procedure §2)."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import cover, lock, ref
from core.rules import RuleRefused
from procedure.acts.act import Act
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.assignments.services import release
from review.organizers import ORGANIZERS, against
from review.panels.models import PanelSeat, PanelSeatEnd
from review.reviewers.models import Invitation, ReleaseKind, ReviewerRelease

ARTICLE = "13(4)"
RELEASE = Act("release-reviewer", "办理评审员退出", ARTICLE, roles=ORGANIZERS, reasoned=True, against=against)
KINDS = (ReleaseKind.ILL, ReleaseKind.REFUSED, ReleaseKind.CONFLICT, ReleaseKind.DISMISSED)


def kinds_for(actor: Actor) -> tuple[ReleaseKind, ...]:
    """Return the kinds that this actor may choose; taking the right to review away (article 29) is not an agency's."""
    return KINDS if actor.is_(Role.OFFICE) else KINDS[:-1]


@transaction.atomic
def propose(invitation: Invitation, *, kind: ReleaseKind, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with every blocker, and for whoever has left or has declined."""
    lock(invitation.edition.chain)
    _refuse_gone(invitation)
    if kind not in kinds_for(by):
        raise RuleRefused("请选退出的原因。", article=ARTICLE)
    return RELEASE.propose(invitation.edition, invitation, content={"kind": str(kind)}, reason=reason, by=by, at=at)


@transaction.atomic
def confirm(invitation: Invitation, *, by: Actor, at: datetime, signature: dict) -> ReviewerRelease:
    """The second hand: he has left. RuleRefused with every blocker; nothing has changed then."""
    edition = invitation.edition
    decision = RELEASE.confirm(edition, invitation, by=by, at=at, signature=signature)
    _refuse_gone(invitation)
    kind, reason = ReleaseKind(decision.proposal.content["kind"]), decision.proposal.reason
    release(list(standing_assignments(invitation)), kind=kind, reason=reason, decision=decision, by=by, at=at)
    head = lock(edition.chain)
    for seat in standing_seats(invitation):
        left = PanelSeatEnd(seat=seat, reason=reason, decision=decision, at=at)
        cover(head, left, at=at, by=by, action="panel.leave", object_ref=ref(seat))
    row = ReviewerRelease(invitation=invitation, kind=kind, reason=reason, decision=decision, at=at)
    return cover(head, row, at=at, by=by, action="reviewer.release", object_ref=ref(invitation))


def standing_assignments(invitation: Invitation):
    """Return what a reviewer still reviews in the edition."""
    found = Assignment.objects.standing().filter(reviewer=invitation.reviewer_id, application__edition=invitation.edition_id)
    return found.whole().order_by("round", "application__number")


def standing_seats(invitation: Invitation):
    """Return the seats that a reviewer still has on panels of the edition."""
    found = PanelSeat.objects.standing().filter(reviewer=invitation.reviewer_id, panel__edition=invitation.edition_id)
    return found.select_related("panel").order_by("panel__name")


def _refuse_gone(invitation: Invitation) -> None:
    standing = Invitation.objects.standing().filter(pk=invitation.pk).exclude(answer__accepted=False)
    if not standing.exists():
        raise RuleRefused("这位评审员已经不在本届的评审中。", article=ARTICLE)
