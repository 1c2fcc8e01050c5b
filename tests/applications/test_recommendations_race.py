"""Hands that press at the same moment, with real processes: one signature, one return, and the ledger is whole."""

from collections import Counter

import pytest

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.corrections.services import send_back
from applications.recommendations.models import Examination, Signature
from applications.recommendations.standing import standing_of
from core.ledger.verify import verify
from procedure.editions.models import Step
from tests.applications.recommending import ITEM, THEN, Body, check, checked, examine, fresh, sign, submitted
from tests.applications.world import a_company, a_draft, make_ready, send
from tests.factories import at_step, make_actor
from tests.races.presses import press_together

pytestmark = pytest.mark.article("18(3)")

ROUNDS = 3


def applications(body):
    """As many applications as rounds, in step 3 of one edition."""
    first, _ = submitted(body, step=Step.APPLYING)
    found = [first]
    for number in range(1, ROUNDS):
        by = a_company(f"晋中第{number}有限公司", code=f"91999900MA0DEM{number}X19")
        application = make_ready(a_draft(first.edition, by, body=body.unit), by)
        send(application, by)
        found.append(application)
    at_step(first.edition.fresh(), Step.QUALIFICATION)
    return [fresh(application) for application in found]


def outcomes(copy, presses):
    return [dict(Counter(outcome)) for outcome in press_together(copy, ROUNDS, presses)]


def test_two_signers_at_once_sign_once(committed):
    body = Body()
    several = applications(body)
    for application in several:
        checked(application, body)
    signers = [body.signer, make_actor(Role.SIGNER, body.unit)]

    def pressed_by(signer):
        return lambda number: sign(several[number], body, by=signer)

    assert outcomes(committed, [pressed_by(signer) for signer in signers]) == [{"made": 1, "refused": 1}] * ROUNDS
    assert set(Application.objects.values_list("status", flat=True)) == {Status.RECOMMENDED}
    assert Signature.objects.count() == ROUNDS
    assert verify() == []


def test_a_signature_and_a_return_at_once_leave_no_stale_recommendation(committed):
    """Whichever comes second: what was signed may still be sent back, what was sent back cannot be signed."""
    body = Body()
    several = applications(body)
    for application in several:
        checked(application, body)
    seen = [str(standing_of(application, THEN).snapshot.pk) for application in several]

    def give_back(number):
        send_back(several[number], seen=seen[number], items=[ITEM], note="", by=body.examiner, at=THEN)

    pressed = press_together(committed, ROUNDS, [lambda number: sign(several[number], body), give_back])

    assert {outcome for round_ in pressed for outcome in round_} <= {"made", "refused"}
    assert [round_[1] for round_ in pressed] == ["made"] * ROUNDS
    assert set(Application.objects.values_list("status", flat=True)) == {Status.RETURNED}
    assert verify() == []


def test_two_examiners_at_once_leave_one_standing_examination(committed):
    body = Body()
    several = applications(body)
    examiners = [body.examiner, make_actor(Role.EXAMINER, body.unit)]

    def pressed_by(examiner):
        return lambda number: examine(several[number], body, by=examiner)

    assert outcomes(committed, [pressed_by(examiner) for examiner in examiners]) == [{"made": 2}] * ROUNDS
    assert Examination.objects.filter(replaced_by=None).count() == ROUNDS
    for application in several:
        check(application, body)
        sign(application, body)
    assert verify() == []
