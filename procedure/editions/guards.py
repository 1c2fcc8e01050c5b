"""What the opening of an edition asks of the house."""

from datetime import datetime

from accounts.grants.services import clashes
from accounts.units.models import Unit
from procedure.editions.models import Edition
from procedure.machine import guard


@guard("16", "推荐单位已经录入，都有联系人")
def bodies_entered(edition: Edition, at: datetime) -> str | None:
    """County governments, zone committees and departments recommend (articles 5, 16, 18(3)); each can be reached."""
    bodies = Unit.objects.bodies()
    if not bodies.exists():
        return "还没有录入推荐单位。"
    silent = [body.name for body in bodies.filter(contact="")[:4]]
    return f"还缺联系人：{'、'.join(silent)}{'等' if len(silent) == 4 else ''}。" if silent else None


@guard("12", "没有人同时担任不能兼任的身份")
def hands_clear(edition: Edition, at: datetime) -> str | None:
    """Office, reviewers, agency, supervisor and administrators exclude one another (procedure §4; articles 12, 13, 14, 28)."""
    return "；".join(clashes(at)) or None
