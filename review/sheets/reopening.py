"""Opening a closed round again (重新开放评分), by two with the reason: only where a sheet is lacking, and until it is closed anew.

A sheet set aside after the closing is replaced so, and whoever was held is scored when he is made up for (procedure §2).
Points are blind again meanwhile; reports and lists wait for the new closing.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.rounds import ARTICLE_OF, Round, steps_of
from review.sheets.closing import CLOSE, closed, missing, reviewed
from review.sheets.models import RoundReopening

REOPEN = {
    one: Act(f"reopen-{one}", f"重新开放{one.label}评分", ARTICLE_OF[one], steps=steps_of(one), reasoned=True) for one in map(Round, CLOSE)
}


def lacking(edition: Edition, round_: Round) -> list[str]:
    """Return what a round lacks, application by application, in words. Four queries."""
    applications = reviewed(edition, round_)
    found = missing(edition, round_, applications)
    return [f"{one.applicant.unit}{found[one.pk]}" for one in applications if one.pk in found]


def faults(edition: Edition, round_: Round) -> list[Blocker]:
    """Return what stands against opening a round again, whoever asks."""
    act = REOPEN[round_]
    if not closed(edition, round_):
        return [act.blocker(f"{round_.label}没有结束评分，不用重新开放。")]
    return [] if lacking(edition, round_) else [act.blocker("每一份申报的评分表都齐，不能重新开放评分。")]


@transaction.atomic
def propose(edition: Edition, round_: Round, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    act = REOPEN[round_]
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(edition, round_))
    return act.propose(edition, edition, content=_content(edition, round_), reason=reason, facts=_content(edition, round_), by=by, at=at)


@transaction.atomic
def confirm(edition: Edition, round_: Round, *, by: Actor, at: datetime, signature: dict | None = None) -> RoundReopening:
    """The second hand: sheets may be assigned and locked again. RuleRefused with every blocker."""
    act = REOPEN[round_]
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(edition, round_))
    decision = act.confirm(edition, edition, by=by, at=at, signature=signature, facts=_content(edition, round_))
    row = RoundReopening(closing=closed(edition, round_), reason=decision.proposal.reason, decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="round.reopen")


def _content(edition: Edition, round_: Round) -> dict:
    """What is decided over: the closing, and what lacks."""
    return {"closing": str(closed(edition, round_).pk), "lacking": lacking(edition, round_)}
