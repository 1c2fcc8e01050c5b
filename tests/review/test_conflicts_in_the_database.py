"""R12 in the database: a pair in conflict is never assigned, an assigned pair takes no conflict until it is released."""

import pytest
from django.db import IntegrityError, transaction

from accounts.grants.models import Role
from core.ledger.services import cover, lock
from review.assignments.models import Assignment, AssignmentRelease
from review.recusals.models import Conflict, ConflictKind
from review.reviewers.models import ReleaseKind
from review.rounds import Round
from tests.factories import AT, make_actor
from tests.reviewing import assign, reviewing_world


@transaction.atomic
def conflict(application, reviewer):
    row = Conflict(application=application, reviewer=reviewer, kind=ConflictKind.DECLARED, text="本人声明", at=AT)
    return cover(lock(application.edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="conflict")


@transaction.atomic
def release(assignment):
    row = AssignmentRelease(assignment=assignment, kind=ReleaseKind.CONFLICT, reason="回避", at=AT)
    return cover(lock(assignment.application.edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="release")


def refused(act):
    """Ask for something in a transaction of its own and return whether the database refused it."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return "jz" in str(error)
    return False


def test_a_pair_in_conflict_is_never_assigned(db):
    _, (application, other), (reviewer, *_), panel = reviewing_world()
    conflict(application, reviewer)

    assert refused(lambda: assign(application, reviewer, panel))
    assign(other, reviewer, panel)
    assert [row.application for row in Assignment.objects.all()] == [other]


def test_an_assigned_pair_takes_no_conflict_until_it_is_released(db):
    _, (application, _), (reviewer, *_), panel = reviewing_world()
    assignment = assign(application, reviewer, panel)

    assert refused(lambda: conflict(application, reviewer))
    release(assignment)
    conflict(application, reviewer)
    assert refused(lambda: assign(application, reviewer, panel))


@pytest.mark.parametrize("round_", [Round.MATERIALS, Round.ON_SITE])
def test_nobody_is_assigned_twice_in_a_round(db, round_):
    _, (application, _), (reviewer, *_), panel = reviewing_world()
    first = assign(application, reviewer, panel)

    assert refused(lambda: assign(application, reviewer, panel, round=round_)) == (round_ == Round.MATERIALS)
    release(first)
    if round_ == Round.MATERIALS:
        assign(application, reviewer, panel)
