"""Recording conflicts: those that facts prove, and those that two of the office decide on a likeness.

A conflict ends the assignments of the pair in the same act: nobody scores what he has an interest in (R12).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application
from applications.eligibility.conditions import years_before
from applications.eligibility.services import reference_day
from core.clock import shanghai
from core.ledger.services import cover, lock, ref
from core.rules import RuleRefused
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.proposals.models import ActConfirmation, Proposal
from review.assignments.models import Assignment
from review.assignments.services import release
from review.recusals.computed import YEARS_BACK, certain, likeness
from review.recusals.facts import cases, known_of, reviewed, reviewers_of
from review.recusals.models import Clearance, Conflict, ConflictKind
from review.reviewers.models import ReleaseKind, Reviewer
from review.rounds import Round, steps_of

ARTICLE = "28"
IN_REVIEW = steps_of(Round.MATERIALS)
DECIDE = Act("decide-conflict", "决定是否回避", ARTICLE, steps=(Step.QUALIFICATION, *IN_REVIEW))
KNOWN = "这位评审员对这份申报已经回避。"


@dataclass(frozen=True)
class Likeness:
    """A pair that looks like a conflict by a name alone."""

    application: Application
    reviewer: Reviewer
    text: str


@transaction.atomic
def record_conflicts(edition: Edition, *, at: datetime, by: Actor) -> list[Conflict]:
    """Record every conflict that facts prove and that is not on record; return the new ones.

    Asking again records nothing new. Ask before a plan is drafted and before it is deployed. A standing assignment of such
    a pair ends first, in the same act.
    """
    lock(edition.chain)
    since, on = _since(edition, at), shanghai(at)
    reviewers, recorded = reviewers_of(edition), _recorded(edition)
    found = [
        (application, reviewer, *proof)
        for application, case in cases(edition, on=on).items()
        for reviewer, known in reviewers.items()
        if (application.pk, reviewer.pk) not in recorded and (proof := certain(case, known, since=since, on=on))
    ]
    return [recuse(application, reviewer, kind=kind, text=text, by=by, at=at) for application, reviewer, kind, text in found]


def likenesses(edition: Edition, at: datetime) -> list[Likeness]:
    """Return what two of the office still have to look at: like by name, neither recorded nor cleared."""
    since, on, reviewers = _since(edition, at), shanghai(at), reviewers_of(edition)
    settled = _recorded(edition) | _cleared(edition)
    return [
        Likeness(application, reviewer, text)
        for application, case in cases(edition, on=on).items()
        for reviewer, known in reviewers.items()
        if (application.pk, reviewer.pk) not in settled
        and not certain(case, known, since=since, on=on)
        and (text := likeness(case, known, since=since, on=on))
    ]


def likeness_of(application: Application, reviewer: Reviewer, at: datetime) -> str:
    """Return how this pair looks alike, or nothing."""
    edition, on = application.edition, shanghai(at)
    known = known_of(Reviewer.objects.filter(pk=reviewer.pk).select_related("person"))[reviewer]
    case = cases(edition, on=on).get(application)
    return likeness(case, known, since=_since(edition, at), on=on) if case else ""


@transaction.atomic
def recuse(
    application: Application,
    reviewer: Reviewer,
    *,
    kind: ConflictKind,
    text: str,
    by: Actor,
    at: datetime,
    decision: ActConfirmation | None = None,
) -> Conflict:
    """Write a conflict, after ending every standing assignment of the pair; the caller knows that none is on record.

    A locked sheet stays; whether it is set aside is for two to decide.
    """
    lock(application.edition.chain)
    standing = Assignment.objects.standing().filter(application=application, reviewer=reviewer)
    ended = list(standing.select_related("application__edition"))
    release(ended, kind=ReleaseKind.CONFLICT, reason=text, decision=decision, by=by, at=at)
    row = pair_of(application, reviewer)
    row.kind, row.text, row.decision, row.at = kind, text, decision, at
    return cover(lock(application.edition.chain), row, at=at, by=by, action="conflict.record", object_ref=ref(application))


def pair_of(application: Application, reviewer: Reviewer) -> Conflict:
    """Return the one conflict that a pair can have, not saved. Its key follows from the pair: two decide on it before it is there."""
    return Conflict(id=uuid5(application.pk, str(reviewer.pk)), application=application, reviewer=reviewer)


@transaction.atomic
def propose(application: Application, reviewer: Reviewer, *, recused: bool, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand on a pair: recused, or not. RuleRefused for a pair that is settled, or whose application is not under review."""
    lock(application.edition.chain)
    _refuse_settled(application, reviewer, recused)
    pair, content = pair_of(application, reviewer), {"recused": recused}
    if not reason.strip():
        raise RuleRefused("请写明决定的理由。", article=ARTICLE)
    facts = {"likeness": likeness_of(application, reviewer, at)}
    return DECIDE.propose(application.edition, pair, content=content, reason=reason, facts=facts, by=by, at=at)


@transaction.atomic
def confirm(application: Application, reviewer: Reviewer, *, by: Actor, at: datetime, signature: dict) -> Conflict | Clearance:
    """The second hand: a conflict from here on, or cleared. RuleRefused with every blocker."""
    pair, edition = pair_of(application, reviewer), application.edition
    facts = {"likeness": likeness_of(application, reviewer, at)}
    decision = DECIDE.confirm(edition, pair, by=by, at=at, signature=signature, facts=facts)
    recused, reason = decision.proposal.content["recused"], decision.proposal.reason
    _refuse_settled(application, reviewer, recused)
    if recused:
        return recuse(application, reviewer, kind=ConflictKind.DECIDED, text=reason, by=by, at=at, decision=decision)
    row = Clearance(application=application, reviewer=reviewer, reason=reason, decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="conflict.clear", object_ref=ref(application))


def waiting(edition: Edition) -> list[tuple[Proposal, Likeness]]:
    """Return the pairs on which one has decided and another has not yet, the oldest first; `text` is the first hand's reason."""
    rows = Proposal.objects.standing().filter(edition=edition, move=DECIDE.name, confirmation=None).select_related("by")
    newest = {row.subject: row for row in rows.order_by("event_id")}
    if not newest:
        return []
    settled, found, reviewers = _recorded(edition), [], list(Reviewer.objects.select_related("person").order_by("person__name", "pk"))
    for application in reviewed(edition):
        for reviewer in reviewers:
            row = newest.get(str(pair_of(application, reviewer).pk))
            if row and (application.pk, reviewer.pk) not in settled and DECIDE.proposal(pair_of(application, reviewer)) == row:
                found.append((row, Likeness(application, reviewer, row.reason)))
    return found


def _refuse_settled(application: Application, reviewer: Reviewer, recused: bool) -> None:
    pair = {"application": application, "reviewer": reviewer}
    if Conflict.objects.filter(**pair).exists():
        raise RuleRefused(KNOWN, article=ARTICLE)
    if not recused and Clearance.objects.filter(**pair).exists():
        raise RuleRefused("已经决定不用回避。", article=ARTICLE)
    if not reviewed(application.edition).filter(pk=application.pk).exists():
        raise RuleRefused("这份申报不在评审中。", article=ARTICLE)


def _since(edition: Edition, at: datetime):
    return years_before(reference_day(edition, at), YEARS_BACK)


def _recorded(edition: Edition) -> set:
    return set(Conflict.objects.filter(application__edition=edition).values_list("application", "reviewer"))


def _cleared(edition: Edition) -> set:
    return set(Clearance.objects.filter(application__edition=edition).values_list("application", "reviewer"))
