"""Many at one moment, with real processes: numbers without gaps, every notice out once, one hold."""

import pytest

from accounts.grants.models import Role
from applications.holds import services as holds
from applications.holds.models import Hold
from core.ledger.verify import verify
from publicity.notices import services
from publicity.notices.models import NoticeKind, NoticePublication
from publicity.notices.publishing import publish_due
from tests.factories import make_actor
from tests.publicity.world import NOON, World, moment
from tests.races.presses import press_together

EIGHT = 8
HOUR = moment("2026-11-24", 9)


@pytest.mark.article("18(3)")
def test_eight_sweeps_publish_each_notice_once_without_a_gap(committed):
    worlds = [World(names=(), number=3 + place) for place in range(EIGHT)]
    for world in worlds:
        services.confirm(world.compose(NoticeKind.EXPLANATION, publish_at=HOUR), by=world.second, at=NOON)

    found = press_together(committed, 1, [lambda number: publish_due(HOUR)] * EIGHT)

    assert {outcome for row in found for outcome in row} == {"made"}
    assert sorted(NoticePublication.objects.values_list("serial", flat=True)) == list(range(1, EIGHT + 1))
    assert verify() == []


@pytest.mark.article("18(3)")
def test_eight_confirmations_in_as_many_editions_number_without_a_gap(committed):
    worlds = [World(names=(), number=3 + place) for place in range(EIGHT)]
    rounds = [[world.compose(NoticeKind.EXPLANATION) for world in worlds]]

    def press_of(place):
        return lambda number: services.confirm(rounds[number][place], by=worlds[place].second, at=NOON)

    found = press_together(committed, 1, [press_of(place) for place in range(EIGHT)])

    assert found == [("made",) * EIGHT]
    assert sorted(NoticePublication.objects.values_list("serial", flat=True)) == list(range(1, EIGHT + 1))
    assert verify() == []


@pytest.mark.article("13(6)")
def test_eight_second_hands_hold_once(committed):
    world = World()
    proposal = holds.propose(holds.HOLD, world.applications[0], reason="异议", by=world.first, at=NOON)
    others = [make_actor(Role.OFFICE) for _ in range(EIGHT)]

    found = press_together(committed, 1, [lambda _, other=other: holds.confirm(proposal, by=other, at=NOON) for other in others])

    assert sorted(found[0]) == ["made"] + ["refused"] * (EIGHT - 1)
    assert Hold.objects.count() == 1
