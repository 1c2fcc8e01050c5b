"""What the moves of this app rest on: the approved list, a judgment on record."""

from datetime import datetime

from applications.cases.models import Application
from awards.approvals.models import Answer, Approval
from awards.judgments.models import Judgment
from procedure.editions.models import Edition
from procedure.machine import guard


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
        return None
    return f"{application.applicant.unit}不在市政府批准的名单里。"


@guard("18(9)", "不在市政府批准的名单里")
def outside_approved_list(application: Application, at: datetime) -> str | None:
    """The final answer does not name it."""
    answer = final(application.edition)
    if answer is None:
        return "市政府的答复还没有登记。"
    return f"{application.applicant.unit}在市政府批准的名单里。" if str(application.pk) in answer.approved else None


@guard("13(6)", "复议决定或者判决已经登记")
def judged(application: Application, at: datetime) -> str | None:
    """A document on record, newer than the last change of the application, orders it back."""
    last = application.changes.order_by("-event_id").first()
    newer = Judgment.objects.filter(application=application, event_id__gt=last.event_id if last else 0)
    return None if newer.exists() else "复议决定或者判决还没有登记。"
