"""The pool: who enters whom, with what; versions; employers with codes and dates (article 14)."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.grants.models import Role
from core.ledger.verify import verify
from procedure.editions.models import Step
from review.reviewers.models import Employment, Reviewer, ReviewerProfile, Source
from review.reviewers.services import CHANGED, NOT_YOURS, UNCHANGED, Profile, Work, enter_employment, enter_profile
from tests.factories import AT, make_actor, make_edition, make_user
from tests.review.hands import entrusted, refused
from tests.reviewing import make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.article("14")]
PROFILE = Profile(Source.UNIVERSITY, "教授", ("质量管理", "机械制造"))
WORK = Work(employer="太原某大学（演示）", from_on=date(2010, 7, 1), credit_code="91999900MA0DEM0A7U", post="教授")


@pytest.fixture
def office():
    return make_actor(Role.OFFICE)


@pytest.fixture
def person():
    return make_actor(Role.REVIEWER).person


def enter(person, by, profile=PROFILE):
    return enter_profile(person, profile=profile, by=by, at=AT)


def test_a_person_with_a_grant_is_entered_and_a_new_version_replaces_the_old(office, person):
    first = enter(person, office)
    second = enter(person, office, replace(PROFILE, post="副院长"))

    assert (Reviewer.objects.get().person, second.replaces, first.specialities) == (person, first, ["质量管理", "机械制造"])
    assert [*ReviewerProfile.objects.standing()] == [second]
    assert refused(enter, person, office, replace(PROFILE, post="副院长")) == UNCHANGED
    assert verify() == []


def test_nobody_without_a_grant_or_a_speciality_is_entered(office, person):
    stranger = make_user("李四")

    assert refused(enter, stranger, office) == "李四没有评审员的授权，请先由安全管理员授权。"
    assert refused(enter, person, office, replace(PROFILE, specialities=())) == "请写明专业特长，一行一项。"


def test_only_the_office_and_a_mandated_agency_enter(person):
    agency = make_actor(Role.AGENCY)
    for by in (agency, make_actor(Role.REVIEWER), make_actor(Role.SECURITY)):
        assert refused(enter, person, by) == NOT_YOURS

    entrusted(make_edition(step=Step.QUALIFICATION, demo=True), agency.unit)

    assert enter(person, agency).by == agency.person


def test_an_employer_is_entered_and_corrected(office):
    reviewer = make_reviewer()
    first = enter_employment(reviewer, work=WORK, by=office, at=AT)
    second = enter_employment(reviewer, work=replace(WORK, until_on=date(2025, 6, 30)), replaces=first, by=office, at=AT)

    assert [*Employment.objects.standing()] == [second]
    stale = {"work": replace(WORK, post="所长"), "replaces": first, "by": office, "at": AT}
    assert refused(enter_employment, reviewer, **stale) == CHANGED
    assert verify() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"employer": " "}, "请写明单位。"),
        ({"from_on": date(2027, 1, 1)}, "开始日期还没有到。"),
        ({"until_on": date(2009, 1, 1)}, "离开日期早于开始日期。"),
        ({"credit_code": "9199"}, "统一社会信用代码应为18位，现有4位。"),
    ],
)
def test_an_employer_that_cannot_be(office, change, sentence):
    assert refused(enter_employment, make_reviewer(), work=replace(WORK, **change), by=office, at=AT) == sentence


def test_a_wrong_check_digit_is_no_proof_of_a_wrong_code(office):
    row = enter_employment(make_reviewer(), work=replace(WORK, credit_code="91999900MA0DEM0A7X"), by=office, at=AT)

    assert row.credit_code == "91999900MA0DEM0A7X"
