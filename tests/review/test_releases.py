"""A reviewer leaves the edition by two: assignments and seats end with him, locked sheets stay (procedure §2)."""

import pytest

from accounts.grants.models import Role
from core.ledger.verify import verify
from review.assignments.models import Assignment
from review.organizers import NO_MANDATE
from review.panels.models import PanelSeat
from review.reviewers import invitations, releases
from review.reviewers.models import Invitation, ReleaseKind
from review.rounds import Round
from tests.factories import AT, make_actor
from tests.review.hands import SIGNATURE, entrusted, refused, two
from tests.reviewing import acting_as, assign, invite, make_reviewer, reviewing_world
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(4)")]


@shared
def world():
    edition, applications, reviewers, panel = reviewing_world()
    return edition, applications, reviewers, panel, Invitation.objects.get(edition=edition, reviewer=reviewers[0])


def released(invitation, *, kind=ReleaseKind.ILL, hands=None):
    first, second = hands or two()
    releases.propose(invitation, kind=kind, reason="住院手术。", by=first, at=AT)
    return releases.confirm(invitation, by=second, at=AT, signature=SIGNATURE)


def test_everything_of_his_ends_in_the_same_act_and_nothing_of_others(world):
    _, applications, (leaver, stayer, _), panel, invitation = world
    mine = [assign(one, leaver, panel) for one in applications]
    stays = assign(applications[0], stayer, panel)

    row = released(invitation)

    ends = {assignment.release for assignment in Assignment.objects.filter(pk__in=[one.pk for one in mine])}
    assert {(end.kind, end.decision) for end in ends} == {(ReleaseKind.ILL, row.decision)}
    assert [*Assignment.objects.standing()] == [stays]
    assert leaver not in {seat.reviewer for seat in PanelSeat.objects.standing()}
    assert [*Assignment.objects.visible_to(acting_as(leaver))] == []
    assert invitation not in Invitation.objects.standing()
    assert verify() == []


def test_it_takes_two_with_a_reason(world):
    *_, invitation = world
    first, _ = two()
    propose = {"kind": ReleaseKind.ILL, "by": first, "at": AT}

    assert refused(releases.propose, invitation, reason=" ", **propose) == "请写明办理评审员退出的理由。"
    releases.propose(invitation, reason="住院。", **propose)
    assert refused(releases.confirm, invitation, by=first, at=AT, signature=SIGNATURE) == "办理评审员退出要两人办理，请另一人确认。"


def test_an_agency_releases_under_its_mandate_but_takes_no_right_away(world):
    edition, *_, invitation = world
    first = make_actor(Role.AGENCY)
    second = make_actor(Role.AGENCY, first.unit, head=True)
    words = {"reason": "失联。", "at": AT}

    assert refused(releases.propose, invitation, kind=ReleaseKind.REFUSED, by=first, **words) == NO_MANDATE
    entrusted(edition, first.unit)
    assert refused(releases.propose, invitation, kind=ReleaseKind.DISMISSED, by=first, **words) == "请选退出的原因。"
    assert released(invitation, kind=ReleaseKind.REFUSED, hands=(first, second)).kind == ReleaseKind.REFUSED


def test_whoever_has_left_or_declined_does_not_leave_again(world):
    edition, *_, invitation = world
    released(invitation)
    gone = "这位评审员已经不在本届的评审中。"
    assert refused(released, invitation) == gone

    other = make_reviewer()
    declined = invite(edition, other, answered=False)
    invitations.answer(declined, accepted=False, reason="没有时间。", by=acting_as(other), at=AT)
    assert refused(released, declined) == gone


def test_whoever_was_dismissed_is_not_invited_again_in_this_edition(world):
    edition, _, (dismissed, *_), _, invitation = world
    released(invitation, kind=ReleaseKind.DISMISSED)
    again = {"rounds": [Round.MATERIALS], "answer_by": invitation.answer_by, "by": make_actor(Role.OFFICE), "at": AT}

    assert refused(invitations.invite, edition, [dismissed], **again) == f"{dismissed}在本届被取消评审资格。"
