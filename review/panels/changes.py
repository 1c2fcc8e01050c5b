"""A seat changes, by two: a member leaves, the first fitting reserve steps in, or somebody named with the reason (procedure §2).

What the leaver had not yet scored goes to whoever takes his seat, in the same act; what he locked stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import lock
from core.rules import Blocker
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.assignments.replacing import open_places, take_over
from review.assignments.services import conflicts, pledged, release
from review.panels.acts import CHANGE
from review.panels.models import PanelSeat
from review.panels.seats import leave, sit
from review.panels.services import too_few
from review.recusals.facts import declared
from review.reviewers.models import ReleaseKind, Reviewer
from review.rounds import Round


@dataclass(frozen=True)
class Change:
    """Who takes the seat (nobody: it stays empty), who chairs from now on where the chair leaves, and why not the first in order."""

    kind: ReleaseKind
    who: Reviewer | None
    chair: Reviewer | None = None
    why: str = ""


def unfilled(seat: PanelSeat) -> bool:
    """Tell whether a seat is to be changed at all: it stands, or its member left the edition and nobody took it."""
    return not hasattr(seat, "end") or not (hasattr(seat, "replaced_by") or seat.reserve)


def fitting(seat: PanelSeat) -> list[Reviewer]:
    """Return the recorded reserve of the seat's panel in its order: pledged, without a conflict in what is handed over."""
    reserves = PanelSeat.objects.filter(panel=seat.panel).reserves().exclude(pk=seat.pk).select_related("reviewer__person")
    return _free(seat, [one.reviewer for one in reserves])


def others(seat: PanelSeat) -> list[Reviewer]:
    """Return who else could be named: pledged to the round, without a seat on this panel, without a conflict."""
    sitting = set(PanelSeat.objects.standing().filter(panel=seat.panel).values_list("reviewer_id", flat=True))
    ready = pledged(seat.panel.edition, Round(seat.panel.round)).values()
    return _free(seat, [one.reviewer for one in ready if one.reviewer_id not in sitting])


def remaining(seat: PanelSeat) -> list[Reviewer]:
    """Return the members who stay when this seat's leaves."""
    seats = PanelSeat.objects.filter(panel=seat.panel).members().exclude(pk=seat.pk).select_related("reviewer__person")
    return [one.reviewer for one in seats]


@transaction.atomic
def propose(seat: PanelSeat, change: Change, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    edition, act = seat.panel.edition, _act(seat)
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(seat, change))
    content = {"kind": str(change.kind), "who": _key(change.who), "chair": _key(change.chair), "why": change.why}
    return act.propose(edition, seat, content=content, reason=reason, facts=_facts(seat), by=by, at=at)


@transaction.atomic
def confirm(seat: PanelSeat, *, by: Actor, at: datetime, signature: dict | None = None) -> PanelSeat | None:
    """The second hand; return the new seat, if somebody took it. RuleRefused with every blocker, and for a conflict found meanwhile."""
    edition = seat.panel.edition
    lock(edition.chain)
    seat = PanelSeat.objects.select_related("panel__edition", "reviewer__person", "end", "replaced_by").get(pk=seat.pk)
    decision = _act(seat).confirm(edition, seat, by=by, at=at, signature=signature, facts=_facts(seat))
    change, reason = change_of(decision.proposal.content), decision.proposal.reason
    _act(seat).refuse(faults(seat, change))
    places = [] if seat.reserve else open_places(seat)
    standing = [one for one in places if not hasattr(one, "release")]
    release(standing, kind=change.kind, reason=reason, decision=decision, by=by, at=at)
    hands = {"decision": decision, "by": by, "at": at}
    if not hasattr(seat, "end"):
        leave(seat, reason=reason, **hands)
    taken = None
    if change.who:
        words = f"补{seat.reviewer}的位。"
        taken = sit(seat.panel, change.who, reason=words, chair=change.chair == change.who, replaces=seat, **hands)
        take_over(places, change.who, panel=seat.panel, **hands)
    if change.chair and change.chair != change.who:
        sit(seat.panel, change.chair, reason="改任组长。", chair=True, **hands)
    return taken


def change_of(content: dict) -> Change:
    """Return what a proposal says. One query."""
    keys = [key for key in (content["who"], content["chair"]) if key]
    known = {str(one.pk): one for one in Reviewer.objects.filter(pk__in=keys).select_related("person")}
    return Change(ReleaseKind(content["kind"]), known.get(content["who"]), known.get(content["chair"]), content["why"])


def faults(seat: PanelSeat, change: Change) -> list[Blocker]:
    """Return what stands against a change as such."""
    if not unfilled(seat):
        return [_act(seat).blocker("这个席位已经办过，请看评审组现在的组成。")]
    if seat.reserve:
        return [_act(seat).blocker("备选退出的，不用补位。")] if change.who or change.chair else []
    found, first, stay = [], fitting(seat), remaining(seat)
    if change.who and change.who not in first and change.who not in others(seat):
        found.append(f"{change.who}不能补位：已经在组里，或者没有签承诺，或者对交接的申报应当回避、没有声明利害关系。")
    if change.who and first and change.who != first[0] and not change.why.strip():
        found.append(f"备选次序在前的是{first[0]}，另请他人的，请写明理由。")
    if not change.who and (sentence := too_few(seat.panel.edition, Round(seat.panel.round), len(stay))):
        found.append(f"{sentence}请选补位的人。")
    if seat.chair and change.chair not in [*stay, change.who]:
        found.append("组长离开的，请选新的组长。")
    if not seat.chair and change.chair:
        found.append("组长没有离开，不用另选。")
    return [_act(seat).blocker(sentence) for sentence in found]


def _act(seat: PanelSeat):
    return CHANGE[Round(seat.panel.round)]


def _key(reviewer: Reviewer | None) -> str:
    return str(reviewer.pk) if reviewer else ""


def _facts(seat: PanelSeat) -> dict:
    """What a change rests on: what is handed over, who stays, and who is first in order."""
    places = [] if seat.reserve else open_places(seat)
    return {
        "places": sorted(str(one.pk) for one in places),
        "stay": sorted(str(one.pk) for one in remaining(seat)),
        "first": [] if seat.reserve else [str(one.pk) for one in fitting(seat)[:1]],
    }


def _free(seat: PanelSeat, reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Those who are pledged, and have declared for, and are neither in conflict with nor assigned to, what is handed over."""
    edition, round_ = seat.panel.edition, Round(seat.panel.round)
    keys = {one.application_id for one in open_places(seat)}
    standing = Assignment.objects.standing().filter(application__in=keys, round=round_)
    barred = conflicts(edition) | set(standing.values_list("application_id", "reviewer_id"))
    ready, asked = pledged(edition, round_), declared(edition)
    able = [one for one in reviewers if one.pk in ready and not any((key, one.pk) in barred for key in keys)]
    return [one for one in able if all((key, one.pk) in asked for key in keys)]
