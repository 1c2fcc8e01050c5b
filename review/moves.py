"""The moves of an application through the three rounds of review and the evaluation (article 18(4)–(7))."""

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.editions.models import Step
from procedure.machine import Move
from review.defense.guards import appeared, stayed_away
from review.evaluation.guards import IN_ROUNDS, came_through, conditions_read, eligible, evaluation_reported
from review.evaluation.table import LEFT_OUT
from review.reports.guards import materials_reported, not_held
from review.rounds import Round, steps_of
from review.sheets.guards import defense_sheets_locked, materials_closed
from review.visits.guards import reported

ADVANCE_ON_SITE = Move(
    "advance-on-site", "列入现场评审名单", (Status.ACCEPTED,), Status.ADVANCING, Role.OFFICE, "18(4)",
    (materials_closed, materials_reported, not_held), steps_of(Round.MATERIALS), hands=2, reasoned=True,
)  # fmt: skip
NOT_ADVANCE = Move(
    "not-advance", "不列入现场评审名单", (Status.ACCEPTED,), Status.NOT_ADVANCING, Role.OFFICE, "18(4)",
    (materials_closed, materials_reported), steps_of(Round.MATERIALS), hands=2, reasoned=True,
)  # fmt: skip
PASS = Move(
    "pass", "通过现场评审", (Status.ADVANCING,), Status.PASSED, Role.OFFICE, "18(5)",
    (reported, not_held), steps_of(Round.ON_SITE), hands=2, reasoned=True,
)  # fmt: skip
NOT_PASS = Move(
    "not-pass", "未通过现场评审", (Status.ADVANCING,), Status.NOT_PASSED, Role.OFFICE, "18(5)",
    (reported, not_held), steps_of(Round.ON_SITE), hands=2, reasoned=True,
)  # fmt: skip
DEFEND = Move(
    "defend", "登记已答辩", (Status.PASSED,), Status.DEFENDED, Role.OFFICE, "18(6)",
    (appeared, defense_sheets_locked), steps_of(Round.ORAL_DEFENSE),
)  # fmt: skip
MISS_DEFENSE = Move(
    "miss-defense", "登记未到场答辩", (Status.PASSED,), Status.ABSENT, Role.OFFICE, "18(6)",
    (stayed_away,), steps_of(Round.ORAL_DEFENSE), hands=2, reasoned=True,
)  # fmt: skip
NOMINATE = Move(
    "nominate", "列入候选名单", (Status.DEFENDED, Status.ABSENT, Status.NOT_CANDIDATE), Status.CANDIDATE, Role.OFFICE, "18(7)",
    (evaluation_reported, conditions_read, eligible, not_held, came_through), (Step.EVALUATION, Step.DELIBERATION), hands=2, reasoned=True,
)  # fmt: skip
NOT_NOMINATE = Move(
    "not-nominate", "不列入候选名单", (Status.DEFENDED, Status.ABSENT, Status.CANDIDATE), Status.NOT_CANDIDATE, Role.OFFICE,
    "18(7)", (evaluation_reported, conditions_read), (Step.EVALUATION, Step.DELIBERATION), hands=2, reasoned=True,
)  # fmt: skip

# Whoever was set aside too long to be reviewed to the end: said out loud by two, with the reason; nobody is left without an outcome.
LEAVE_OUT = Move(
    LEFT_OUT, "办理未走完评审的不列入候选", IN_ROUNDS, Status.NOT_CANDIDATE, Role.OFFICE, "18(7)",
    (), (Step.DELIBERATION, Step.APPROVAL), hands=2, reasoned=True,
)  # fmt: skip

MOVES = (ADVANCE_ON_SITE, NOT_ADVANCE, PASS, NOT_PASS, DEFEND, MISS_DEFENSE, NOMINATE, NOT_NOMINATE, LEAVE_OUT)
