"""The procedure as a small machine of its own: a step, and up to four applications, moved by the table in `jinzhong_award.steps`.

Sources, targets, steps and names come from the table; here stands only what its guards mean where they look at states.
A guard that asks for papers, sheets or time is FREE: people can bring that about whenever they like. So the machine may
do more than the house, never less. Applications that stand alike are one: worlds are sorted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from applications.cases.models import Status
from applications.moves import DISQUALIFY, END, END_LATE, STANDING, WITHDRAW
from awards.moves import AWARD, NOT_APPROVED, REINSTATE, RESTORE, REVOKE
from jinzhong_award.steps import ADVANCE, APPLICATION_MOVES, EDITION_MOVES, STEPS, TERMINATE
from procedure.editions.models import Step
from procedure.machine import Guard, Move
from publicity.meetings.decided import DECIDING
from publicity.moves import DISQUALIFY_LATE, PROPOSE
from publicity.notices.lists import TAKING_PART
from review.evaluation.guards import IN_ROUNDS

NOTHING = ""  # nobody applied yet
OVER = "over"  # every state out of which only a judgment leads: alike, where judgments are not explored
NOMINATION, GRADES = 1, (1, 2)  # by rank
QUOTA = {1: 1, 2: 1}  # small, so that few applications already compete
OF_THE_EDITION = frozenset(move.name for move in EDITION_MOVES)
JUDGED = (*RESTORE, *REINSTATE.values())
# What nobody of the house can do by himself: the applicant's own word, a death, a finding, a judgment.
UNWILLED = {move.name for move in (WITHDRAW, END, END_LATE, DISQUALIFY, DISQUALIFY_LATE, *JUDGED)}


class One(NamedTuple):
    """An application: its state, held or not, named in a published acceptance list, the rank in which it stood in the award
    notice, the rank of its place."""

    status: str
    held: bool = False
    noticed: bool = False
    shown: int = 0
    grade: int = 0


class World(NamedTuple):
    """An edition. `closed`: the window; `listed`, `noticed`: the two notices are out; `registered`: the awards are."""

    step: int
    ones: tuple[One, ...]
    closed: bool = False
    listed: bool = False
    noticed: bool = False
    registered: bool = False


FREE = frozenset((Path(__file__).parent / "free.txt").read_text(encoding="utf-8").splitlines())
# Of one application: what the guard asks of it and of its world.
OF_ONE = {
    "申报还没有截止": lambda world, one: not world.closed,
    "申报已经截止": lambda world, one: world.closed,
    "没有暂缓": lambda world, one: not one.held,
    "在受理名单里公示满5个工作日": lambda world, one: one.noticed,
    "在市政府批准的名单里": lambda world, one: False,  # awarded by `register` alone
    "不在市政府批准的名单里": lambda world, one: False,
    "市政府撤销决定已经登记": lambda world, one: False,  # not built
}


def _acceptance_stood(one: One) -> bool:
    return one.status not in TAKING_PART or one.held or one.noticed


def _left(one: One) -> bool:
    return one.status in (Status.DEFENDED, Status.ABSENT) or (one.status in IN_ROUNDS and not one.held)


# Of an edition: what the gate asks of each application.
UNDECIDED = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)
EACH = {
    "每份申报都有推荐结果和受理决定": lambda one: one.status not in UNDECIDED,
    "受理名单公示满5个工作日": _acceptance_stood,
    "解除暂缓的申报已经补充公示，满5个工作日": _acceptance_stood,
    "现场评审名单已经两人确定，并且已经告知": lambda one: one.status != Status.ACCEPTED or one.held,
    "名单内的申报都有专项评审组报告和结论，未通过的已经告知": lambda one: one.status != Status.ADVANCING or one.held,
    "通过现场评审的都已答辩，或者登记了未到场": lambda one: one.status != Status.PASSED or one.held,
    "没有暂缓的都已评审完毕，或者写明不列入": lambda one: not _left(one),
    "没有走完评审的都已写明不列入": lambda one: one.status not in IN_ROUNDS,
    "候选名单已经两人确定，写到每一份申报": lambda one: one.status not in (Status.DEFENDED, Status.ABSENT),
    "领导小组全体会议审议候选名单，作出决定": lambda one: one.status != Status.CANDIDATE or one.held,
    "拟授奖名单公示满5个工作日": lambda one: one.status != Status.PROPOSED or one.held or one.shown >= one.grade,
    "授奖与批准名单一致": lambda one: one.status != Status.PROPOSED,
}
OF_EDITION = {
    "申报已经截止": lambda world: world.closed,
    "受理名单公示满5个工作日": lambda world: world.listed,
    "解除暂缓的申报已经补充公示，满5个工作日": lambda world: world.listed,
    "拟授奖名单公示满5个工作日": lambda world: world.noticed,
    "授奖与批准名单一致": lambda world: world.registered,
}


def unknown() -> set[str]:
    """Return the guards of the table of which the machine knows nothing: none may be forgotten here."""
    found = {guard.label for move in APPLICATION_MOVES for guard in move.guards if guard.label not in OF_ONE}
    found |= {guard.label for row in STEPS for guard in row.guards if guard.label not in EACH and guard.label not in OF_EDITION}
    return found - FREE


@dataclass(frozen=True)
class Manner:
    """What is explored beside the ordinary course: holds (暂缓), judgments that restore a state."""

    holds: bool = True
    judgments: bool = False


def leads(name: str) -> bool:
    """Tell whether an act brings the edition nearer to its end; no other act need ever be done."""
    return name in OF_THE_EDITION - {TERMINATE.name} or name in ("close", "notice", "award-notice", "register")


def explore(n: int, manner: Manner = Manner()) -> dict[World, list[tuple[str, World]]]:
    """Return every world that n applications can reach, each with the acts that lead on."""
    first = World(Step.PREPARATION, (One(NOTHING),) * n)
    found, waiting = {first: []}, [first]
    while waiting:
        world = waiting.pop()
        found[world] = list(acts(world, manner))
        for _, target in found[world]:
            if target not in found:
                found[target] = []
                waiting.append(target)
    return found


def acts(world: World, manner: Manner) -> Iterator[tuple[str, World]]:
    """Yield every act that the table allows, and the world after it."""
    if world.step >= Step.COMPLETED:
        return
    yield TERMINATE.name, World(Step.TERMINATED, ())
    yield from _of_each(world, manner)
    yield from _of_edition(world)
    if _open(world):
        after = _lapsed(world) if world.step == Step.APPLYING else world
        after = after._replace(step=world.step + 1)
        yield ADVANCE[world.step].name, after if manner.judgments else alike(after)


def _of_each(world: World, manner: Manner) -> Iterator[tuple[str, World]]:
    bare = world._replace(ones=())
    full = frozenset(grade for grade in GRADES if sum(one.grade == grade for one in world.ones) >= QUOTA[grade])
    for place, one in enumerate(world.ones):
        if place and one == world.ones[place - 1]:
            continue  # alike: once
        for name, after in _alone(bare, full, one, manner):
            yield name, world._replace(ones=_sorted((*world.ones[:place], after, *world.ones[place + 1 :])))


@cache
def _alone(world: World, full: frozenset[int], one: One, manner: Manner) -> tuple[tuple[str, One], ...]:
    """What may become of one application by itself."""
    found = []
    if one.status == NOTHING:
        return (("begin", One(Status.DRAFT)),) if world.step == Step.APPLYING and not world.closed else ()
    for move in APPLICATION_MOVES:
        if one.status in move.sources and (manner.judgments or move not in JUDGED) and _may(move, world, one):
            found += [(move.name, after) for after in _outcomes(move, one, manner) if after.grade == one.grade or after.grade not in full]
    if manner.holds and Step.QUALIFICATION <= world.step <= Step.APPROVAL and (one.held or one.status in STANDING):
        found.append(("lift" if one.held else "hold", one._replace(held=not one.held)))
    return tuple(found)


def _may(move: Move, world: World, one: One) -> bool:
    if move.steps and world.step not in move.steps:
        return False
    return all(guard.label in FREE or OF_ONE[guard.label](world, one) for guard in move.guards)


def _outcomes(move: Move, one: One, manner: Manner) -> Iterator[One]:
    if move == PROPOSE:
        yield from (one._replace(status=move.target, grade=grade) for grade in GRADES)
    elif move in (AWARD, REVOKE):
        yield one._replace(status=move.target)
    else:  # a place is freed by whatever takes its holder off
        after = one._replace(status=move.target, grade=0 if one.status == Status.PROPOSED else one.grade)
        yield after if manner.judgments or after.status in LIVING else One(OVER)


def alike(world: World) -> World:
    """The world as it is compared: without what no later act of its step asks."""
    if world.step == Step.TERMINATED:
        return World(Step.TERMINATED, ())
    return world._replace(ones=_sorted(plain(one, world.step) for one in world.ones))


def plain(one: One, step: int) -> One:
    """Without what no later step asks: so that worlds that go on alike are one."""
    if one.status not in LIVING and (one.status != NOTHING or step > Step.APPLYING):
        return One(OVER)
    if step == Step.COMPLETED:
        return One(one.status, one.held and one.status != Status.NOT_CANDIDATE, grade=one.grade)
    decided = one.status in (Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED, Status.AWARDED)
    if step >= Step.APPROVAL and not decided:
        return One(one.status, one.held and one.status != Status.NOT_CANDIDATE, noticed=one.status in TAKING_PART)
    if step >= Step.DELIBERATION and not decided and one.status != Status.NOT_CANDIDATE:
        return One(one.status, one.held, noticed=one.status in TAKING_PART)
    return one


LIVING = {source for move in APPLICATION_MOVES if move not in JUDGED for source in move.sources} | {Status.AWARDED}


def _of_edition(world: World) -> Iterator[tuple[str, World]]:
    if world.step == Step.APPLYING and not world.closed:
        yield "close", world._replace(closed=True)
    shown = tuple(one._replace(noticed=True) if one.status in TAKING_PART and not one.held else one for one in world.ones)
    if world.step == Step.QUALIFICATION and not world.listed:
        yield "notice", world._replace(ones=_sorted(shown), listed=True)
    elif world.step >= Step.QUALIFICATION and world.listed and shown != world.ones:
        yield "supplement", world._replace(ones=_sorted(shown))
    if world.step in DECIDING and all(EACH["领导小组全体会议审议候选名单，作出决定"](one) for one in world.ones):
        printed = tuple(
            one._replace(shown=max(one.shown, one.grade)) if one.status == Status.PROPOSED and not one.held else one for one in world.ones
        )
        if not world.noticed or printed != world.ones:
            yield "award-notice", world._replace(ones=_sorted(printed), noticed=True)
    if world.step == Step.APPROVAL and not world.registered:
        yield from _register(world)


def _register(world: World) -> Iterator[tuple[str, World]]:
    """The city government approves any of those who were requested: whoever is proposed, not held, and stood his notice."""
    choices = []
    for one in world.ones:
        if one.status != Status.PROPOSED:
            choices.append((one,))
            continue
        not_ = one._replace(status=NOT_APPROVED.target, grade=0)
        asked = not one.held and one.shown >= one.grade
        choices.append((One(Status.AWARDED, noticed=one.noticed, shown=one.shown, grade=one.grade), not_) if asked else (not_,))
    if any(one.status == Status.PROPOSED and not one.held and one.shown < one.grade for one in world.ones):
        return  # the request waits until everybody in it stood his notice
    for ones in set(map(_sorted, product(*choices))):
        yield "register", world._replace(ones=ones, registered=True)


def _open(world: World) -> bool:
    """The gate: every guard of the row."""
    guards: tuple[Guard, ...] = STEPS[world.step].guards
    for label in (guard.label for guard in guards):
        if label in OF_EDITION and not OF_EDITION[label](world):
            return False
        if label in EACH and not all(EACH[label](one) for one in world.ones):
            return False
    return True


def _lapsed(world: World) -> World:
    """Drafts lapse in the act that leaves step 2."""
    return world._replace(ones=_sorted(One(OVER) if one.status in (Status.DRAFT, NOTHING) else one for one in world.ones))


def _sorted(ones) -> tuple[One, ...]:
    return tuple(sorted(ones))
