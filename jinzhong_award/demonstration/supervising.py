"""The leading group invites a department to supervise the edition: the secretary records it, a member confirms."""

from datetime import timedelta

from accounts.grants.models import Role
from core.clock import shanghai
from jinzhong_award.demonstration.scene import Scene, signed
from procedure.supervision import services

BASIS, MATTER = "演示函〔2026〕3号", "从材料评审到批准公告的全部办理（演示）。"
TERM = timedelta(days=240)


def invite_supervisor(scene: Scene) -> bool:
    """Let two of the group invite whoever supervises, where nobody is invited; tell whether they did."""
    secretary, member, supervisor = (scene.one(role) for role in (Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR))
    if not (secretary and member and supervisor) or services.invitations_of(scene.edition).exists():
        return False
    edition, at = scene.edition, scene.at
    if services.INVITE.proposal(edition) is None:
        scope = services.Scope(BASIS, MATTER, shanghai(at), shanghai(at) + TERM)
        services.propose_invitation(edition, supervisor.unit, scope=scope, by=secretary, at=at)
        scene.pause(minutes=30)
    proposal = services.INVITE.proposal(edition)
    if services.INVITE.second_blockers(edition, edition, member, at=scene.at):
        return False
    services.confirm_invitation(edition, by=member, at=scene.at, signature=signed(proposal.subject_digest))
    return True
