"""Conflicts on record: computed ones at once, likenesses by two; an assignment of the pair ends in the same act."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from applications.applicants.models import ApplicantKind
from core.ledger.verify import verify
from procedure.editions.models import Category, Step
from review.assignments.models import Assignment
from review.recusals import services
from review.recusals.models import Clearance, Conflict, ConflictKind
from review.reviewers.models import ReleaseKind
from review.reviewers.services import Work, enter_employment
from tests.factories import AT, make_actor, make_applicant, make_application, make_grant, make_user
from tests.review.hands import SIGNATURE, refused, two
from tests.reviewing import assign, reviewing_world, snapshot_of
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("28")]
CODE = "91999900MA0DEM0A7U"


@shared
def world():
    edition, _, reviewers, panel = reviewing_world(applications=0)
    firm = make_application(edition, "accepted", applicant=make_applicant(name="晋中甲公司", credit_code=CODE))
    other = make_application(edition, "accepted")
    for one in (firm, other):
        snapshot_of(one)
    return edition, firm, other, reviewers, panel


def works(reviewer, name="晋中甲公司", code=CODE, until_on=None):
    work = Work(employer=name, credit_code=code, from_on=date(2019, 1, 1), until_on=until_on)
    return enter_employment(reviewer, work=work, by=make_actor(Role.OFFICE), at=AT)


def pairs():
    return {(row.application, row.reviewer, row.kind) for row in Conflict.objects.all()}


def record(edition):
    return services.record_conflicts(edition, at=AT, by=make_actor(Role.OFFICE))


def test_what_facts_prove_is_recorded_once(world):
    edition, firm, other, (_, officer, member), _ = world
    make_grant(officer.person, Role.EXAMINER, other.body)
    make_grant(member.person, Role.APPLICANT, firm.applicant.unit)

    found = record(edition)

    assert pairs() == {(other, officer, ConflictKind.BODY), (firm, member, ConflictKind.APPLICANT)}
    assert (len(found), record(edition), len(pairs())) == (2, [], 2)
    assert verify() == []


def test_whoever_works_with_who_applies_in_person_is_recused(world):
    edition, _, _, (reviewer, *_), _ = world
    alone = make_applicant(ApplicantKind.PERSON, "王工")
    application = make_application(edition, "accepted", applicant=alone, category=Category.INDIVIDUAL)
    snapshot_of(application, parts={"basic": {"employer": "太谷机械", "employer_code": CODE}})

    works(reviewer, "太谷机械")

    assert pairs() == {(application, reviewer, ConflictKind.APPLICANT)} | {(one, reviewer, ConflictKind.SAME_UNIT) for one in [world[1]]}


def test_an_employer_entered_late_ends_the_assignment_in_the_same_act(world):
    _, firm, other, (reviewer, *_), panel = world
    mine, stays = assign(firm, reviewer, panel), assign(other, reviewer, panel)

    works(reviewer)

    assert pairs() == {(firm, reviewer, ConflictKind.SAME_UNIT)}
    mine = Assignment.objects.get(pk=mine.pk)
    assert (mine.release.kind, mine.release.decision) == (ReleaseKind.CONFLICT, None)
    assert [*Assignment.objects.standing()] == [stays]


def test_whoever_declined_or_was_not_invited_is_not_compared(world):
    from_elsewhere = make_user("外人")
    edition, firm, _, _, _ = world
    make_grant(from_elsewhere, Role.APPLICANT, firm.applicant.unit)

    assert record(edition) == []


def test_a_likeness_waits_for_two_and_is_recused(world):
    edition, firm, _, (reviewer, *_), panel = world
    assignment = assign(firm, reviewer, panel)
    works(reviewer, code="")
    first, second = two()
    assert [(one.application, one.reviewer) for one in services.likenesses(edition, AT)] == [(firm, reviewer)]
    assert pairs() == set()

    services.propose(firm, reviewer, recused=True, reason="查营业执照，是同一单位。", by=first, at=AT)
    row = services.confirm(firm, reviewer, by=second, at=AT, signature=SIGNATURE)

    assert (row.kind, row.decision.by, row.text) == (ConflictKind.DECIDED, second.person, "查营业执照，是同一单位。")
    assert Assignment.objects.get(pk=assignment.pk).release.decision == row.decision
    assert services.likenesses(edition, AT) == []
    assert verify() == []


def test_a_likeness_that_is_none_is_cleared_and_the_pair_may_be_assigned(world):
    edition, firm, _, (reviewer, *_), panel = world
    works(reviewer, code="")
    first, second = two()

    services.propose(firm, reviewer, recused=False, reason="代码不同，只是同名。", by=first, at=AT)
    services.confirm(firm, reviewer, by=second, at=AT, signature=SIGNATURE)

    assert (Clearance.objects.get().reviewer, pairs(), services.likenesses(edition, AT)) == (reviewer, set(), [])
    assign(firm, reviewer, panel)
    assert refused(services.propose, firm, reviewer, recused=False, reason="再", by=first, at=AT) == "已经决定不用回避。"


def test_one_person_does_not_decide_alone_and_not_on_changed_facts(world):
    _, firm, _, (reviewer, *_), _ = world
    first, second = two()
    assert refused(services.propose, firm, reviewer, recused=True, reason=" ", by=first, at=AT) == "请写明决定的理由。"
    services.propose(firm, reviewer, recused=False, reason="没有关系。", by=first, at=AT)

    confirm = {"at": AT, "signature": SIGNATURE}
    assert refused(services.confirm, firm, reviewer, by=first, **confirm) == "决定是否回避要两人办理，请另一人确认。"
    works(reviewer, code="")
    sentence = "经办以后，所依据的内容有了变化，请看过新的内容重新经办。"
    assert refused(services.confirm, firm, reviewer, by=second, **confirm) == sentence


def test_neither_agency_nor_reviewer_decides(world):
    _, firm, _, (reviewer, *_), _ = world

    for role in (Role.AGENCY, Role.REVIEWER, Role.SUPERVISOR):
        by = make_actor(role)
        sentence = refused(services.propose, firm, reviewer, recused=True, reason="有", by=by, at=AT)
        assert sentence == "您的身份不能决定是否回避。"


def test_an_application_that_is_not_under_review_is_not_decided(world):
    edition, _, _, (reviewer, *_), _ = world
    draft = make_application(edition)

    sentence = refused(services.propose, draft, reviewer, recused=True, reason="有", by=make_actor(Role.OFFICE), at=AT)

    assert sentence == "这份申报不在评审中。"


@pytest.mark.parametrize("more", [0, 6])
def test_computing_asks_as_much_for_many_as_for_few(world, more):
    edition = world[0]
    for _ in range(more):
        snapshot_of(make_application(edition, "accepted"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        services.likenesses(edition, AT)

    assert len(asked) <= 22, len(asked)
    assert edition.step == Step.MATERIALS
