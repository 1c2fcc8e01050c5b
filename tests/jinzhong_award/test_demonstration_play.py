"""The demonstration is played by the real moves: everybody comes as far as the cast says, and the ledger stands after every step."""

from collections import Counter

import pytest
from django.db import transaction

from accounts.actors import SYSTEM
from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.moves import ACCEPT, SUBMIT
from applications.snapshots.models import Snapshot
from awards.register.models import Register
from core import clock
from core.canonical import digest
from core.ledger.many import Act, record_many
from core.ledger.models import Event
from core.ledger.services import lock
from core.rules import RuleRefused
from jinzhong_award.demonstration import build as building
from jinzhong_award.demonstration import many, play
from jinzhong_award.demonstration.build import BEGINS_AT, CAST, build
from jinzhong_award.demonstration.play import play_to
from procedure.editions.models import Step
from publicity.notices.models import NoticePublication
from review.assignments.models import Assignment
from review.recusals.models import Conflict
from review.sheets.models import Sheet
from review.sheets.services import sheet_of
from review.visits.models import VisitReport
from tests.promises import broken

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


def test_three_come_through_the_qualification_two_more_in_bulk_and_every_guard_would_have_passed(monkeypatch):
    for room, name, number in ((building, "CAST", 3), (building, "MOST", 1), (play, "MOST", 1), (many, "MOST", 1)):
        monkeypatch.setattr(room, name, number)

    edition = played(Step.MATERIALS, applications=5)

    assert (edition.step, statuses()) == (Step.MATERIALS, {Status.ACCEPTED: 5})
    assert [row.snapshot.application.applicant.unit.name for row in Return.objects.all()] == ["晋中望城食品有限公司（演示）"]
    assert sorted(Snapshot.objects.values_list("number", flat=True)) == [1] * 5 + [2]
    assert [publication.number for publication in NoticePublication.objects.order_by("serial")] == ["2026-1", "2026-2"]
    crowd = Application.objects.filter(applicant__unit__name__contains="演示申报企业").order_by("applicant__unit__name")
    assert [guard.check(one, clock.now()) for one in crowd for guard in (*SUBMIT.guards[2:], *ACCEPT.guards)] == [None] * 24
    assert [row.fingerprint == digest(row.content) for row in Snapshot.objects.filter(application__in=crowd)] == [True] * 2
    assert broken() == []

    edition = play_to(Step.ON_SITE, edition)

    assert statuses() == {Status.ADVANCING: 3, Status.NOT_ADVANCING: 2}
    sheets = Sheet.objects.filter(assignment__application__in=crowd).select_related("assignment__reviewer__person", "by")
    assert sheets.count() == Assignment.objects.filter(application__in=crowd).count() >= 6
    assert {
        (sheet_of(assignment).fingerprint, sheet_of(assignment).total) for assignment in Assignment.objects.filter(sheet__in=sheets)
    } == {(sheet.fingerprint, sheet.total) for sheet in sheets}
    assert all(sheet.by == sheet.assignment.reviewer.person for sheet in sheets)
    assert Event.objects.filter(action="sheet.lock").count() == Sheet.objects.count()
    assert broken() == []


def test_bulk_is_refused_outside_a_demonstration(settings):
    settings.DEMO = False

    with transaction.atomic(), pytest.raises(RuleRefused) as refused:
        record_many(lock("house"), [Act(BEGINS_AT, SYSTEM, "test", "test:1")])

    assert str(refused.value) == "只有演示环境可以成批写入台账。"
    assert Event.objects.filter(action="test").count() == 0


@pytest.mark.deep
def test_whole_cast_comes_as_far_as_it_is_meant_to_and_the_ledger_stands_after_every_step():
    edition = played(Step.CALL)

    for step in range(Step.APPLYING, Step.TERMINATED):
        edition = play_to(Step(step), edition)

        assert edition.step == step
        assert broken() == []

    assert statuses() == {
        Status.LAPSED: 1,
        Status.NOT_RECOMMENDED: 1,
        Status.DECLINED: 1,
        Status.NOT_ADVANCING: 1,
        Status.NOT_PASSED: 1,
        Status.NOT_CANDIDATE: 2,  # the absent one among them
        Status.NOT_PROPOSED: 1,
        Status.AWARDED: 9,
    }
    assert Conflict.objects.count() == 1
    assert [row.rows != [] for row in Register.objects.all()] == [True]


@pytest.mark.deep
def test_same_seed_gives_the_same_words_points_and_grades_and_another_seed_others():
    first, again, other = (contents(seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def contents(seed):
    """Digest of what was said and decided, without keys and draws; everything is rolled back."""
    with transaction.atomic():
        played(Step.COMPLETED, applications=4, seed=seed)
        parts = {row.application.applicant.unit.name: row.content["parts"] for row in Snapshot.objects.order_by("number")}
        sheets = {scorer_of(one): one.entries for one in Sheet.objects.all()}
        visits = {one.visit.application.applicant.unit.name: one.entries for one in VisitReport.objects.all()}
        grades = sorted(Application.objects.values_list("applicant__unit__name", "status", "grade"))
        transaction.set_rollback(True)
    return digest([parts, sheets, visits, [list(row) for row in grades]])


def scorer_of(sheet):
    """Who scored whom in which round."""
    return f"{sheet.assignment.round} {sheet.assignment.application.applicant.unit.name} {sheet.by.username}"
