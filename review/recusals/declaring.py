"""A reviewer declares his interests. What he declares is a conflict in the same act; nobody weighs it (R12)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused
from review.recusals.facts import reviewed
from review.recusals.models import Conflict, ConflictKind, Interest, InterestDeclaration, InterestKind
from review.recusals.services import ARTICLE, IN_REVIEW, recuse
from review.reviewers.models import Invitation

LABEL = "声明利害关系"
CHANGED = "打开页面之后，受理的名单有了变化。请看过新的名单再声明。"


def listed(invitation: Invitation, seen: set[UUID] | None = None) -> models.QuerySet[Application]:
    """Return the applications that a reviewer is asked about: all under review once step 4 has begun, and what he saw before.

    Held ones too, for they are reviewed under reserve. What he once saw stays, so that nothing is told by a name that is gone.
    """
    edition = invitation.edition
    if edition.step not in IN_REVIEW:
        return Application.objects.none()
    seen = declared(invitation) if seen is None else seen
    found = Application.objects.filter(models.Q(pk__in=seen) | models.Q(pk__in=reviewed(edition).values("pk")))
    return found.filter(edition=edition).whole().order_by("number", "pk")


def declared(invitation: Invitation) -> set[UUID]:
    """Return the keys of the applications for which this reviewer has declared, one way or the other."""
    rows = InterestDeclaration.objects.filter(invitation=invitation).values_list("applications", flat=True)
    return {UUID(key) for keys in rows for key in keys}


def undeclared(invitation: Invitation) -> list[Application]:
    """Return the applications for which a declaration is still asked."""
    known = declared(invitation)
    return [one for one in listed(invitation, known) if one.pk not in known]


def blockers(invitation: Invitation, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against declaring now."""
    if not actor.is_(Role.REVIEWER) or invitation.reviewer.person_id != actor.person_id or not actor.grant.in_force(at):
        return [_blocker("只有评审员本人可以声明。")]
    if not Invitation.objects.pledged().filter(pk=invitation.pk).exists():
        return [_blocker("请先接受邀请、签署承诺。")]
    if invitation.edition.step not in IN_REVIEW:
        return [Blocker(ARTICLE, LABEL, "受理名单公示期满、进入材料评审以后，请对照名单声明。", wait=True)]
    return []


@transaction.atomic
def declare(
    invitation: Invitation, *, interests: Mapping[UUID, tuple[InterestKind, str]], applications: set[UUID], by: Actor, at: datetime
) -> InterestDeclaration:
    """Declare for exactly these applications: those in `interests` have one, the others none.

    Each interest becomes a conflict in this act; where the pair is assigned, the assignment ends first. RuleRefused when the
    list is another one by now, and when an interest is not in it.
    """
    lock(invitation.edition.chain)
    invitation = Invitation.objects.select_related("edition", "reviewer__person").get(pk=invitation.pk)
    if found := blockers(invitation, by, at=at):
        raise RuleRefused(found)
    rows = {one.pk: one for one in listed(invitation)}
    if set(rows) != applications or not set(interests) <= set(rows):
        raise RuleRefused(CHANGED, article=ARTICLE)
    old = set(Interest.objects.filter(invitation=invitation).values_list("application", flat=True))
    for pk in sorted(set(interests) - old):
        _declare(invitation, rows[pk], *interests[pk], by=by, at=at)
    row = InterestDeclaration(invitation=invitation, applications=sorted(map(str, rows)), by=by.person, at=at)
    return cover(lock(invitation.edition.chain), row, at=at, by=by, action="interest.declare", object_ref=ref(invitation))


def _declare(invitation: Invitation, application: Application, kind: InterestKind, text: str, *, by: Actor, at: datetime) -> None:
    head = lock(invitation.edition.chain)
    interest = Interest(invitation=invitation, application=application, kind=kind, text=text, by=by.person, at=at)
    cover(head, interest, at=at, by=by, action="interest.have", object_ref=ref(invitation))
    if not Conflict.objects.filter(application=application, reviewer=invitation.reviewer).exists():
        words = f"{InterestKind(kind).label}。{text}".rstrip("。") + "。"
        recuse(application, invitation.reviewer, kind=ConflictKind.DECLARED, text=words, by=by, at=at)


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
