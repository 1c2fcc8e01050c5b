"""暂缓 and its lifting: two of the office each, the applicant is told, and held ones enter no list."""

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds import services
from applications.holds.models import Hold, HoldLift
from applications.holds.services import HOLD, LIFT
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.letters.models import Letter
from tests.factories import AT, at_status, at_step, make_actor, make_application, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)")]


@pytest.fixture
def first():
    return make_actor(Role.OFFICE)


@pytest.fixture
def second():
    return make_actor(Role.OFFICE)


@pytest.fixture
def application(first):
    return make_application(make_edition(step=Step.QUALIFICATION, by=first), Status.ACCEPTED, by=first)


def refused(act, *args, **kwargs) -> str:
    """The sentence of a refusal, after which nothing has changed."""
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refusal.value)


def held(application, first, second):
    return services.hold(application, reason="异议正在核查", first=first, by=second, at=AT)


def test_two_hands_hold_and_two_lift(application, first, second):
    row = held(application, first, second)
    assert (services.standing(application), row.by, row.second, row.event.action) == (row, first.person, second.person, "hold")

    lifted = services.lift(application, reason="查无实据", first=second, by=first, at=AT)

    assert (services.standing(application), lifted.hold, lifted.by) == (None, row, second.person)
    again = held(application, first, second)
    assert services.standing(application) == again
    assert verify() == []


def test_the_state_of_the_application_stays(application, first, second):
    held(application, first, second)

    assert application.fresh().status == Status.ACCEPTED


def test_the_same_hand_is_refused(application, first):
    proposal = services.propose(HOLD, application, reason="异议", by=first, at=AT)

    assert refused(services.confirm, proposal, by=first, at=AT) == "暂缓要两人办理，请另一人确认。"
    assert not Hold.objects.exists()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SUPERVISOR, Role.EXAMINER])
def test_others_are_refused(application, role):
    assert refused(services.propose, HOLD, application, reason="异议", by=make_actor(role), at=AT) == "只有评选办可以办理暂缓。"


def test_a_reason_is_asked(application, first):
    assert refused(services.propose, HOLD, application, reason=" ", by=first, at=AT) == "请写明暂缓的理由。"


def test_a_proposal_serves_once(application, first, second):
    old = services.propose(HOLD, application, reason="异议", by=first, at=AT)
    held(application, first, second)
    services.lift(application, reason="查无实据", first=first, by=second, at=AT)

    assert refused(services.confirm, old, by=second, at=AT) == "经办的内容已经办结，或者有了新的内容，请重新核对。"
    assert services.waiting(HOLD, application) is None


def test_the_newer_proposal_takes_the_place_of_the_older(application, first, second):
    old = services.propose(HOLD, application, reason="一", by=first, at=AT)
    new = services.propose(HOLD, application, reason="二", by=first, at=AT)

    assert services.waiting(HOLD, application) == new
    assert "请重新核对" in refused(services.confirm, old, by=second, at=AT)


def test_what_is_held_is_not_held_again_and_what_is_free_is_not_lifted(application, first, second):
    assert refused(services.propose, LIFT, application, reason="查无", by=first, at=AT) == "这份申报没有暂缓。"
    held(application, first, second)

    assert refused(services.propose, HOLD, application, reason="再", by=first, at=AT) == "这份申报已经暂缓。"
    assert not HoldLift.objects.exists()


def test_what_takes_no_part_is_not_held(application, first):
    at_status(application, Status.DECLINED, by=first)

    assert refused(services.propose, HOLD, application.fresh(), reason="异议", by=first, at=AT) == "这份申报“不予受理”，不用暂缓。"


def test_from_the_deliberation_on_the_office_does_not_hold(application, first):
    at_step(application.edition, Step.DELIBERATION, by=first)

    assert "只有领导小组可以办理暂缓" in refused(services.propose, HOLD, application, reason="异议", by=first, at=AT)


def test_the_applicant_is_told_when_the_office_releases_it(application, first, second):
    held(application, first, second)
    services.lift(application, reason="查无实据", first=first, by=second, at=AT)

    letters = list(Letter.objects.order_by("event_id"))
    assert [(letter.kind, letter.recipient) for letter in letters] == [
        ("held", application.applicant.unit), ("other", application.applicant.unit),
    ]  # fmt: skip
    assert "理由：异议正在核查" in letters[0].text
    assert not any(hasattr(letter, "release") for letter in letters)
