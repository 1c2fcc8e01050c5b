"""Hands that may not be the same: the whole table of pairs of roles."""

from datetime import date

import pytest

from accounts.grants.clashes import clash, misplaced, overlap
from accounts.grants.models import Role
from accounts.units.models import UnitKind

pytestmark = pytest.mark.once

# Procedure §4, written out: each of these excludes every other one, and the applicant.
APART = ["office", "reviewer", "agency", "supervisor", "system", "security", "audit"]
EXPECTED = {frozenset(pair) for pair in [(one, other) for one in APART for other in [*APART, "applicant"] if one != other]}


@pytest.mark.parametrize("second", Role.values)
@pytest.mark.parametrize("first", Role.values)
def test_clash(first, second):
    assert bool(clash(first, second)) is (frozenset((first, second)) in EXPECTED)
    assert bool(clash(first, second)) is bool(clash(second, first))


def test_clash_says_which_two():
    assert clash("office", "reviewer") == "评选办与评审员不能由同一人担任。"
    assert clash("applicant", "office") == "评选办不能同时是申报人，应当回避。"


@pytest.mark.parametrize("role", Role)
def test_every_role_is_at_home_somewhere(role):
    assert [kind for kind in UnitKind if not misplaced(role, kind)]


def test_a_misplaced_role_says_where_it_belongs():
    assert misplaced(Role.SIGNER, UnitKind.OFFICE) == "推荐单位签发只能授予推荐单位的人员。"
    assert misplaced(Role.OFFICE, UnitKind.OFFICE) == ""


DAY = [date(2026, 3, number) for number in range(1, 32)]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((DAY[1], DAY[5]), (DAY[5], DAY[9]), True),
        ((DAY[1], DAY[5]), (DAY[6], DAY[9]), False),
        ((DAY[1], None), (DAY[9], None), True),
        ((DAY[5], None), (DAY[1], DAY[4]), False),
        ((DAY[1], None), (DAY[0], DAY[1]), True),
    ],
)
def test_terms_share_a_day_or_not(first, second, shared):
    assert overlap(*first, *second) is shared
    assert overlap(*second, *first) is shared
