"""Somebody takes another's place in the middle of a round (procedure §2): his new assignments, each naming whose place it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from core.ledger.services import lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation, Proposal
from review.assignments.models import Assignment
from review.assignments.services import SCORED, Pair, assign, conflicts, pledged, release
from review.organizers import ORGANIZERS
from review.panels.acts import against
from review.panels.models import Panel, PanelSeat
from review.panels.seats import sit
from review.recusals.facts import declared
from review.reviewers.models import ReleaseKind, Reviewer
from review.rounds import Round, steps_of
from review.sheets.models import RoundClosing

REPLACE = {
    one: Act(f"replace-{one}", "补派评审员", "14", roles=ORGANIZERS, steps=steps_of(one), reasoned=True, against=against(one))
    for one in Round
}


def replaceable(round_: Round) -> QuerySet:
    """Return the assignments of a round whose place may be taken: nothing counted was locked, nobody took it, the round goes on."""
    found = Assignment.objects.filter(round=round_, replaced_by=None, application__status__in=SCORED[round_])
    found = found.exclude(release__kind=ReleaseKind.UNDONE).exclude(sheet__isnull=False, sheet__set_aside=None)
    return found.whole().select_related("release", "sheet__set_aside").order_by("application__number", "event_id")


def open_places(seat: PanelSeat) -> list[Assignment]:
    """Return what whoever takes a seat takes over: what its member has not scored, standing or ended. One query."""
    return list(replaceable(Round(seat.panel.round)).filter(panel=seat.panel, reviewer=seat.reviewer_id))


def take_over(
    places: Sequence[Assignment], reviewer: Reviewer, *, panel: Panel, decision: ActConfirmation, by: Actor, at: datetime
) -> list[Assignment]:
    """Give a reviewer the places of assignments that have ended. RuleRefused as `assign`."""
    pairs = [Pair(one.application, reviewer, panel, replaces=one) for one in places]
    return assign(pairs, Round(panel.round), decision=decision, by=by, at=at)


@dataclass(frozen=True)
class Replacement:
    """Who takes the place, why the other leaves, and why not the first in order."""

    kind: ReleaseKind
    who: Reviewer
    why: str = ""


def fitting(assignment: Assignment) -> list[Reviewer]:
    """Return the reserve of the panel, in its order, that may review this application."""
    reserves = PanelSeat.objects.filter(panel=assignment.panel).reserves().select_related("reviewer__person")
    return _free(assignment, [seat.reviewer for seat in reserves])


def others(assignment: Assignment) -> list[Reviewer]:
    """Return everybody else who may: members of the panel first, then whoever is pledged to the round."""
    reserves = set(PanelSeat.objects.filter(panel=assignment.panel).reserves().values_list("reviewer_id", flat=True))
    members = [seat.reviewer for seat in PanelSeat.objects.filter(panel=assignment.panel).members().select_related("reviewer__person")]
    ready = [one.reviewer for one in pledged(_edition(assignment), Round(assignment.round)).values()]
    return _free(assignment, list(dict.fromkeys([*members, *(who for who in ready if who.pk not in reserves)])))


@transaction.atomic
def propose(assignment: Assignment, wanted: Replacement, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    act, edition = REPLACE[Round(assignment.round)], _edition(assignment)
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(assignment, wanted))
    content = {"kind": str(wanted.kind), "who": str(wanted.who.pk), "why": wanted.why}
    return act.propose(edition, assignment, content=content, reason=reason, facts=_facts(assignment), by=by, at=at)


@transaction.atomic
def confirm(assignment: Assignment, *, by: Actor, at: datetime, signature: dict | None = None) -> Assignment:
    """The second hand: the one leaves, if he has not left yet, the other is assigned and told. RuleRefused with every blocker."""
    act, edition = REPLACE[Round(assignment.round)], _edition(assignment)
    lock(edition.chain)
    decision = act.confirm(edition, assignment, by=by, at=at, signature=signature, facts=_facts(assignment))
    wanted, reason = replacement_of(decision.proposal.content), decision.proposal.reason
    act.refuse(faults(assignment, wanted))
    hands = {"decision": decision, "by": by, "at": at}
    if not hasattr(assignment, "release"):
        release([assignment], kind=wanted.kind, reason=reason, **hands)
    if not PanelSeat.objects.filter(panel=assignment.panel, reviewer=wanted.who).members().exists():
        sit(assignment.panel, wanted.who, reason=f"补{assignment.reviewer}的位。", **hands)
    (made,) = take_over([assignment], wanted.who, panel=assignment.panel, **hands)
    return made


def replacement_of(content: dict) -> Replacement:
    """Return what a proposal says. One query."""
    who = Reviewer.objects.select_related("person").get(pk=content["who"])
    return Replacement(ReleaseKind(content["kind"]), who, content["why"])


def faults(assignment: Assignment, wanted: Replacement) -> list[Blocker]:
    """Return what stands against a replacement as such."""
    act, round_ = REPLACE[Round(assignment.round)], Round(assignment.round)
    if RoundClosing.objects.standing().filter(edition=_edition(assignment), round=round_).exists():
        return [act.blocker(f"{round_.label}已经结束评分。要补派的，先由两人重新开放评分。")]
    if not replaceable(round_).filter(pk=assignment.pk).exists():
        return [act.blocker("这份分派不用补：已经有人接替，或者评分表已经锁定并且计入。")]
    found, first = [], fitting(assignment)
    if wanted.who not in first and wanted.who not in others(assignment):
        found.append(f"{wanted.who}不能补派：应当回避，或者已经在评这份申报，或者没有签承诺、没有声明利害关系。")
    if first and wanted.who != first[0] and not wanted.why.strip():
        found.append(f"备选次序在前的是{first[0]}，另请他人的，请写明理由。")
    return [act.blocker(sentence) for sentence in found]


def _free(assignment: Assignment, reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Those who are pledged, have declared and have no conflict here, and have not reviewed this application in this round."""
    edition, round_ = _edition(assignment), Round(assignment.round)
    had = set(Assignment.objects.filter(application=assignment.application_id, round=round_).values_list("reviewer_id", flat=True))
    ready, apart, asked = pledged(edition, round_), conflicts(edition), declared(edition)
    barred = had | {who for one, who in apart if one == assignment.application_id}
    able = [who for who in reviewers if who.pk in ready and who.pk not in barred]
    return [who for who in able if (assignment.application_id, who.pk) in asked]


def _facts(assignment: Assignment) -> dict:
    return {"standing": not hasattr(assignment, "release"), "first": [str(one.pk) for one in fitting(assignment)[:1]]}


def _edition(assignment: Assignment) -> Edition:
    return assignment.application.edition
