"""The second of two hands: another person, and one of the two the head where the unit has named one."""

from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import Grant
from core.clock import shanghai


def against_second(first: Grant, actor: Actor, *, label: str, at: datetime) -> str:
    """Return why this actor cannot confirm what the first hand prepared under a grant, or nothing."""
    if first.person_id == actor.person_id:
        return f"{label}要两人办理，请另一人确认。"
    if not first.in_force(at):
        return "经办人的授权已经结束，请重新经办。"
    if first.head or actor.grant.head:
        return ""
    headed = Grant.objects.in_force(shanghai(at)).filter(role=first.role, unit=first.unit_id, head=True).exists()
    return f"{label}的两人中，须有一人是负责人。" if headed else ""
