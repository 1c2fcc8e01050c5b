"""The moves of an application through the three rounds of review and the evaluation (article 18(4)–(7))."""

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.editions.models import Step
from procedure.machine import Move
from review.defense.guards import appeared, stayed_away
from review.evaluation.guards import conditions_read, eligible, evaluation_reported
from review.reports.guards import materials_reported, not_held
from review.sheets.guards import defense_sheets_locked, materials_closed
from review.visits.guards import reported

ADVANCE_ON_SITE = Move(
    "advance-on-site", "列入现场评审名单", (Status.ACCEPTED,), Status.ADVANCING, Role.OFFICE, "18(4)",
    (materials_closed, materials_reported, not_held), (Step.MATERIALS,), hands=2, reasoned=True,
)  # fmt: skip
NOT_ADVANCE = Move(
    "not-advance", "不列入现场评审名单", (Status.ACCEPTED,), Status.NOT_ADVANCING, Role.OFFICE, "18(4)",
    (materials_closed, materials_reported), (Step.MATERIALS,), hands=2, reasoned=True,
)  # fmt: skip
PASS = Move(
    "pass", "通过现场评审", (Status.ADVANCING,), Status.PASSED, Role.OFFICE, "18(5)",
    (reported,), (Step.ON_SITE,), hands=2, reasoned=True,
)  # fmt: skip
NOT_PASS = Move(
    "not-pass", "未通过现场评审", (Status.ADVANCING,), Status.NOT_PASSED, Role.OFFICE, "18(5)",
    (reported,), (Step.ON_SITE,), hands=2, reasoned=True,
)  # fmt: skip
DEFEND = Move(
    "defend", "登记已答辩", (Status.PASSED,), Status.DEFENDED, Role.OFFICE, "18(6)",
    (appeared, defense_sheets_locked), (Step.DEFENSE,),
)  # fmt: skip
MISS_DEFENSE = Move(
    "miss-defense", "登记未到场答辩", (Status.PASSED,), Status.ABSENT, Role.OFFICE, "18(6)",
    (stayed_away,), (Step.DEFENSE,), hands=2, reasoned=True,
)  # fmt: skip
NOMINATE = Move(
    "nominate", "列入候选名单", (Status.DEFENDED, Status.ABSENT, Status.NOT_CANDIDATE), Status.CANDIDATE, Role.OFFICE, "18(7)",
    (evaluation_reported, conditions_read, eligible, not_held), (Step.EVALUATION, Step.DELIBERATION), hands=2, reasoned=True,
)  # fmt: skip
NOT_NOMINATE = Move(
    "not-nominate", "不列入候选名单", (Status.DEFENDED, Status.ABSENT, Status.CANDIDATE), Status.NOT_CANDIDATE, Role.OFFICE,
    "18(7)", (evaluation_reported, conditions_read), (Step.EVALUATION, Step.DELIBERATION), hands=2, reasoned=True,
)  # fmt: skip

MOVES = (ADVANCE_ON_SITE, NOT_ADVANCE, PASS, NOT_PASS, DEFEND, MISS_DEFENSE, NOMINATE, NOT_NOMINATE)
