"""Assignments as rows: for a panel, refused by name, ended, told by mail."""

import pytest
from django.db import transaction

from accounts.grants.models import Role
from applications.cases.models import Status
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.editions.models import Step
from review.assignments.models import Assignment, AssignmentRelease
from review.assignments.services import assign_panel
from review.reviewers.models import ReleaseKind
from review.rounds import Round
from tests.factories import AT, make_actor, make_application, office
from tests.review.pairs import conflict, held
from tests.reviewing import decided, declared, invite, make_panel, make_reviewer, reviewing_world, snapshot_of
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(5)")]


@shared
def world():
    """An edition in step 5 with two applications to visit, three reviewers and their panel."""
    edition, applications, reviewers, _ = reviewing_world(step=Step.ON_SITE, status=Status.ADVANCING)
    return edition, applications, reviewers, make_panel(edition, reviewers, round=Round.ON_SITE, name="现场一组")


@transaction.atomic
def visited(panel, applications):
    decision = decided(panel.edition)
    return assign_panel(panel, applications, decision=decision, by=make_actor(Role.OFFICE, office()), at=AT)


def sentences(act, *args):
    """What a refusal says; nothing is written then."""
    before = Assignment.objects.count(), AssignmentRelease.objects.count(), Message.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args)
    assert (Assignment.objects.count(), AssignmentRelease.objects.count(), Message.objects.count()) == before
    return [blocker.sentence for blocker in refused.value.blockers]


def test_each_member_of_the_panel_gets_each_application_in_its_newest_version(world):
    _, applications, reviewers, panel = world

    rows = visited(panel, applications)

    assert {(row.application, row.reviewer) for row in rows} == {(one, who) for one in applications for who in reviewers}
    assert {row.snapshot for row in rows} == {snapshot_of(one) for one in applications}
    assert {row.round for row in rows} == {Round.ON_SITE}


def test_the_reserve_gets_nothing(world):
    edition, applications, reviewers, _ = world
    panel = make_panel(edition, reviewers[:2], round=Round.ON_SITE, name="现场二组", reserves=reviewers[2:])

    assert {row.reviewer for row in visited(panel, applications)} == set(reviewers[:2])


def test_what_stands_on_the_panel_stays(world):
    _, applications, _, panel = world
    first = visited(panel, applications[:1])

    more = visited(panel, applications)

    assert {row.application for row in more} == {applications[1]}
    assert set(Assignment.objects.standing()) == {*first, *more}


def test_a_visit_goes_to_another_panel(world):
    edition, (application, _), reviewers, panel = world
    visited(panel, [application])
    other = make_panel(edition, reviewers[1:], round=Round.ON_SITE, name="现场二组")

    rows = visited(other, [application])

    assert set(Assignment.objects.standing()) == set(rows)
    assert set(AssignmentRelease.objects.values_list("kind", "reason")) == {(ReleaseKind.UNDONE, "改由现场二组评审。")}


def test_a_conflict_is_refused_by_name(world):
    _, applications, reviewers, panel = world
    conflict(applications[0], reviewers[0])

    found = sentences(visited, panel, applications)

    assert found == [f"{reviewers[0]}对{applications[0].applicant.unit}应当回避，不能分派。"]


def test_an_application_of_another_state_is_refused(world):
    edition, applications, _, panel = world
    other = make_application(edition, Status.ACCEPTED)

    assert sentences(visited, panel, [*applications, other]) == [f"{other.applicant.unit}现在不在现场评审中，不能分派。"]


def test_a_held_application_is_reviewed_under_reserve(world):
    _, (application, _), reviewers, panel = world
    held(application)

    assert len(visited(panel, [application])) == len(reviewers)


def test_whoever_did_not_pledge_or_is_not_invited_to_the_round_is_refused(world):
    edition, applications, reviewers, _ = world
    unpledged, uninvited = make_reviewer(), make_reviewer()
    invite(edition, unpledged, pledged=False)
    invite(edition, uninvited, rounds=[Round.MATERIALS])
    panel = make_panel(edition, [*reviewers, unpledged, uninvited], round=Round.ON_SITE, name="现场二组")

    found = sentences(visited, panel, applications[:1])

    assert found == [f"{who}没有受邀参加现场评审，或者还没有签承诺，或者已经离开本届。" for who in (unpledged, uninvited)]


def test_nobody_is_assigned_what_he_has_not_declared_for(world):
    edition, (application, _), reviewers, _ = world
    later = make_reviewer()
    invite(edition, later)
    panel = make_panel(edition, [*reviewers, later], round=Round.ON_SITE, name="现场二组", declaring=False)

    found = sentences(visited, panel, [application])
    declared(edition, [later])

    assert found == [f"{later}对{application.applicant.unit}还没有声明有没有利害关系，请他声明以后再分派。"]
    assert len(visited(panel, [application])) == len(reviewers) + 1


def test_reviewers_are_told_how_many_and_never_which(world):
    _, applications, reviewers, panel = world
    person = reviewers[0].person
    person.email = "expert@example.org"
    person.save()

    visited(panel, applications)

    message = Message.objects.get()
    assert message.address == "expert@example.org"
    assert message.private
    assert "分派给您2份申报" in message.text
    assert not [one for one in applications if str(one.applicant.unit) in message.text + message.subject]
