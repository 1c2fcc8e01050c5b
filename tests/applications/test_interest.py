"""Article 28: whoever belongs to the applicant neither examines nor signs for the body that recommends it."""

import pytest

from accounts.grants.models import Role
from accounts.registration.services import leave
from applications.cases.models import INTERESTED
from applications.corrections.services import return_blockers
from applications.recommendations import services
from core.ledger.models import Event
from core.ledger.services import lock_every
from core.rules import RuleRefused
from tests.applications.recommending import THEN, Body, check, examine, fresh, sign, submitted
from tests.factories import make_actor, make_grant

pytestmark = [pytest.mark.django_db, pytest.mark.article("28")]


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def application(body):
    return submitted(body)[0]


def interested(body, application, role):
    """Somebody of the body who also acts for the applicant."""
    actor = make_actor(role, body.unit)
    make_grant(actor.person, Role.APPLICANT, application.applicant.unit)
    return actor


def refusal(act, *args, **kwargs):
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


def test_neither_examines_checks_nor_signs(application, body):
    examiner, checker, signer = (interested(body, application, role) for role in (Role.EXAMINER, Role.CHECKER, Role.SIGNER))

    assert refusal(examine, application, body, by=examiner) == INTERESTED
    assert [blocker.sentence for blocker in return_blockers(application, examiner, at=THEN)] == [INTERESTED]
    examine(application, body)
    assert refusal(check, application, body, by=checker) == INTERESTED
    check(application, body)
    assert refusal(sign, application, body, by=signer) == INTERESTED
    assert [blocker.sentence for blocker in services.send_back_blockers(fresh(application), signer, at=THEN)] == [INTERESTED]


def test_leaving_the_applicant_does_not_end_the_interest(application, body):
    signer = interested(body, application, Role.SIGNER)
    leave(lock_every(), signer.person, application.applicant.unit, by=signer, at=THEN, reason="退出单位")
    examine(application, body)
    check(application, body)

    assert refusal(sign, application, body, by=signer) == INTERESTED


def test_a_member_of_another_applicant_may(application, body):
    other = make_actor(Role.EXAMINER, body.unit)
    make_grant(other.person, Role.APPLICANT, make_actor(Role.APPLICANT).unit)

    assert examine(application, body, by=other).by == other.person
