"""The one clock: the database's, and the demonstration's lead over it, which only grows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core import clock
from core.models import DemoClock
from core.rules import RuleRefused
from tests.factories import AT

SOON = timedelta(seconds=5)


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True


def test_now_is_aware_and_near_the_machines(db):
    assert clock.now().tzinfo == UTC
    assert abs(clock.now() - timezone.now()) < SOON


def test_now_goes_on_inside_a_transaction(db):
    first = clock.now()
    while (second := clock.now()) == first:
        pass

    assert second > first


def test_outside_the_demonstration_no_offset_counts(db, settings):
    settings.DEMO = False
    DemoClock.objects.create(pk=1, seconds=10**6)

    assert abs(clock.now() - timezone.now()) < SOON


def test_advance_goes_to_the_moment(demo):
    to = clock.now() + timedelta(days=3)
    clock.advance(to)

    assert timedelta() <= clock.now() - to < SOON


def test_advance_only_grows(demo):
    clock.advance(clock.now() + timedelta(days=3))
    before = clock.offset()

    with pytest.raises(RuleRefused, match="演示时钟只能向前调"):
        clock.advance(clock.now() - timedelta(seconds=1))
    assert clock.offset() == before
    clock.advance(clock.now() + timedelta(hours=1))
    assert clock.offset() > before


def test_begin_may_start_in_the_past_but_once(demo):
    clock.begin(AT)
    assert timedelta(seconds=-1) <= clock.now() - AT < SOON

    with pytest.raises(RuleRefused, match="演示时钟已经设定"):
        clock.begin(AT - timedelta(days=1))
    clock.advance(AT + timedelta(days=1))
    assert clock.now() - AT >= timedelta(days=1)


@pytest.mark.parametrize("move", [clock.advance, clock.begin])
def test_refused_outside_the_demonstration(db, settings, move):
    settings.DEMO = False

    with pytest.raises(RuleRefused):
        move(timezone.now() + timedelta(days=1))
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 16, 0, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_jinzhongs(at, day):
    assert clock.shanghai(at) == day


def test_the_day_ends_where_the_next_begins():
    end = clock.midnight_after(date(2026, 3, 31))

    assert end == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert clock.shanghai(end) == date(2026, 4, 1)
    assert clock.shanghai(end - timedelta(microseconds=1)) == date(2026, 3, 31)
