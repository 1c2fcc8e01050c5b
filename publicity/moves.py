"""The moves of an application that the leading group decides (article 18(8)).

They are made in the act by which a member of the group confirms what the secretary recorded: the two hands are that act's.
"""

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.machine import Move
from publicity.guards import acceptance_noticed
from publicity.meetings.decided import DECIDING, decided_against, decided_for, struck_off, unmasked
from review.evaluation.guards import conditions_read, eligible
from review.reports.guards import not_held

PROPOSE = Move(
    "propose-award", "列入拟授奖名单", (Status.CANDIDATE, Status.NOT_PROPOSED), Status.PROPOSED, Role.LEADING_GROUP, "18(8)",
    (decided_for, acceptance_noticed, conditions_read, eligible, not_held), DECIDING, reasoned=True,
)  # fmt: skip
NOT_PROPOSE = Move(
    "not-propose", "不列入拟授奖名单", (Status.CANDIDATE,), Status.NOT_PROPOSED, Role.LEADING_GROUP, "18(8)",
    (decided_against,), DECIDING, reasoned=True,
)  # fmt: skip
STRIKE_OFF = Move(
    "strike-off", "从拟授奖名单中取消", (Status.PROPOSED,), Status.NOT_PROPOSED, Role.LEADING_GROUP, "12(4)",
    (struck_off,), DECIDING, reasoned=True,
)  # fmt: skip

# Unmasked as barred or no longer meeting a condition: after the office's hand ends, the leading group's (procedure §2). No ban follows.
DISQUALIFY_LATE = Move(
    "disqualify-late", "取消参评资格", (Status.CANDIDATE, Status.PROPOSED), Status.DISQUALIFIED, Role.LEADING_GROUP, "12(4)",
    (unmasked,), DECIDING, reasoned=True,
)  # fmt: skip

MOVES = (PROPOSE, NOT_PROPOSE, STRIKE_OFF, DISQUALIFY_LATE)
