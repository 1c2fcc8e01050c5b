"""What recommending asks of somebody: the hand that is due, a correction, a body that is silent, a second hand."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.recommendations.deadline import MOMENT
from applications.recommendations.models import Advice, PassOn
from applications.recommendations.office import unfinished
from applications.recommendations.standing import Stage, standings
from core.clock import midnight_after, shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition, Step

ARTICLE = "18(3)"
WORDS = {
    Stage.NEW: ("初审{}份申报", "对照清单写明完整、真实、规范，提出推荐意见；材料要改的，退回补正。"),
    Stage.AGAIN: ("重新初审{}份申报", "申报者提交了新的一版，或者审核、签发退回，以前的意见不再算数。"),
    Stage.LAPSED: ("{}份申报逾期没有补正", "按现有材料初审，写明理由。"),
    Stage.EXAMINED: ("审核{}份申报", "经办已经初审，请看过同一版，同意或者退回经办。"),
    Stage.CHECKED: ("签发{}份申报", "经办、审核都已办好，请对这一版签发推荐，或者写明理由不予推荐。"),
    Stage.SEALED: ("核对{}份申报的盖章扫描件", "经办已经登记，请对照扫描件确认。"),
}
SOON = timedelta(days=5)


def todo(asking: Asking) -> list[Todo]:
    """Return what recommending asks of this actor now."""
    actor, edition, at = asking.actor, asking.edition, asking.at
    if edition is None or not Step.APPLYING <= edition.step <= Step.QUALIFICATION:
        return []
    if actor.is_(*BODY_ROLES):
        return _hands(actor, edition, at)
    if actor.is_(Role.APPLICANT):
        return _applicant(actor, edition, at)
    return _office(actor, edition, at) if actor.is_(Role.OFFICE) and edition.step == Step.QUALIFICATION else []


def _hands(actor: Actor, edition: Edition, at: datetime) -> list[Todo]:
    found = standings(Application.objects.visible_to(actor).whole().filter(edition=edition), at)
    mine = [one for one in found if one.stage.role == actor.role and one.until and at < one.until]
    items = []
    for stage, (title, text) in WORDS.items():
        rows = [one for one in mine if one.stage is stage]
        if rows:
            due = shanghai(min(one.until for one in rows) - MOMENT)
            address = f"{reverse('applications:recommendations')}?stage={stage.key}"
            items.append(Todo(title.format(len(rows)), text, address, "去办理", ARTICLE, due))
    return items


def _applicant(actor: Actor, edition: Edition, at: datetime) -> list[Todo]:
    application = Application.objects.visible_to(actor).filter(edition=edition).whole().first()
    if application is None:
        return []
    address = reverse("applications:correction", args=[application.pk])
    if application.status == Status.RETURNED:
        returned = Return.objects.latest_of(application)
        if returned is None or at >= midnight_after(returned.due_on):
            return []
        text = f"{returned.grant.unit}退回第{returned.snapshot.number}版。改好以后逐项答复，再提交一次。"
        return [Todo(f"补正{len(returned.items)}处并重新提交", text, address, "看要补正什么", ARTICLE, returned.due_on)]
    if application.status == Status.SUBMITTED and edition.step == Step.APPLYING:
        count = Advice.objects.filter(snapshot__application=application).count()
        text = "建议供参考。要改的，在截止以前取回修改，再提交一次。"
        return [Todo(f"看推荐单位的{count}条建议", text, address, "看建议", "16")] if count else []
    return []


def _office(actor: Actor, edition: Edition, at: datetime) -> list[Todo]:
    address = reverse("applications:recommendation_bodies", args=[edition.pk])
    found = [one for one in unfinished(edition, at) if one.until]
    late, near = [one for one in found if one.is_late(at)], [one for one in found if not one.is_late(at) and one.until - at <= SOON]
    items = []
    if late:
        text = "推荐期限已过。催办过的，可以记为逾期未推荐；没有催办的，先催办。"
        items.append(Todo(f"{len(late)}份申报逾期没有推荐", text, address, "看是哪些单位", ARTICLE))
    elif near:
        due = shanghai(min(one.until for one in near) - MOMENT)
        items.append(Todo(f"{len(near)}份申报还没有推荐结果", "推荐快到期了，请催办。", address, "催办", ARTICLE, due))
    waiting = PassOn.objects.filter(application__edition=edition, application__status=Status.SUBMITTED, confirmation=None, replaced_by=None)
    for row in waiting.exclude(by=actor.person).select_related("application__applicant__unit", "target", "by"):
        if row.source_id == row.application.body_id:
            place = reverse("applications:recommendation_pass_on", args=[row.application_id])
            text = f"{row.by.name}提出转请{row.target}办理。"
            items.append(Todo(f"确认转办：{row.application.applicant.unit}", text, place, "核对并确认", ARTICLE))
    return items
