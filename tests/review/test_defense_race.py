"""Two second hands at one sitting at the same moment, with real processes: one draw, one order, one set of experts."""

from collections import Counter

import pytest

from core.ledger.verify import verify
from review.assignments.models import Assignment
from review.defense import services
from review.defense.models import DefenseSession, Slot
from tests.factories import AT, make_actor
from tests.races.presses import press_together
from tests.review.defending import a_sitting, defense

pytestmark = pytest.mark.article("18(6)")


def test_two_confirm_the_same_sitting_at_once_and_one_order_is_drawn(committed):
    world = defense(applications=2, reviewers=5)
    another = make_actor(world.second.role, world.second.unit, head=True)
    services.propose(world.edition, a_sitting(world), by=world.first, at=AT)

    def press(by):
        return lambda number: services.confirm(world.edition, by=by, at=AT)

    (outcome,) = press_together(committed, 1, [press(world.second), press(another)])

    assert Counter(outcome) == {"made": 1, "refused": 1}
    assert DefenseSession.objects.count() == 1
    assert sorted(Slot.objects.values_list("order", flat=True)) == [1, 2]
    assert Assignment.objects.count() == len(world.reviewers) * 2
    assert verify() == []
