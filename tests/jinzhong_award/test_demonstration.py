"""Where the demonstration's clock can be moved."""

from datetime import datetime, timedelta

import pytest

from jinzhong_award.demonstration.build import BEGINS_AT, build
from jinzhong_award.demonstration.times import choices
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]
edition = shared(lambda: build(at=BEGINS_AT, applications=1))


def labels(at):
    return [choice["label"] for choice in choices(at)]


def test_before_the_call_only_days_are_offered(edition):
    assert labels(BEGINS_AT) == ["今天24:00以后", "下一个工作日", "五个工作日后"]


def test_every_choice_lies_ahead_and_is_a_moment_with_a_zone(edition):
    for choice in choices(BEGINS_AT):
        moment = datetime.fromisoformat(choice["value"])
        assert moment > BEGINS_AT
        assert moment.utcoffset() is not None


def test_a_year_that_nobody_entered_offers_no_working_day(edition):
    assert labels(BEGINS_AT + timedelta(days=365)) == ["今天24:00以后"]
