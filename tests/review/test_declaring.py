"""Declared interests: one form over the accepted list; each interest is a conflict in the same act."""

from functools import partial

import pytest

from applications.cases.models import Status
from core.ledger.verify import verify
from procedure.editions.models import Step
from review.assignments.models import Assignment
from review.recusals import declaring
from review.recusals.facts import declared
from review.recusals.models import Conflict, ConflictKind, Interest, InterestKind
from review.reviewers.models import Invitation, ReleaseKind
from tests.factories import AT, at_step, make_application, make_edition
from tests.review.hands import refused
from tests.review.pairs import conflict, held
from tests.reviewing import acting_as, assign, invite, make_reviewer, reviewing_world
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("28")]
KIN = (InterestKind.KIN, "姐姐是质量总监")


world = shared(partial(reviewing_world, declaring=False))


def of(edition, reviewer):
    return Invitation.objects.select_related("edition", "reviewer").get(edition=edition, reviewer=reviewer)


def declare(edition, reviewer, interests=None, **changes):
    invitation = of(edition, reviewer)
    words = {"interests": interests or {}, "applications": {one.pk for one in declaring.listed(invitation)}, "by": acting_as(reviewer)}
    return declaring.declare(invitation, at=AT, **words | changes)


def test_an_interest_is_a_conflict_in_the_same_act_and_ends_the_assignment(world):
    edition, (application, other), (reviewer, *_), panel = world
    mine, stays = assign(application, reviewer, panel), assign(other, reviewer, panel)

    row = declare(edition, reviewer, {application.pk: KIN})

    found = Conflict.objects.get()
    assert (found.application, found.reviewer, found.kind, found.decision) == (application, reviewer, ConflictKind.DECLARED, None)
    assert found.text == "近亲属在该单位任职或者是申报人。姐姐是质量总监。"
    assert Assignment.objects.get(pk=mine.pk).release.kind == ReleaseKind.CONFLICT
    assert [*Assignment.objects.standing()] == [stays]
    assert row.applications == sorted(str(one.pk) for one in (application, other))
    assert verify() == []


def test_nothing_to_declare_is_a_declaration_too(world):
    edition, applications, (reviewer, *_), _ = world
    assert set(declaring.undeclared(of(edition, reviewer))) == set(applications)

    declare(edition, reviewer)

    assert (Interest.objects.count(), declaring.undeclared(of(edition, reviewer))) == (0, [])
    assert declared(edition) == {(one.pk, reviewer.pk) for one in applications}


def test_whoever_is_accepted_later_asks_again(world):
    edition, _, (reviewer, *_), _ = world
    declare(edition, reviewer)
    later = make_application(edition, Status.ACCEPTED)

    assert declaring.undeclared(of(edition, reviewer)) == [later]
    sentence = refused(declare, edition, reviewer, applications=declaring.declared(of(edition, reviewer)))
    assert sentence == declaring.CHANGED
    declare(edition, reviewer, {later.pk: KIN})
    assert declaring.undeclared(of(edition, reviewer)) == []


def test_a_conflict_on_record_is_not_written_twice(world):
    edition, (application, _), (reviewer, *_), _ = world
    conflict(application, reviewer)

    declare(edition, reviewer, {application.pk: KIN})
    declare(edition, reviewer, {application.pk: KIN})

    assert (Conflict.objects.count(), Interest.objects.count()) == (1, 1)


def test_before_step_4_no_name_is_shown():
    edition = make_edition(step=Step.QUALIFICATION, demo=True)
    make_application(edition, Status.ACCEPTED)
    reviewer = make_reviewer()
    invitation = invite(edition, reviewer)

    assert [*declaring.listed(invitation)] == []
    assert refused(declare, edition, reviewer) == "受理名单公示期满、进入材料评审以后，请对照名单声明。"


def test_a_held_application_is_listed_for_it_is_reviewed_under_reserve(world):
    edition, applications, (reviewer, *_), _ = world
    before = [*declaring.listed(of(edition, reviewer))]
    held(applications[0])

    assert [*declaring.listed(of(edition, reviewer))] == before
    assert set(before) == set(applications)


def test_an_outcome_takes_no_name_off_the_list(world):
    edition, applications, (reviewer, *_), _ = world
    gone = make_application(edition, Status.NOT_ADVANCING)

    assert set(declaring.listed(of(edition, reviewer))) == {*applications, gone}


def test_only_the_pledged_reviewer_himself_declares(world):
    edition, _, (reviewer, second, *_), _ = world
    unpledged = make_reviewer()
    invite(edition, unpledged, pledged=False)

    assert refused(declare, edition, reviewer, by=acting_as(second)) == "只有评审员本人可以声明。"
    assert refused(declare, edition, unpledged) == "请先接受邀请、签署承诺。"


def test_after_the_rounds_nothing_is_declared(world):
    edition, _, (reviewer, *_), _ = world
    at_step(edition, Step.APPROVAL)

    assert declaring.blockers(of(edition.fresh(), reviewer), acting_as(reviewer), at=AT) != []
