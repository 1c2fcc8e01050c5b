"""What filings on paper ask of the office: the second hand of one, and the corrected papers of one that was returned."""

from django.urls import reverse

from accounts.actors import Actor
from applications.cases.models import Status
from applications.corrections.models import Return
from applications.filings.models import PaperCorrection, PaperFiling
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Step

WHOLE = ("application__applicant__unit", "application__edition", "by")


def todo(asking: Asking) -> list[Todo]:
    """Return what filings on paper ask of one of the office."""
    filed = _filings(asking.actor) if asking.within(Step.APPLYING) else []
    return filed + (_corrections(asking.actor) if asking.within(Step.QUALIFICATION) else [])


def _filings(actor: Actor) -> list[Todo]:
    waiting = PaperFiling.objects.filter(application__status=Status.DRAFT, application__edition__step=Step.APPLYING)
    return [
        Todo(
            f"确认{filing.application.applicant.unit}的纸质申报",
            f"{filing.by.name}已经登记，请对照纸质材料确认。没有确认的，第二步不能结束。",
            reverse("applications:paper_filing", args=[filing.application.edition_id, filing.pk]),
            "核对并确认",
            "18(2)",
        )
        for filing in waiting.exclude(by=actor.person).select_related(*WHOLE).order_by("at")
    ]


def _corrections(actor: Actor) -> list[Todo]:
    filings = PaperFiling.objects.filter(application__status=Status.RETURNED, application__edition__step=Step.QUALIFICATION)
    filings = list(filings.select_related(*WHOLE).order_by("at"))
    keys = [filing.application_id for filing in filings]
    rows = Return.objects.filter(snapshot__application__in=keys).select_related("snapshot").defer("snapshot__content").order_by("event_id")
    returns = {row.snapshot.application_id: row for row in rows}
    entered = {row.returned_id: row for row in PaperCorrection.objects.waiting().select_related("by")}
    return [
        item
        for filing in filings
        if (item := _correction(filing, returns[filing.application_id], entered.get(returns[filing.application_id].pk), actor))
    ]


def _correction(filing: PaperFiling, returned: Return, entered: PaperCorrection | None, actor: Actor) -> Todo | None:
    unit = filing.application.applicant.unit
    address = reverse("applications:paper_correction", args=[filing.application.edition_id, filing.pk])
    if entered is None:
        text = "纸质申报退回补正，申报者没有账号。期限内收到的补正材料，由评选办代录。"
        return Todo(f"收{unit}的补正材料并代录", text, address, "登记补正材料", "18(3)", returned.due_on)
    if entered.by_id == actor.person_id:
        return None
    text = f"{entered.by.name}已经登记，请对照纸质材料确认，推荐单位才能审查新的一版。"
    return Todo(f"确认{unit}的纸质补正材料", text, address, "核对并确认", "18(3)")
