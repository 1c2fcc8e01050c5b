"""其余照办: a visitor does one thing by hand, the rest is done by the same moves; what comes next is said in a sentence."""

from datetime import timedelta

import pytest
from django.test import override_settings

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core import clock
from core.ledger.verify import verify
from core.rules import RuleRefused
from jinzhong_award.demonstration.build import BEGINS_AT, build
from jinzhong_award.demonstration.play import carry_on, play_to
from jinzhong_award.steps import gate
from procedure.editions.models import Step
from tests.factories import make_actor, make_edition
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMO = True


@override_settings(DEMO=True)
def begun():
    """Two applicants, step 2, nobody has begun."""
    clock.begin(BEGINS_AT)
    return play_to(Step.APPLYING, build(at=BEGINS_AT, applications=2))


edition = shared(begun)


def test_the_rest_of_applicants_submit_and_the_visitor_is_told_to_move_the_clock(edition):
    at = clock.now()

    said = carry_on(edition, at=at)

    assert said.startswith("2个申报者开始申报；2份申报填写完整并提交。接着请把时钟拨到“申报截止以后”（2026年4月")
    assert list(Application.objects.values_list("status", flat=True)) == [Status.SUBMITTED] * 2
    assert carry_on(edition, at=at).startswith("这一刻没有可以代办的。接着请把时钟拨到“申报截止以后”")
    assert edition.fresh().step == Step.APPLYING


def test_the_next_step_is_opened_by_two_only_once_nothing_stands_against_it(edition):
    carry_on(edition, at=clock.now())
    closed = clock.now() + timedelta(days=40)

    said = carry_on(edition, at=closed)

    assert said == (
        "尹若谷、任知微两人办理，进入“资格审查”。这一步办理的是：推荐单位，然后评选办。"
        "请以其中一人的身份进入，照“现在要办”办一件，其余的再按“其余照办”。"
    )
    assert edition.fresh().step == Step.QUALIFICATION
    assert gate(edition.fresh(), closed) != []
    assert verify() == []


def test_a_real_edition_is_never_carried_on():
    make_actor(Role.OFFICE)
    edition = make_edition(demo=False)

    with pytest.raises(RuleRefused) as refused:
        carry_on(edition, at=BEGINS_AT)

    assert str(refused.value) == "只有演示届、并且评选办已经有人，才能其余照办。"
    assert edition.fresh().step == Step.PREPARATION
