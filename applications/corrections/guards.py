"""What is asked of a return, and of what comes back."""

from datetime import datetime

from applications.cases.models import Application
from applications.corrections.models import Return, ReturnAnswer
from applications.snapshots.models import Snapshot
from core.clock import midnight_after
from core.dates import day_in_words
from procedure.machine import guard


@guard("18(3)", "逐项写明补正内容和期限")
def items_named(application: Application, at: datetime) -> str | None:
    """The newest version has its return, with items and a day."""
    newest = Snapshot.objects.latest_of(application)
    returned = Return.objects.filter(snapshot=newest).first() if newest else None
    return None if returned and returned.items else "请至少选一项要补正的内容，写明要求。"


@guard("18(3)", "在补正期限内")
def corrected_in_time(application: Application, at: datetime) -> str | None:
    """To the second; the day counts whole."""
    returned = Return.objects.latest_of(application)
    if returned is None:
        return "没有退回补正的登记。"
    if at < midnight_after(returned.due_on):
        return None
    return f"补正已于{day_in_words(returned.due_on)}24:00截止，不能再提交；填写的内容仍可查看。"


@guard("18(3)", "逐项答复")
def items_answered(application: Application, at: datetime) -> str | None:
    """Every item that was asked for has its answer."""
    returned = Return.objects.latest_of(application)
    if returned is None:
        return "没有退回补正的登记。"
    answered = set(ReturnAnswer.objects.standing(returned).values_list("item", flat=True))
    missing = [item["label"] for item in returned.items if item["key"] not in answered]
    return f"还有{len(missing)}项没有答复：{'、'.join(f'“{label}”' for label in missing)}。" if missing else None
