"""A panel is dissolved (解散), by two with the reason: every seat ends; it is offered no more. Its rows stay on record.

Whoever reviews on it still goes first to another panel or another's hands: nobody loses his reviewers by it.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.assignments.services import SCORED
from review.panels.acts import DISSOLVE
from review.panels.models import Panel, PanelEnd, PanelSeat
from review.panels.seats import leave
from review.rounds import Round

GONE = "这个评审组已经解散。"


def faults(panel: Panel) -> list[Blocker]:
    """Return what stands against dissolving a panel as such."""
    act, round_ = DISSOLVE[Round(panel.round)], Round(panel.round)
    if PanelEnd.objects.filter(panel=panel).exists():
        return [act.blocker(GONE)]
    open_ = Assignment.objects.standing().filter(panel=panel, application__status__in=SCORED[round_])
    count = open_.values("application").distinct().count()
    return [act.blocker(f"还有{count}份申报由{panel}评审，请先改由别的组评审，或者撤回分派。")] if count else []


@transaction.atomic
def propose(panel: Panel, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    act, edition = DISSOLVE[Round(panel.round)], panel.edition
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(panel))
    return act.propose(edition, panel, content=_content(panel), reason=reason, facts=_content(panel), by=by, at=at)


@transaction.atomic
def confirm(panel: Panel, *, by: Actor, at: datetime, signature: dict | None = None) -> PanelEnd:
    """The second hand: dissolved. RuleRefused with every blocker, and where somebody was given to the panel meanwhile."""
    act, edition = DISSOLVE[Round(panel.round)], panel.edition
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(panel))
    decision = act.confirm(edition, panel, by=by, at=at, signature=signature, facts=_content(panel))
    for seat in PanelSeat.objects.standing().filter(panel=panel).select_related("panel__edition"):
        leave(seat, reason=decision.proposal.reason, decision=decision, by=by, at=at)
    row = PanelEnd(panel=panel, reason=decision.proposal.reason, decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="panel.dissolve")


def _content(panel: Panel) -> dict:
    """Who sits on it as it is dissolved."""
    seats = PanelSeat.objects.standing().filter(panel=panel).values_list("reviewer", flat=True)
    return {"members": sorted(str(key) for key in seats)}
