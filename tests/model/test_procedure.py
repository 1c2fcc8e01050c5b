"""The procedure explored to its last world: no illegal state, no dead end, nobody forgotten (R1, R2, R3, R8).

`-s` prints how many worlds there are. Three applications with holds take seconds, four a minute: deep.
"""

import pytest

from applications.cases.models import Status
from procedure.editions.models import Step
from tests.model.procedure import GRADES, NOTHING, OVER, QUOTA, UNWILLED, Manner, explore, unknown

pytestmark = [pytest.mark.once, pytest.mark.article("18")]

PLAIN, HOLDS, JUDGMENTS = Manner(holds=False), Manner(), Manner(judgments=True)
SIZES = [
    pytest.param(4, PLAIN, id="4-without-holds"),
    pytest.param(2, HOLDS, id="2-with-holds"),
    pytest.param(1, JUDGMENTS, id="1-with-judgments"),
    pytest.param(2, JUDGMENTS, id="2-with-judgments", marks=pytest.mark.deep),
    pytest.param(3, HOLDS, id="3-with-holds", marks=pytest.mark.deep),
    pytest.param(4, HOLDS, id="4-with-holds", marks=pytest.mark.deep),
]
# The states possible in each step, where no judgment puts somebody back.
IN_TIME = {
    Step.PREPARATION: "",
    Step.CALL: "",
    Step.APPLYING: "draft submitted",
    Step.QUALIFICATION: "submitted returned recommended accepted",
    Step.MATERIALS: "accepted advancing",
    Step.ON_SITE: "advancing passed",
    Step.DEFENSE: "passed defended absent",
    Step.EVALUATION: "defended absent candidate not_candidate",
    Step.DELIBERATION: "candidate not_candidate proposed not_proposed",
    Step.APPROVAL: "not_candidate proposed not_proposed awarded",
    Step.COMPLETED: "not_candidate not_proposed awarded",
    Step.TERMINATED: "",
}
# Nobody waits for whoever is set aside (article 13(6)): he stays where he was until he is lifted; then he catches up, or is left out.
LEFT_BEHIND = {
    Step.ON_SITE: "accepted",
    Step.DEFENSE: "accepted advancing",
    Step.EVALUATION: "accepted advancing passed",
    Step.DELIBERATION: "accepted advancing passed defended absent",
    Step.APPROVAL: "accepted advancing passed candidate",
    Step.COMPLETED: "candidate",
}


def test_every_condition_of_the_table_is_known_to_the_model():
    assert unknown() == set()


@pytest.mark.parametrize(("n", "manner"), SIZES)
def test_no_illegal_world_no_dead_end_nobody_forgotten(n, manner):
    worlds = explore(n, manner)
    print(f"{n} applications, {manner}: {len(worlds)} worlds, {sum(map(len, worlds.values()))} acts")

    assert [world for world in worlds if crowded(world)] == []
    assert [world for world in worlds if awarded_unseen(world)] == []
    assert dead_ends(worlds) == []
    if not manner.judgments:  # a judgment may put somebody back whose round is over
        assert states(worlds) == expected(manner)
        assert [world for world in worlds if world.step == Step.COMPLETED and undecided(world)] == []


def test_the_steps_come_one_after_the_other():
    steps = {(world.step, target.step) for world, acts in explore(1).items() for _, target in acts}

    assert {pair for pair in steps if pair[0] != pair[1]} == {
        pair for step in range(Step.COMPLETED) for pair in ((step, step + 1), (step, Step.TERMINATED))
    }


def crowded(world):
    """More in a grade than there are places."""
    return any(sum(one.grade == grade for one in world.ones) > QUOTA[grade] for grade in GRADES)


def awarded_unseen(world):
    """Somebody is awarded who did not stand in both notices, in this grade or a higher one."""
    running = world.step < Step.COMPLETED  # afterwards the model forgets what nobody asks any more
    return running and any(one.status == Status.AWARDED and not (one.noticed and one.shown >= one.grade) for one in world.ones)


def undecided(world):
    """Somebody stands in the list of candidates or of winners, not set aside, with nothing decided over him."""
    return any(one.status in (Status.DEFENDED, Status.ABSENT, Status.PROPOSED) for one in world.ones) or any(
        one.status == Status.CANDIDATE and not one.held for one in world.ones
    )


def states(worlds):
    """The states found in each step."""
    found = {step: set() for step in Step}
    for world in worlds:
        found[Step(world.step)] |= {str(one.status) for one in world.ones} - {NOTHING, OVER}
    return found


def expected(manner):
    behind = LEFT_BEHIND if manner.holds else {}
    return {step: {*IN_TIME[step].split(), *behind.get(step, "").split()} for step in Step}


def dead_ends(worlds):
    """Running worlds from which no act of the house leads to completion: without termination, withdrawal, death, judgment."""
    back = {world: [] for world in worlds}
    for world, acts in worlds.items():
        for name, target in acts:
            if name not in UNWILLED and name != "terminate":
                back[target].append(world)
    waiting = [world for world in worlds if world.step == Step.COMPLETED]
    reached = set(waiting)
    while waiting:
        for world in back[waiting.pop()]:
            if world not in reached:
                reached.add(world)
                waiting.append(world)
    return [world for world in worlds if world.step < Step.COMPLETED and world not in reached]
