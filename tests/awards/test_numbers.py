"""The public numbers: nothing before the list that says them."""

import pytest

from awards.numbers import public_numbers
from procedure.editions.models import Step
from tests.awards.world import LATER, Approving
from tests.factories import at_step
from tests.publicity.world import World

pytestmark = pytest.mark.django_db


def said(edition):
    return {line["label"]: line["value"] for line in public_numbers(edition)["lines"]}


def test_nothing_before_the_first_list_and_the_accepted_with_it():
    world = World()
    world.accept("晋中丙公司")
    assert public_numbers(world.edition) is None
    world.publish()

    assert said(world.edition) == {"受理名单": 3, "拟授奖名单": None, "质量奖至多": 5, "提名奖至多": 10}


def test_the_awards_with_the_register_alone(client):
    world = Approving()
    world.stood("award", "nomination", "nomination")
    assert said(world.edition) == {"受理名单": None, "拟授奖名单": 3, "质量奖至多": 5, "提名奖至多": 10}
    world.commend(world.answer(world.request()))
    world.register()

    assert said(world.edition) == {"受理名单": None, "拟授奖名单": 3, "质量奖": 1, "提名奖": 2}


def test_between_two_editions_the_portal_names_the_newest_winners(client):
    world = Approving()
    world.stood("award")
    world.commend(world.answer(world.request()))
    world.register()
    assert "获奖名单已经公布" not in client.get("/").content.decode()
    at_step(world.edition.fresh(), Step.COMPLETED, at=LATER)

    assert "获奖名单已经公布" in client.get("/").content.decode()
