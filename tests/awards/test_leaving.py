"""Whoever leaves between the meeting and the register: his place is free, the edition still comes to its end (articles 8, 18(9)).

Found by the explicit-state model (tests/model).
"""

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.endings.services import withdraw, withdrawal_digest
from applications.holds.services import lift
from awards.register.models import Register
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.editions.models import Step
from procedure.parameters.services import set_parameter
from publicity.guards import acceptance_noticed
from publicity.meetings.deciding import KEPT
from publicity.notices.models import NoticeKind
from tests.awards.test_approval import states
from tests.awards.world import LATER, STOOD, Approving
from tests.factories import AT, at_step, make_actor
from tests.notices import published
from tests.promises import broken
from tests.publicity.test_meetings import hold
from tests.publicity.world import moment

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(9)")]


@pytest.fixture
def world():
    return Approving()


def leave(application, *, at=STOOD):
    """The applicant withdraws."""
    by = make_actor(Role.APPLICANT, application.applicant.unit)
    withdraw(application, reason="不再参评", by=by, at=at, signature={"method": "demo", "digest": withdrawal_digest(application.fresh())})


@pytest.mark.article("8")
def test_the_place_of_whoever_withdrew_may_be_given_again(world):
    set_parameter(world.edition, name="award_quota", value=1, basis="细则", reason="演示", by=world.first, at=AT)
    first, second = world.candidates("award", "award")
    world.meet({first: "award"})
    leave(first.fresh(), at=AT)
    world.meet({second: "award"})

    assert [(one.fresh().status, one.fresh().seat) for one in (first, second)] == [("withdrawn", None), ("proposed", 1)]


@pytest.mark.parametrize("when", ["before the answer", "after the commendation"])
def test_whoever_withdrew_after_the_request_is_not_awarded_and_the_edition_ends(world, when):
    one, two = world.stood("award", "nomination")
    request = world.request()
    if when == "before the answer":
        leave(one)
    world.commend(world.answer(request))
    if when == "after the commendation":
        leave(one, at=LATER)
    world.register()

    assert states(one, two) == [("withdrawn", None), ("awarded", "nomination")]
    assert [row["application"] for row in Register.objects.get().rows] == [str(two.pk)]
    assert gate(world.edition, LATER) == []
    assert broken(past_guards=True) == []


def test_where_everybody_approved_withdrew_no_commendation_is_asked(world):
    one = world.stood("award")[0]
    world.answer(world.request())
    leave(one)
    world.register()

    assert (states(one), Register.objects.get().rows) == ([("withdrawn", None)], [])
    assert gate(world.edition, LATER) == []


def test_whoever_got_another_grade_after_the_answer_is_not_awarded_in_either(world):
    one, two = world.stood("award", "award")
    world.commend(world.answer(world.request()))
    world.meet({one: KEPT, two: "nomination"}, at=LATER)
    world.register(at=LATER)

    assert states(one, two) == [("awarded", "award"), ("not_proposed", None)]
    assert gate(world.edition, LATER) == []
    assert broken(past_guards=True) == []


@pytest.mark.article("18(8)")
def test_a_candidate_who_was_set_aside_is_decided_before_the_edition_ends(world):
    one, two = world.candidates("award", "award")
    hold(world, two)
    world.meet({one: "award"})
    world.read_again(at=moment("2026-03-03"))
    world.notice()
    world.edition = at_step(world.edition, Step.APPROVAL, at=STOOD)
    world.read_again(at=STOOD)
    world.commend(world.answer(world.request()))
    world.register()
    assert gate(world.edition, LATER) == []
    lift(two, reason="异议不成立", first=world.secretary, by=world.members[0], at=LATER)

    assert [one.sentence for one in gate(world.edition, LATER)] == [f"{two.applicant}还没有决定，请再次召开会议。"]
    world.meet({one: KEPT}, at=LATER)
    assert (gate(world.edition, LATER), two.fresh().status) == ([], Status.NOT_PROPOSED)


@pytest.mark.article("18(3)")
def test_whoever_missed_the_acceptance_list_is_not_proposed_before_his_supplement_stood(world):
    """Held whenever the list was printed or asked for, and lifted when the meeting comes."""
    one, two = world.candidates("award", "award")
    row = {"application": str(one.pk), "name": "甲", "category": "organization", "place": ""}
    published(world.edition, rows=[row])
    over = moment("2026-03-10", 9)
    assert acceptance_noticed.check(one, moment("2026-03-09", 9)) == "公示期到2026年3月9日（星期一）24:00止。"
    assert acceptance_noticed.check(one, over) is None
    missing = f"{two.applicant.unit}没有在受理名单里公示过，请先补充公示。"
    with pytest.raises(RuleRefused, match=f"^{missing}$"):
        world.meet({one: "award", two: "award"}, at=over)

    published(world.edition, kind=NoticeKind.SUPPLEMENT, rows=[row | {"application": str(two.pk)}], at=over)
    assert acceptance_noticed.check(two, moment("2026-03-17", 9)) == "公示期到2026年3月17日（星期二）24:00止。"
    assert acceptance_noticed.check(two, moment("2026-03-18", 9)) is None
