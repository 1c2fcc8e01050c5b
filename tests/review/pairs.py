"""Conflicts, releases and holds of the tests, written past the services that would decide them."""

from django.db import transaction

from accounts.grants.models import Role
from applications.holds.models import Hold
from core.ledger.services import cover, lock
from review.assignments.models import AssignmentRelease
from review.recusals.models import Conflict, ConflictKind
from review.reviewers.models import ReleaseKind
from tests.factories import AT, make_actor


@transaction.atomic
def conflict(application, reviewer):
    row = Conflict(application=application, reviewer=reviewer, kind=ConflictKind.DECLARED, text="本人声明", at=AT)
    return cover(lock(application.edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="conflict")


@transaction.atomic
def release(assignment, kind=ReleaseKind.CONFLICT):
    row = AssignmentRelease(assignment=assignment, kind=kind, reason="回避", at=AT)
    return cover(lock(assignment.application.edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="release")


@transaction.atomic
def held(application):
    first, second = make_actor(Role.OFFICE), make_actor(Role.OFFICE)
    row = Hold(application=application, reason="核查反映的问题", by=first.person, second=second.person, at=AT)
    return cover(lock(application.edition.chain), row, at=AT, by=second, action="hold")
