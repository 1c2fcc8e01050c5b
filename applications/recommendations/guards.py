"""What is asked of a body's word: in time, and 经办, 审核, 签发 by three people on the newest version."""

from datetime import datetime, timedelta

from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.filings.models import PaperCorrection
from applications.recommendations.deadline import UNPUBLISHED, against_deadline, sign_until
from applications.recommendations.models import Reminder
from applications.recommendations.standing import Standing, standing_of
from core.clock import midnight_after
from core.dates import day_in_words
from procedure.calls.window import deadline_in_words
from procedure.machine import Wait, guard

THREE = "经办、审核、签发要由三个人办理。"
ON_PAPER = "按期收到的纸质补正材料已经登记，等评选办另一人确认。"
GRACE = timedelta(minutes=1)  # whoever came in time may still stand in the queue for the lock


@guard("18(3)", "推荐期限内")
def before_office_deadline(application: Application, at: datetime) -> str | None:
    """To the second: the moment is that at which the request arrived."""
    return against_deadline(sign_until(application, at), at)


@guard("18(3)", "经办和审核在同一版本上同意推荐")
def checked_for(application: Application, at: datetime) -> str | None:
    """Asked of a recommendation alone: 签发 may refuse against both."""
    standing = standing_of(application, at)
    if sentence := against_checked(standing):
        return sentence
    return None if standing.examination.recommend else "经办和审核的意见是不予推荐；要推荐的，退回经办重新审查。"


@guard("18(3)", "经办和审核在同一版本上办结")
def checked_through(application: Application, at: datetime) -> str | None:
    """Asked of a refusal."""
    return against_checked(standing_of(application, at))


@guard("18(3)", "经办、审核、签发在同一版本上签署")
def signed_for(application: Application, at: datetime) -> str | None:
    """Three people, one version, and the word is to recommend."""
    return against_signed(standing_of(application, at), recommend=True)


@guard("18(3)", "经办、审核、签发在同一版本上签署")
def signed_against(application: Application, at: datetime) -> str | None:
    """Three people, one version, and the word is not to recommend."""
    return against_signed(standing_of(application, at), recommend=False)


@guard("18(3)", "退回补正的期限已过")
def correction_over(application: Application, at: datetime) -> str | None:
    """What waits for its applicant is not decided over his head; nothing is asked of what was submitted."""
    if application.status != Status.RETURNED:
        return None
    returned = Return.objects.latest_of(application)
    if returned and at < midnight_after(returned.due_on):
        return Wait(f"申报者的补正期限到{day_in_words(returned.due_on)}24:00。")
    if PaperCorrection.objects.waiting().filter(returned=returned).exists():
        return ON_PAPER
    return None


@guard("18(3)", "推荐期限已过，并已催办")
def overdue_and_reminded(application: Application, at: datetime) -> str | None:
    """After the deadline, and never without a reminder."""
    reminders = Reminder.objects.filter(edition=application.edition, body=application.body, at__lte=at).values_list("unfinished", flat=True)
    reminded = any(str(application.pk) in unfinished for unfinished in reminders)
    return against_overdue(sign_until(application, at), at, reminded=reminded)


def against_overdue(until: datetime | None, at: datetime, *, reminded: bool) -> str | None:
    """Return why a body is not yet silent, or None; from what is already read."""
    if until is None:
        return UNPUBLISHED
    if at < until + GRACE:
        return Wait(f"推荐到{deadline_in_words(until)}截止，一分钟后可以办理。")
    return None if reminded else "还没有催办推荐单位，请先催办。"


def against_checked(standing: Standing) -> str | None:
    """Return why nothing may be signed on the newest version yet, or None."""
    if standing.snapshot is None:
        return "还没有提交的版本。"
    version = f"第{standing.snapshot.number}版"
    if standing.examination is None:
        void = standing.void
        lost = f"第{void.snapshot.number}版的初审意见已经作废，" if void else ""
        return f"{lost}{version}还没有经办初审。"
    if standing.check is None:
        return f"{version}还没有审核。"
    if standing.agreed is None:
        name, hand, _ = standing.given_back
        return f"{name}（{hand}）没有同意，请经办重新审查{version}。"
    return THREE if standing.examination.by_id == standing.check.by_id else None


def against_signed(standing: Standing, *, recommend: bool) -> str | None:
    """Return why the body's word does not stand on the newest version, or None."""
    if sentence := against_checked(standing):
        return sentence
    signature = standing.signature
    if signature is None or signature.checked_id != standing.check.pk:
        return f"第{standing.snapshot.number}版还没有签发。"
    if signature.recommend != recommend:
        return "签发的意见不是这样。"
    hands = {standing.examination.by_id, standing.check.by_id}
    if signature.way == "system":
        return THREE if signature.by_id in hands else None
    return THREE if signature.sealed is None or signature.sealed.by_id == signature.by_id else None
