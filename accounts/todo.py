"""What waits for whom in accounts."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.security.log import lately
from accounts.security.models import Kind
from accounts.units.models import Unit
from core.todo import Todo

ALARMED = timedelta(days=7)


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what an actor has to do: grants to confirm, claims of units to check."""
    if actor.is_(Role.SYSTEM, Role.AUDIT):
        count = Grant.objects.waiting().exclude(person=actor.person).exclude(by=actor.person).count()
        text = "安全管理员提出，等您复核后生效。"
        return [Todo(title=f"复核{count}项授权", text=text, url=reverse("grants"), action="去复核")] if count else []
    if actor.is_(Role.OFFICE):
        return [*alarms(), *claims()]
    return []


def alarms() -> list[Todo]:
    """Return the alarm about uploads with a virus in the last days: somebody's machine needs to be looked at."""
    found = lately(Kind.VIRUS, ALARMED)
    who = "、".join(dict.fromkeys(event.person.name if event.person else "未登录的人" for event in found[:5]))
    title = f"有{len(found)}次上传没有通过安全检查"
    text = f"最近7天，{who}上传的文件带有病毒，没有保存。请提醒检查电脑；样本已经隔离，由系统管理员处理。"
    return [Todo(title=title, text=text, url=reverse("units"), action="看申报单位")] if found else []


def claims() -> list[Todo]:
    """Return the claims of units to check."""
    count = Unit.objects.unconfirmed().count()
    text = "对照营业执照核实名称和统一社会信用代码，一般1个工作日。"
    return [Todo(title=f"核实{count}个新注册的单位", text=text, url=reverse("units"), action="去核实")] if count else []
