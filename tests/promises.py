"""Whole-database promises (R1 to R14) as tests ask them at the end of what they did."""

from jinzhong_award import invariants
from jinzhong_award.invariants import order, periods

# What a world breaks by construction that was brought forward past the guards (factories.at_step, at_status).
OF_THE_WAY = (
    order.steps_in_order,
    order.states_by_moves,
    order.recommended_before_accepted,
    periods.notices_stood,
    periods.everybody_noticed,
)


def broken(*, past_guards=False):
    """The sentences of what is broken; of a world that went past the guards, all but what that breaks by construction."""
    leaving = OF_THE_WAY if past_guards else ()
    return [str(one) for one in invariants.broken(tuple(promise for promise in invariants.PROMISES if promise not in leaving))]
