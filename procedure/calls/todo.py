"""What the call asks of the office: compose it, confirm it, mind the hour at which it comes out."""

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.calls.models import Call
from procedure.calls.services import ARTICLE
from procedure.editions.models import Edition, Step


def todo(asking: Asking) -> list[Todo]:
    """Return what the call of each running edition asks of this actor."""
    if not asking.actor.is_(Role.OFFICE):
        return []
    editions = asking.within(Step.PREPARATION, Step.APPLYING)
    calls = {call.edition_id: call for call in _newest(editions)} if editions else {}
    return [item for edition in editions for item in _of(edition, calls.get(edition.pk), asking.actor)]


def _newest(editions) -> list[Call]:
    return list(Call.objects.filter(edition__in=editions, replaced_by=None).select_related("by", "confirmation"))


def _of(edition: Edition, call: Call | None, actor: Actor) -> list[Todo]:
    if call is None:
        if edition.step != Step.CALL:
            return []
        text = "写明申报要求、材料、起止日期和咨询方式。拟好以后由另一人确认，到发布时间自动公开。"
        return [Todo(f"拟定{edition}的申报通知", text, reverse("procedure:call_compose", args=[edition.pk]), "拟定申报通知", ARTICLE)]
    if hasattr(call, "confirmation") or call.by_id == actor.person_id or edition.step == Step.PREPARATION:
        return []
    text = f"{call.by.name}已经拟好，请核对后确认。确认以后，到发布时间自动公开。"
    due = shanghai(call.publish_at)
    return [Todo(f"确认{edition}的申报通知", text, reverse("procedure:call", args=[edition.pk]), "核对并确认", ARTICLE, due)]
