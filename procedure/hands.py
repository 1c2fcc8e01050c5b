"""The second of two hands: another person, and one of the two the head where the unit has named one."""

from accounts.actors import Actor
from accounts.grants.models import Grant
from accounts.units.models import Unit


def against_second(first: Grant, actor: Actor, *, label: str, role: str, unit: Unit | None) -> str:
    """Return why this actor cannot be the second hand after the first, or nothing. Runs a query only where no head acts."""
    if first.person_id == actor.person_id:
        return f"{label}要两人办理，请另一人确认。"
    if first.head or actor.grant.head:
        return ""
    headed = Grant.objects.standing().filter(role=role, unit=unit, head=True).exists()
    return f"{label}的两人中，须有一人是负责人。" if headed else ""
