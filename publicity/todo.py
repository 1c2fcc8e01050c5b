"""What publicity asks: meetings, notices to compose and confirm, objections to decide, holds to confirm."""

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.holds import services as holds
from core.todo import Todo
from procedure.asking import Asking
from publicity.meetings.todo import todo as meetings
from publicity.notices.todo import todo as notices
from publicity.objections.identity import ARTICLE
from publicity.objections.models import Objection, ObjectionDecision


def todo(asking: Asking) -> list[Todo]:
    """Join what each room asks of this actor."""
    return [item for asks in (meetings, notices, objections, held) for item in asks(asking)]


def objections(asking: Asking) -> list[Todo]:
    """One line an objection that this actor can move on."""
    actor = asking.actor
    if not actor.is_(Role.OFFICE):
        return []
    open_ones = list(Objection.objects.undecided().order_by("event_id"))
    prepared = ObjectionDecision.objects.filter(objection__in=open_ones, replaced_by=None).select_related("by")
    waiting = {decision.objection_id: decision for decision in prepared}
    return [_objection(one, waiting.get(one.pk)) for one in open_ones if not _mine(waiting.get(one.pk), actor)]


def held(asking: Asking) -> list[Todo]:
    """One line a hold or lifting that waits for this actor's hand."""
    actor = asking.actor
    if not actor.is_(Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP):
        return []
    running = [edition for edition in asking.editions if actor.is_(*holds.hands_of(edition))]
    prepared = [row for row in holds.waiting_within(running) if row.by_id != actor.person_id] if running else []
    applications = Application.objects.select_related("edition", "applicant__unit").in_bulk([row.subject for row in prepared])
    found = {str(key): one for key, one in applications.items()}
    return [_hold(row.move, found[row.subject]) for row in prepared]


def _mine(decision: ObjectionDecision | None, actor: Actor) -> bool:
    return decision is not None and decision.by_id == actor.person_id


def _objection(one: Objection, decision: ObjectionDecision | None) -> Todo:
    url = reverse("publicity:objection-case", args=[one.pk])
    if decision:
        text = f"{decision.by.name}已经拟好处理意见，请核对后确认。"
        return Todo(f"确认{one}的处理意见", text, url, "核对并确认", ARTICLE)
    return Todo(f"办理{one}", "核查事实，拟处理意见；一时办不结的，可以先暂缓该申报，其他申报不受影响。", url, "看异议", ARTICLE)


def _hold(act: str, application: Application) -> Todo:
    label, url = holds.LABELS[act], reverse("publicity:hold", args=[application.pk, act])
    return Todo(f"确认{label}：{application.applicant}", "另一人已经经办，请核对理由后确认。", url, "核对并确认", ARTICLE)
