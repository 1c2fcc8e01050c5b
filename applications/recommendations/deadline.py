"""The last moment at which a body may act: the call's, or the one that the office named when it sent an application back."""

from datetime import datetime, timedelta

from applications.cases.models import Application
from applications.corrections.models import Return
from core.clock import shanghai
from core.dates import moment_in_words
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.calls.window import Window, deadline_in_words, window

UNPUBLISHED = "申报通知还没有发布，没有推荐期限。"
MOMENT = timedelta(microseconds=1)  # 24:00 belongs to the day that ends


def until_of(found: Window | None, returned: Return | None) -> datetime | None:
    """Return the first moment too late, from what is already read."""
    if found is None:
        return None
    named = returned.sign_until if returned else None
    return max(found.office_deadline_at, named) if named else found.office_deadline_at


def sign_until(application: Application, at: datetime) -> datetime | None:
    """Return the first moment that is too late for the body; None before the call."""
    return until_of(window(application.edition, at), Return.objects.latest_of(application))


def against_deadline(until: datetime | None, at: datetime) -> str | None:
    """Return the sentence of a deadline that has passed, or None. To the second."""
    if until is None:
        return UNPUBLISHED
    if at < until:
        return None
    return f"推荐已于{deadline_in_words(until)}截止，现在是{moment_in_words(at)}，推荐单位不能再办理。"


def days_left(until: datetime, at: datetime, table: Workdays) -> str:
    """Return how long it is, in working days where the calendar knows the year: for pages."""
    today, last = shanghai(at), shanghai(until - MOMENT)
    if at >= until:
        return "已经截止"
    try:
        left = table.count(today, last)
    except UnknownYear:
        return f"还有{(last - today).days}天"
    return f"还有{left}个工作日" if left else "今天截止"
