"""The house moves as the model does: along every edge of one application, two of them deep, and along walks of four.

In each world every move that the model does not know is refused, and nothing has changed. After a walk the whole
database is asked for every promise.
"""

import copy
import random

import pytest
from django.db import transaction

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds.services import hold
from jinzhong_award.invariants import order
from jinzhong_award.steps import APPLICATION_MOVES
from procedure.editions.models import Step
from tests.factories import AT, at_step, make_application
from tests.model.procedure import NOTHING, Manner, acts, alike, leads
from tests.model.real import ASKED, Real
from tests.promises import broken
from tests.publicity.world import know_years

pytestmark = [pytest.mark.django_db, pytest.mark.article("18")]

PLAIN, HOLDS = Manner(holds=False), Manner()
# Signatures of bodies are papers: the model takes them as met.
UNSIGNED = f"{order.recommended_before_accepted.number}〔"


@pytest.mark.parametrize(
    ("n", "manner"),
    [
        pytest.param(1, PLAIN, id="1-without-holds", marks=pytest.mark.deep),
        pytest.param(1, HOLDS, id="1-with-holds", marks=pytest.mark.deep),
        pytest.param(2, PLAIN, id="2-without-holds", marks=pytest.mark.deep),
    ],
)
def test_every_edge_of_the_model(n, manner):
    know_years(AT)
    edges = follow(Real(n), set(), manner)
    print(f"{n} applications, {manner}: {edges} edges")


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(3, 60))])
def test_a_walk_of_four_applications(seed):
    know_years(AT)
    chance, real = random.Random(seed), Real(4)
    world = real.world()
    while onward := [act for act in acts(world, HOLDS) if act[0] != "terminate"]:
        # A step in two leads on, or walks would never end.
        nearer = [act for act in onward if leads(act[0])]
        name, target = chance.choice(nearer if nearer and chance.random() < 0.3 else onward)
        refuse_another(real, world, {name for name, _ in onward}, chance)
        real.do(name, world, target)
        world = real.world()
        assert world == alike(target), (seed, name)

    assert world.step == Step.COMPLETED
    assert [sentence for sentence in broken() if not sentence.startswith(UNSIGNED)] == []


def follow(real, visited, manner):
    """Do every act that leads on from here, each from this world; go on from where nobody was. Returns how many were done."""
    world = real.world()
    if world in visited:
        return 0
    visited.add(world)
    known, edges = list(acts(world, manner)), 0
    refuse_everything_else(real, world, {name for name, _ in known})
    for name, target in known:
        kept = copy.copy(real)
        kept.places = list(real.places)
        with transaction.atomic():
            kept.do(name, world, target)
            assert kept.world() == alike(target), name
            edges += 1 + follow(kept, visited, manner)
            transaction.set_rollback(True)
    return edges


def refuse_everything_else(real, world, known):
    """Whatever the model does not do here, the house refuses: by state, by step, or by what a guard says of states and notices."""
    if len(world.ones) == 1 and real.places[0]:
        with real.unchanged():
            for move in undeclared(real, world, known, 0):
                assert real.refused(move.name, 0).endswith("。")


def refuse_another(real, world, known, chance):
    """One move that the model does not do here, on one of the applications."""
    begun = [place for place, one in enumerate(real.places) if one]
    if begun and (found := undeclared(real, world, known, place := chance.choice(begun))):
        with real.unchanged():
            assert real.refused(chance.choice(found).name, place).endswith("。")


def undeclared(real, world, known, place):
    """The moves that are not allowed here, without those that only a paper forbids."""
    status = real.places[place].fresh().status
    for_all = [move for move in APPLICATION_MOVES if status not in move.sources or (move.steps and world.step not in move.steps)]
    return for_all + [move for move in APPLICATION_MOVES if move.name not in known and {guard.label for guard in move.guards} <= set(ASKED)]


@pytest.mark.article("13(6)")
@pytest.mark.parametrize(
    ("name", "step", "status"),
    [
        ("advance-on-site", Step.MATERIALS, Status.ACCEPTED),
        ("nominate", Step.EVALUATION, Status.DEFENDED),
        ("propose-award", Step.DELIBERATION, Status.CANDIDATE),
    ],
)
def test_whoever_is_set_aside_enters_no_list(name, step, status):
    real = Real(1)
    real.edition = at_step(real.edition, step, by=real.hands[Role.OFFICE][0])
    real.places[0] = make_application(real.edition, status, body=real.body)
    first, second = real.hands[Role.OFFICE if step <= Step.EVALUATION else Role.LEADING_GROUP]
    hold(real.places[0], reason="有异议", first=first, by=second, at=AT)

    with real.unchanged():
        assert real.refused(name, 0) == f"{real.places[0].applicant.unit}正在暂缓，解除以前不能列入名单。"


def test_nobody_applied_is_a_place_of_its_own():
    assert [one.status for one in Real(2).world().ones] == [NOTHING, NOTHING]
