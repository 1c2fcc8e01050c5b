"""The moves of an application after the city government decided: award, revocation, restoration."""

from accounts.grants.models import Role
from applications.cases.models import Status
from awards.facts import judged, on_approved_list, outside_approved_list, taken_from
from procedure.editions.models import Step
from procedure.machine import Move, unbuilt

AWARD = Move(
    "award", "登记授奖", (Status.PROPOSED,), Status.AWARDED, Role.OFFICE, "18(9)",
    (on_approved_list,), (Step.APPROVAL,),
)  # fmt: skip
# Not in the request because set aside, or not approved by the city government.
NOT_APPROVED = Move(
    "not-approved", "登记未获授奖", (Status.PROPOSED,), Status.NOT_PROPOSED, Role.OFFICE, "18(9)",
    (outside_approved_list,), (Step.APPROVAL,), reasoned=True,
)  # fmt: skip
REVOKE = Move(
    "revoke", "登记撤销奖项", (Status.AWARDED,), Status.REVOKED, Role.OFFICE, "25",
    (unbuilt("25", "市政府撤销决定已经登记"),), (Step.COMPLETED,), hands=2, reasoned=True,
)  # fmt: skip

# A decision set aside by 行政复议 or judgment: back to the state that the decision took away, at any step. The two hands
# are those of the act that records the document (awards/judgments). Where several states may have been taken away, the
# history says which: a candidate was left off a later list, an absent one was not heard, one held too long never came so far.
SET_ASIDE = {
    Status.DECLINED: (Status.RECOMMENDED,),
    Status.NOT_ADVANCING: (Status.ACCEPTED,),
    Status.NOT_PASSED: (Status.ADVANCING,),
    Status.NOT_CANDIDATE: (
        Status.DEFENDED,
        Status.ABSENT,
        Status.CANDIDATE,
        Status.ACCEPTED,
        Status.ADVANCING,
        Status.PASSED,
    ),
    Status.NOT_PROPOSED: (Status.CANDIDATE,),
    Status.REVOKED: (Status.AWARDED,),
}
RESTORE = tuple(
    Move(
        f"restore-{source}" if target == targets[0] else f"restore-{source}-{target}",
        f"依复议决定或判决恢复为“{target.label}”", (source,), target, Role.OFFICE, "13(6)",
        (judged, taken_from(target)) if len(targets) > 1 else (judged,), reasoned=True,
    )
    for source, targets in SET_ASIDE.items()
    for target in targets
)  # fmt: skip
# Before the acceptance notice a person struck out comes back to the desk where it was; later as accepted.
REINSTATE = {
    target: Move(
        f"reinstate-{target}", f"依复议决定或判决恢复参评，回到“{target.label}”", (Status.DISQUALIFIED, Status.ENDED), target,
        Role.OFFICE, "13(6)", (judged,), reasoned=True,
    )
    for target in (Status.RECOMMENDED, Status.ACCEPTED, Status.CANDIDATE)
}  # fmt: skip

MOVES = (AWARD, NOT_APPROVED, REVOKE, *RESTORE, *REINSTATE.values())
