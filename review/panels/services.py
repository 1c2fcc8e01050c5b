"""Forming a panel, by two. What the first hand prepared is asked again when the second confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.editions.models import Edition
from procedure.parameters.services import value
from procedure.proposals.models import Proposal
from review.assignments.services import pledged
from review.panels.acts import FORM, LEAST
from review.panels.models import Panel, PanelSeat
from review.reviewers.models import Reviewer
from review.rounds import Round


@dataclass(frozen=True)
class Composition:
    """A panel as it shall be: its chair, the other members, the recorded reserve in its order. `category` is empty for both."""

    name: str
    category: str
    chair: Reviewer
    members: Sequence[Reviewer]
    reserves: Sequence[Reviewer]

    @property
    def all(self) -> list[Reviewer]:
        return [self.chair, *self.members, *self.reserves]

    def content(self) -> dict:
        """As the proposal keeps it."""
        keys = {"members": [str(one.pk) for one in self.members], "reserves": [str(one.pk) for one in self.reserves]}
        return {"name": self.name, "category": self.category, "chair": str(self.chair.pk)} | keys


def composition_of(content: dict) -> Composition:
    """Return what a proposal says. One query."""
    keys = [content["chair"], *content["members"], *content["reserves"]]
    known = {str(one.pk): one for one in Reviewer.objects.filter(pk__in=keys).select_related("person")}
    people = {part: [known[key] for key in content[part]] for part in ("members", "reserves")}
    return Composition(content["name"], content["category"], known[content["chair"]], **people)


@transaction.atomic
def propose(edition: Edition, round_: Round, panel: Composition, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    act = FORM[round_]
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(edition, round_, panel))
    return act.propose(edition, edition, content=panel.content(), by=by, at=at)


@transaction.atomic
def confirm(edition: Edition, round_: Round, *, by: Actor, at: datetime, signature: dict | None = None) -> Panel:
    """The second hand: the panel is formed. RuleRefused with every blocker; nothing has changed then."""
    act = FORM[round_]
    decision = act.confirm(edition, edition, by=by, at=at, signature=signature)
    wanted, head = composition_of(decision.proposal.content), lock(edition.chain)
    act.refuse(faults(edition, round_, wanted))
    panel = Panel(edition=edition, round=round_, category=wanted.category, name=wanted.name, decision=decision, at=at)
    cover(head, panel, at=at, by=by, action="panel.form")
    places = [(wanted.chair, True, None), *((one, False, None) for one in wanted.members)]
    places += [(one, False, place) for place, one in enumerate(wanted.reserves, 1)]
    for reviewer, chair, reserve in places:
        seat = PanelSeat(panel=panel, reviewer=reviewer, chair=chair, reserve=reserve, decision=decision, at=at)
        cover(head, seat, at=at, by=by, action="panel.seat")
    return panel


def faults(edition: Edition, round_: Round, panel: Composition) -> list[Blocker]:
    """Return what stands against a panel as such."""
    act, ready = FORM[round_], pledged(edition, round_)
    found = []
    if Panel.objects.filter(edition=edition, round=round_, name=panel.name).exists():
        found.append(f"本届{round_.label}已经有“{panel.name}”，请换一个名称。")
    found += [f"{one}占了两个席位，每人只能占一个。" for one in dict.fromkeys(panel.all) if panel.all.count(one) > 1]
    found += [f"{one}没有受邀参加{round_.label}，或者还没有签承诺，或者已经离开本届。" for one in panel.all if one.pk not in ready]
    if sentence := too_few(edition, round_, 1 + len(panel.members)):
        found.append(sentence)
    return [act.blocker(sentence) for sentence in found]


def too_few(edition: Edition, round_: Round, count: int) -> str:
    """Return why a panel of so many members, its chair counted, is too small, or nothing. RuleRefused before the number is set."""
    if round_ not in LEAST:
        return ""
    least = value(edition, LEAST[round_])
    return f"{round_.label}的评审组至少{least}人（含组长），现有{count}人。" if count < least else ""
