"""The demonstration is played by the real moves: everybody comes as far as the cast says, and the ledger stands after every step."""

from collections import Counter

import pytest

from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.snapshots.models import Snapshot
from core import clock
from core.ledger.verify import verify
from jinzhong_award.demonstration.build import BEGINS_AT, CAST, build
from jinzhong_award.demonstration.play import play_to
from procedure.editions.models import Step
from publicity.notices.models import NoticePublication

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMO = True


def played(step, *, applications=CAST, seed=1):
    """A demonstration with so many applicants, played to a step."""
    clock.begin(BEGINS_AT)
    return play_to(step, build(at=BEGINS_AT, applications=applications), seed=seed)


def statuses():
    return dict(Counter(Application.objects.values_list("status", flat=True)))


def test_three_applicants_come_through_the_qualification():
    edition = played(Step.MATERIALS, applications=3)

    assert edition.step == Step.MATERIALS
    assert statuses() == {Status.ACCEPTED: 3}
    assert [row.snapshot.application.applicant.unit.name for row in Return.objects.all()] == ["晋中望城食品有限公司（演示）"]
    assert sorted(Snapshot.objects.values_list("number", flat=True)) == [1, 1, 1, 2]
    assert [publication.number for publication in NoticePublication.objects.order_by("serial")] == ["2026-1", "2026-2"]
    assert verify() == []


@pytest.mark.deep
def test_whole_cast_comes_through_the_qualification_as_it_is_meant_to():
    played(Step.MATERIALS)

    assert statuses() == {Status.ACCEPTED: 14, Status.DECLINED: 1, Status.NOT_RECOMMENDED: 1, Status.LAPSED: 1}
    assert verify() == []
