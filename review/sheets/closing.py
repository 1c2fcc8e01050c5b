"""Closing a round (结束评分), by two: no sheet is locked after it, and only now are sheets read side by side.

A round of nobody may be closed: its report says so.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actors import Actor
from applications.cases.models import Application
from applications.holds.models import Hold
from core.ledger.services import checkpoint, cover, lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.assignments.services import SCORED
from review.defense.models import Appearance, Slot
from review.organizers import ORGANIZERS
from review.panels.acts import against
from review.rounds import Round, steps_of
from review.sheets.models import RoundClosing, Sheet
from review.sheets.outlying import asked

CLOSE = {
    Round.MATERIALS: Act(
        "close-materials", "结束材料评审评分", "18(4)", roles=ORGANIZERS, steps=steps_of(Round.MATERIALS), against=against(Round.MATERIALS)
    ),
    Round.ORAL_DEFENSE: Act("close-oral-defense", "结束陈述答辩评分", "18(6)", steps=steps_of(Round.ORAL_DEFENSE)),
}
SHOWN = 5
EVERYBODY = 0  # as many sheets as experts are assigned


def closed(edition: Edition, round_: str) -> RoundClosing | None:
    """Return the closing of a round that is in force, or None. One query."""
    return (
        RoundClosing.objects.standing()
        .filter(edition=edition, round=round_)
        .select_related("decision__by", "decision__proposal__by")
        .first()
    )


def reviewed(edition: Edition, round_: str) -> list[Application]:
    """Return the applications that a round has to score, held ones too: they are reviewed under reserve.

    Not whoever is recorded as absent from the oral defense, nor whoever is held and has no slot: he enters no list.
    """
    found = Application.objects.filter(edition=edition, status__in=SCORED[round_]).whole().order_by("number", "pk")
    if round_ == Round.ORAL_DEFENSE:
        absent = Appearance.objects.filter(slot__application=OuterRef("pk"), slot__replaced_by=None, present=False)
        held = Hold.objects.standing().filter(application=OuterRef("pk"))
        slots = Slot.objects.filter(application=OuterRef("pk"))
        found = found.exclude(Exists(absent)).exclude(Exists(held) & ~Exists(slots))
    return list(found)


def missing(edition: Edition, round_: str, applications: Iterable[Application]) -> dict[object, str]:
    """Return what each application lacks, in words; those that lack nothing are left out. Three queries.

    Materials: SHEETS_EACH counted sheets. Both rounds: a sheet of everybody who is assigned.
    """
    keys = [one.pk for one in applications]
    least = _least(edition) if round_ == Round.MATERIALS else EVERYBODY
    sheets = Sheet.objects.counted().filter(assignment__application__in=keys, assignment__round=round_)
    counted = Counter(sheets.values_list("assignment__application", flat=True))
    standing = Assignment.objects.standing().filter(application__in=keys, round=round_, sheet=None)
    unlocked = Counter(standing.values_list("application", flat=True))
    found = {key: _lacking(counted[key], least, unlocked[key]) for key in keys}
    return {key: words for key, words in found.items() if words}


def _least(edition: Edition) -> int | None:
    """How many sheets each application needs; None before the edition set it: no page of the house falls over it."""
    setting = ParameterSetting.objects.in_force(edition).filter(name=SHEETS_EACH.name).first()
    return setting.typed if setting else None


def _lacking(counted: int, least: int | None, unlocked: int) -> str:
    if least == EVERYBODY and not counted + unlocked:
        return "还没有专家评分表"
    if least is None:
        return f"还没有设定“{SHEETS_EACH.label}”"
    if counted < least:
        return f"计入的评分表有{counted}份，应有{least}份"
    return f"还有{unlocked}份评分表没有锁定" if unlocked else ""


def faults(edition: Edition, round_: str) -> list[Blocker]:
    """Return what stands against closing a round, whoever asks."""
    act, round_ = CLOSE[Round(round_)], Round(round_)
    if closed(edition, round_):
        return [act.blocker(f"{round_.label}已经结束评分。")]
    applications = reviewed(edition, round_)
    lacking = missing(edition, round_, applications)
    lines = [f"{one.applicant.unit}{lacking[one.pk]}" for one in applications if one.pk in lacking]
    waiting = asked(edition, round_)
    lines += [f"{one.assignment.reviewer.person.name}还没有说明一份评分的依据" for one in waiting]
    rest = f"，等{len(lines)}处" if len(lines) > SHOWN else ""
    return [act.blocker(f"{'；'.join(lines[:SHOWN])}{rest}。")] if lines else []


def facts(edition: Edition, round_: str) -> dict:
    """Return what a closing rests on: every counted sheet. The second hand confirms over the same."""
    sheets = Sheet.objects.counted().filter(assignment__application__edition=edition, assignment__round=round_)
    return {"sheets": sorted(sheets.values_list("fingerprint", flat=True)), "n": sheets.count()}


@transaction.atomic
def propose(edition: Edition, round_: str, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    act = CLOSE[Round(round_)]
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(edition, round_))
    count = len(reviewed(edition, round_))
    return act.propose(edition, edition, content={"applications": count}, facts=facts(edition, round_), by=by, at=at)


@transaction.atomic
def confirm(edition: Edition, round_: str, *, by: Actor, at: datetime, signature: dict | None = None) -> RoundClosing:
    """The second hand: closed, and a checkpoint of the ledger taken. RuleRefused with every blocker."""
    act = CLOSE[Round(round_)]
    lock(edition.chain)
    act.refuse(act.blockers(edition, by, at=at) or faults(edition, round_))
    decision = act.confirm(edition, edition, by=by, at=at, signature=signature, facts=facts(edition, round_))
    before = RoundClosing.objects.filter(edition=edition, round=round_, replaced_by=None).first()
    row = RoundClosing(edition=edition, round=round_, decision=decision, replaces=before, at=at)
    cover(lock(edition.chain), row, at=at, by=by, action="round.close")
    checkpoint(lock(edition.chain), at=at)
    return row
