"""What the table asks of the call. Each takes an edition, or anything that belongs to one."""

from datetime import datetime, timedelta

from core.dates import moment_in_words
from procedure.calls.models import Call
from procedure.calls.window import deadline_in_words, in_force, pending, published_at, window
from procedure.history import Subject
from procedure.machine import Wait, guard

UNPUBLISHED = "申报通知还没有发布。"
# Whoever came in time may still stand in the queue for the lock (design §5).
GRACE = timedelta(minutes=1)


@guard("18(1)", "申报通知已经发布，写明申报要求和起止日期")
def call_published(subject: Subject, at: datetime) -> str | None:
    """Waits where two have done their part and only the hour is missing."""
    if in_force(subject.edition, at):
        return None
    if coming := pending(subject.edition, at):
        return Wait(f"通知已经确认，将于{moment_in_words(published_at(coming))}发布。")
    return "通知已经拟好，等另一人确认。" if Call.objects.newest(subject.edition) else "还没有拟定申报通知。"


@guard("18(2)", "申报已经开始")
def window_open(subject: Subject, at: datetime) -> str | None:
    """Asked of the opening of step 2, and together with `before_closing` of everything one does inside the window."""
    found = window(subject.edition, at)
    if found is None:
        return UNPUBLISHED
    return Wait(f"申报自{moment_in_words(found.opens_at)}开始。") if at < found.opens_at else None


@guard("18(2)", "申报还没有截止")
def before_closing(subject: Subject, at: datetime) -> str | None:
    """To the second: the moment is that at which the request arrived."""
    found = window(subject.edition, at)
    if found is None:
        return UNPUBLISHED
    return f"申报已于{deadline_in_words(found.closes_at)}截止。" if at >= found.closes_at else None


@guard("18(2)", "申报已经截止")
def window_closed(subject: Subject, at: datetime) -> str | None:
    """One minute after the end at the earliest."""
    found = window(subject.edition, at)
    if found is None:
        return UNPUBLISHED
    return Wait(f"申报到{deadline_in_words(found.closes_at)}截止，一分钟后可以办理。") if at < found.closes_at + GRACE else None
