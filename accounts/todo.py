"""What waits for whom in accounts."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.units.models import Unit
from core.todo import Todo


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what an actor has to do: grants to confirm, claims of units to check."""
    if actor.is_(Role.SYSTEM, Role.AUDIT):
        count = Grant.objects.waiting().exclude(person=actor.person).exclude(by=actor.person).count()
        text = "安全管理员提出，等您复核后生效。"
        return [Todo(title=f"复核{count}项授权", text=text, url=reverse("grants"), action="去复核")] if count else []
    if actor.is_(Role.OFFICE):
        count = Unit.objects.unconfirmed().count()
        text = "对照营业执照核实名称和统一社会信用代码，一般1个工作日。"
        return [Todo(title=f"核实{count}个新注册的单位", text=text, url=reverse("units"), action="去核实")] if count else []
    return []
