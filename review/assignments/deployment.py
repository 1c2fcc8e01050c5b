"""Deploying a plan and undoing it, each by two. An application is deployed whole or not at all."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.proposals.models import ActConfirmation, Proposal
from review.assignments.models import Assignment, AssignmentRelease
from review.assignments.plans import DEPLOY, ROUND, Plan, plan_of
from review.assignments.services import Pair, assign, faults, pledged, release
from review.organizers import ORGANIZERS, against
from review.recusals.services import record_conflicts
from review.reviewers.models import ReleaseKind

UNDO = Act("undo-deployment", "撤回分派", "18(4)", roles=ORGANIZERS, steps=(Step.MATERIALS,), reasoned=True, against=against)


def propose(edition: Edition, *, by: Actor, at: datetime) -> Proposal:
    """The first hand, over the draft as it stands. Conflicts that facts prove are recorded first, and stay recorded.

    RuleRefused with everything that stands against it, each by name.
    """
    DEPLOY.refuse(DEPLOY.blockers(edition, by, at=at))
    record_conflicts(edition, at=at, by=by)
    with transaction.atomic():
        lock(edition.chain)
        plan = plan_of(edition)
        DEPLOY.refuse(plan_faults(plan))
        content = {"round": ROUND.value, "pairs": [[str(one), str(who)] for one, who in plan.pairs]}
        return DEPLOY.propose(edition, edition, content=content, by=by, at=at, facts=_facts(plan))


def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> list[Assignment]:
    """The second hand: the reviewers are assigned and told. RuleRefused with every blocker, and by name for every conflict."""
    DEPLOY.refuse(DEPLOY.second_blockers(edition, edition, by, at=at))
    record_conflicts(edition, at=at, by=by)
    with transaction.atomic():
        lock(edition.chain)
        plan, proposal = plan_of(edition), DEPLOY.proposal(edition)
        if proposal:
            DEPLOY.refuse(faults(edition, ROUND, _proposed(plan, proposal), pledged(edition, ROUND)))
        decision = DEPLOY.confirm(edition, edition, by=by, at=at, signature=signature, facts=_facts(plan))
        made = assign(plan.wanted(), ROUND, decision=decision, by=by, at=at)
        plan.draft.pairs, plan.draft.revision = [], plan.draft.revision + 1
        plan.draft.save(update_fields=["pairs", "revision"])
        return made


def plan_faults(plan: Plan) -> list[Blocker]:
    """Return what stands against deploying a plan as it stands."""
    if not plan.pairs:
        return [DEPLOY.blocker("草案里没有新的分派。")]
    begun = {one for one, _ in plan.pairs}
    return [
        DEPLOY.blocker(f"{one.applicant.unit}还差{plan.lacking[one.pk]}名评审员，一份申报要一次分派齐。")
        for one in plan.applications
        if one.pk in begun and one.pk in plan.lacking
    ]


def deployments(edition: Edition) -> list[ActConfirmation]:
    """Return the deployments of which something stands, the newest first."""
    standing = Assignment.objects.standing().filter(application__edition=edition, round=ROUND)
    found = ActConfirmation.objects.filter(proposal__move=DEPLOY.name, pk__in=standing.values("decision"))
    return list(found.select_related("by", "proposal__by").order_by("-event_id"))


def of(decision: ActConfirmation):
    """Return what stands of a deployment."""
    return Assignment.objects.standing().filter(decision=decision, round=ROUND).whole().order_by("event_id")


@transaction.atomic
def propose_undo(decision: ActConfirmation, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand of undoing a deployment. RuleRefused as soon as anybody has scored."""
    edition = decision.proposal.edition
    lock(edition.chain)
    UNDO.refuse(UNDO.blockers(edition, by, at=at) or undo_faults(decision))
    return UNDO.propose(edition, decision, content={"deployment": str(decision.pk)}, reason=reason, by=by, at=at)


@transaction.atomic
def confirm_undo(decision: ActConfirmation, *, by: Actor, at: datetime, signature: dict | None = None) -> list[AssignmentRelease]:
    """The second hand: the assignments end; the plan may be drafted anew. RuleRefused as soon as anybody has scored."""
    edition = decision.proposal.edition
    undone = UNDO.confirm(edition, decision, by=by, at=at, signature=signature)
    UNDO.refuse(undo_faults(decision))
    return release(list(of(decision)), kind=ReleaseKind.UNDONE, reason=undone.proposal.reason, decision=undone, by=by, at=at)


def undo_faults(decision: ActConfirmation) -> list[Blocker]:
    """Return who has begun to score what a deployment assigned. A draft with nothing in it does not count."""
    rows = Assignment.objects.filter(decision=decision).select_related("reviewer__person", "sheet", "draft")
    if not rows.filter(release=None).exists():
        return [UNDO.blocker("这次分派已经全部结束或者撤回。")]
    begun = [row.reviewer for row in rows if hasattr(row, "sheet") or (hasattr(row, "draft") and row.draft.entries)]
    if not begun:
        return []
    names = "、".join(dict.fromkeys(str(one) for one in begun))
    return [UNDO.blocker(f"{names}已经开始评分，不能整批撤回；要换人的，个别补派。")]


def _facts(plan: Plan) -> dict:
    """What a deployment rests on: the pairs of the draft, as they may still be assigned."""
    return {"pairs": [[str(one), str(who)] for one, who in plan.pairs]}


def _proposed(plan: Plan, proposal: Proposal) -> list[Pair]:
    """The pairs of a proposal whose application and reviewer are in the plan still, whatever stands against them."""
    cases, people = {str(one.pk): one for one in plan.applications}, {str(who.pk): who for who in plan.reviewers}
    known = [(cases[one], people[who]) for one, who in proposal.content["pairs"] if one in cases and who in people]
    return [Pair(one, who, plan.panels[who.pk, one.category]) for one, who in known if (who.pk, one.category) in plan.panels]
