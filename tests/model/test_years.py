"""Editions over seven years of calendar, several applications at a time, in an order that nobody chose.

After each act every promise holds.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from accounts.actors import SYSTEM
from core.clock import SHANGHAI, datetime
from jinzhong_award import invariants
from jinzhong_award.invariants import order, record
from procedure.calendar.services import Paper, enter_year
from procedure.editions.models import Step
from tests.model.procedure import Manner, acts, alike, leads
from tests.model.real import Real
from tests.publicity.world import known_years

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.article("5")]

FIRST, LAST = 2020, 2026
AT_ONCE = 3
HOLDS = Manner()
# Signatures are papers, which the model takes as met; the ledger is verified once, at the end.
PROMISES = tuple(one for one in invariants.PROMISES if one not in (order.recommended_before_accepted, record.ledger_whole))


class Years(RuleBasedStateMachine):
    """One edition after another, each in the spring of its year; whoever is drawn does whatever the procedure allows."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    @initialize()
    def begin(self):
        for year, rules in known_years().items():
            enter_year(year, rules=rules, paper=Paper("国务院办公厅通知"), by=SYSTEM, at=moment(FIRST - 1))
        self.number, self.real = 0, None
        self.next_edition()

    @precondition(lambda self: self.world.step >= Step.COMPLETED and FIRST + self.number <= LAST)
    @rule()
    def next_edition(self):
        self.number += 1
        self.real = Real(AT_ONCE, number=self.number, at=moment(FIRST + self.number - 1))
        self.world = self.real.world()

    @precondition(lambda self: self.world.step < Step.COMPLETED)
    @rule(chosen=st.integers(0, 10**6), onward=st.booleans())
    def act(self, chosen, onward):
        """Any act, or one that leads on, so that editions come to their end."""
        terminate, *known = acts(self.world, HOLDS)
        known.append(terminate)
        nearer = [one for one in known if leads(one[0])]
        name, target = (nearer if onward and nearer else known)[chosen % len(nearer if onward and nearer else known)]
        self.real.do(name, self.world, target)
        self.world = self.real.world()
        assert self.world == alike(target)

    @precondition(lambda self: self.world.step >= Step.COMPLETED)
    @rule()
    def rest(self):
        """Nothing is done any more to an edition that has ended."""
        assert list(acts(self.world, HOLDS)) == []

    @invariant()
    def every_promise_holds(self):
        assert list(map(str, invariants.broken(PROMISES))) == []

    def teardown(self):
        try:
            assert list(record.ledger_whole.broken()) == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


def moment(year):
    return datetime(year, 3, 2, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("examples", "steps"), [pytest.param(2, 12, id="short"), pytest.param(12, 150, id="long", marks=pytest.mark.deep)])
def test_editions_over_years(examples, steps):
    chosen = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    run_state_machine_as_test(Years, settings=chosen)
