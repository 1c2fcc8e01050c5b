"""Eight presses of one move at one moment, with real processes: one success each time, and the ledger is whole."""

from collections import Counter
from itertools import cycle, islice

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.cases.models import Application, Status, StatusChange
from applications.moves import WITHDRAW
from core.ledger.models import Chain, Event
from core.ledger.services import lock, open_chain, record
from core.ledger.verify import verify
from core.rules import RuleRefused
from jinzhong_award.steps import TERMINATE
from procedure.editions.models import Edition, Step, StepChange
from procedure.machine import Move
from tests.environment import POSTGRESQL
from tests.factories import AT, make_actor, make_application, make_edition
from tests.races.presses import press_together

EIGHT = 8
ROUNDS = [20 if POSTGRESQL else 5, pytest.param(200, marks=pytest.mark.deep)]
ONE_OF_EIGHT = {"made": 1, "refused": EIGHT - 1}
REASON = "演示"
ACCEPT = Move("accept", "受理", (Status.SUBMITTED,), Status.ACCEPTED, Role.OFFICE, "18(3)")


def outcomes(copy, rounds, presses):
    return [dict(Counter(outcome)) for outcome in press_together(copy, rounds, presses)]


def applications(rounds):
    """Submitted applications of one applicant's unit in as many editions as it needs, and their applicant."""
    applicant, edition = make_actor(Role.APPLICANT), make_edition(3, Step.APPLYING)
    several = [make_application(edition, Status.SUBMITTED, by=applicant) for _ in range(rounds)]
    return several, [make_actor(Role.APPLICANT, application.applicant.unit) for application in several]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_eight_presses_of_withdraw_make_it_once(committed, rounds):
    several, actors = applications(rounds)

    def press(number):
        WITHDRAW.make(several[number], by=actors[number], at=AT, reason=REASON)

    assert outcomes(committed, rounds, [press] * EIGHT) == [ONE_OF_EIGHT] * rounds
    assert set(Application.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert StatusChange.objects.filter(move="withdraw").count() == rounds
    assert verify() == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_eight_second_hands_terminate_an_edition_once(committed, rounds):
    first, *others = (make_actor(Role.LEADING_GROUP) for _ in range(EIGHT + 1))
    editions = [Edition.objects.create(number=number, rules_version="2023-draft", opened_at=AT) for number in range(1, rounds + 1)]
    for edition in editions:
        open_chain(edition.chain, title=f"晋中市质量奖/{edition.number}")
        TERMINATE.propose(edition, by=first, at=AT, reason=REASON)

    def pressed_by(actor):
        return lambda number: TERMINATE.make(editions[number], by=actor, at=AT, reason=REASON)

    assert outcomes(committed, rounds, [pressed_by(actor) for actor in others]) == [ONE_OF_EIGHT] * rounds
    assert set(Edition.objects.values_list("step", flat=True)) == {Step.TERMINATED}
    assert StepChange.objects.count() == rounds
    assert verify() == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_moves_that_exclude_each_other(committed, rounds):
    several, actors = applications(rounds)
    office = make_actor(Role.OFFICE)

    def withdraw(number):
        WITHDRAW.make(several[number], by=actors[number], at=AT, reason=REASON)

    def accept(number):  # what was accepted may still be withdrawn, what was withdrawn cannot be accepted
        ACCEPT.make(several[number], by=office, at=AT)

    pressed = press_together(committed, rounds, list(islice(cycle([withdraw, accept]), EIGHT)))

    assert {outcome for round_ in pressed for outcome in round_} <= {"made", "refused"}
    assert [round_[::2].count("made") for round_ in pressed] == [1] * rounds
    assert all(round_[1::2].count("made") <= 1 for round_ in pressed)
    assert set(Application.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert verify() == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_eight_writers_of_one_chain_leave_no_gap(committed, rounds):
    def write(number):
        with transaction.atomic():
            record(lock("house"), at=AT, by=SYSTEM, action="test", object_ref=f"round:{number}")

    assert outcomes(committed, rounds, [write] * EIGHT) == [{"made": EIGHT}] * rounds
    assert Chain.objects.get(name="house").seq == rounds * EIGHT
    assert list(Event.objects.values_list("object_ref").annotate(Count("pk")).values_list("pk__count", flat=True)) == [EIGHT] * rounds
    assert verify() == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_hands_that_skip_every_check_are_stopped_by_the_trigger(committed, rounds):
    """Eight hands that all read the state before, and insert history without the machine."""
    several, actors = applications(rounds)

    def press(number):
        subject, by = several[number], actors[number]
        change = StatusChange(subject=subject, source=Status.SUBMITTED, target=Status.WITHDRAWN, move="x", at=AT)
        change.by, change.role, change.unit = by.person, by.role, by.unit
        try:
            with transaction.atomic():
                change.event = record(lock("edition-3"), at=AT, by=by, action="x", object_ref="x")
                change.save(force_insert=True)
        except IntegrityError as refused:
            if "source is not the present state" not in str(refused):
                raise
            raise RuleRefused("") from refused

    assert outcomes(committed, rounds, [press] * EIGHT) == [ONE_OF_EIGHT] * rounds
    assert StatusChange.objects.filter(move="x").count() == rounds
