"""The moves of an application that the leading group decides (article 18(8))."""

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.editions.models import Step
from procedure.machine import Move, unbuilt

DECIDING = (Step.DELIBERATION, Step.APPROVAL)

PROPOSE = Move(
    "propose-award", "列入拟授奖名单", (Status.CANDIDATE, Status.NOT_PROPOSED), Status.PROPOSED, Role.SECRETARY, "18(8)",
    (unbuilt("18(8)", "领导小组全体会议审议候选名单并作出决定"),), DECIDING, hands=2, reasoned=True,
)  # fmt: skip
NOT_PROPOSE = Move(
    "not-propose", "不列入拟授奖名单", (Status.CANDIDATE,), Status.NOT_PROPOSED, Role.SECRETARY, "18(8)",
    (unbuilt("18(8)", "领导小组全体会议审议候选名单并作出决定"),), DECIDING, hands=2, reasoned=True,
)  # fmt: skip
STRIKE_OFF = Move(
    "strike-off", "从拟授奖名单中取消", (Status.PROPOSED,), Status.NOT_PROPOSED, Role.SECRETARY, "12(4)",
    (unbuilt("12(4)", "领导小组再次开会或依纪要授权作出决定"),), DECIDING, hands=2, reasoned=True,
)  # fmt: skip

MOVES = (PROPOSE, NOT_PROPOSE, STRIKE_OFF)
