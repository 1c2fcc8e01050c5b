"""What the moves of this app rest on: the approved list, a judgment on record."""

from datetime import datetime

from applications.cases.models import Application, Status
from awards.approvals.models import Answer, Approval
from awards.judgments.models import Judgment
from awards.register.models import Register
from procedure.editions.models import Edition
from procedure.machine import Guard, guard

UNREGISTERED = "授奖还没有登记。"


def final(edition: Edition) -> Approval | None:
    """Return the city government's answer to the request issued last, unless it sent it back."""
    answer = Approval.objects.newest(edition)
    return None if answer is None or answer.answer == Answer.RETURNED else answer


@guard("18(9)", "在市政府批准的名单里")
def on_approved_list(application: Application, at: datetime) -> str | None:
    """The final answer names it, in the grade for which it holds a seat."""
    answer = final(application.edition)
    rows = answer.request.rows if answer else []
    approved = [row for row in rows if row["application"] in answer.approved]
    if any((row["application"], row["grade"]) == (str(application.pk), application.grade) for row in approved):
        return None if _registered(application) is not None else UNREGISTERED
    return f"{application.applicant.unit}不在市政府批准的名单里。"


@guard("18(9)", "不在市政府批准的名单里")
def outside_approved_list(application: Application, at: datetime) -> str | None:
    """Two registered the awards, and it is not among them."""
    rows = _registered(application)
    if rows is None:
        return UNREGISTERED
    return f"{application.applicant.unit}在市政府批准的名单里。" if any(row["application"] == str(application.pk) for row in rows) else None


def _registered(application: Application) -> list[dict] | None:
    """Return the rows that two registered for the edition, or None."""
    return Register.objects.filter(edition=application.edition_id).values_list("rows", flat=True).first()


@guard("13(6)", "复议决定或者判决已经登记")
def judged(application: Application, at: datetime) -> str | None:
    """A document on record, newer than the last change of the application, orders it back."""
    last = application.changes.order_by("-event_id").first()
    newer = Judgment.objects.filter(application=application, event_id__gt=last.event_id if last else 0)
    return None if newer.exists() else "复议决定或者判决还没有登记。"


def taken_from(state: Status) -> Guard:
    """A guard: the decision that brought an application where it stands took it from this state."""

    def check(application: Application, at: datetime) -> str | None:
        last = application.changes.order_by("-event_id").first()
        return None if last and last.source == state else f"原决定以前，这份申报不是“{state.label}”。"

    return Guard("13(6)", "回到原决定以前的状态", check)
