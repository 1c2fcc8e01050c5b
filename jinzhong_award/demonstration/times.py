"""Where the demonstration's clock can be moved with one press."""

from datetime import datetime, timedelta

from core.clock import SHANGHAI, shanghai
from procedure.calendar.models import CalendarYear
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.calls.window import in_force, pending, published_at
from procedure.editions.models import Edition, Step
from publicity.meetings.models import Meeting, MeetingDecision
from publicity.notices.models import PERIODIC, NoticePublication
from publicity.notices.period import period_of
from review.defense.models import Slot

MORNING = timedelta(hours=9)
LATE = timedelta(minutes=2)  # past the minute that a queue is given


def choices(at: datetime) -> list[dict]:
    """Return what is due next, the end of today, the next working day and the fifth one, each as value and label."""
    today, workdays = shanghai(at), CalendarYear.objects.workdays()
    found = [*deadlines(at, workdays)[:1], ("今天24:00以后", _start(today + timedelta(days=1)) + timedelta(minutes=1))]
    for days, label in ((1, "下一个工作日"), (5, "五个工作日后")):
        try:
            found.append((label, _start(workdays.period_end(today, days)) + MORNING))
        except UnknownYear:
            break
    return [{"value": moment.isoformat(), "label": label} for label, moment in found]


def deadlines(at: datetime, workdays: Workdays) -> list[tuple[str, datetime]]:
    """Return the coming hours of the running edition, nearest first: of its call and of a running notice."""
    edition = Edition.objects.current()
    call = in_force(edition, at) or pending(edition, at) if edition and edition.step <= Step.QUALIFICATION else None
    found = []
    if call:
        found += [
            ("申报通知发布", published_at(call)),
            ("申报开始", call.opens_at),
            ("申报截止以后", call.closes_at + LATE),
            ("推荐截止以后", call.office_deadline_at + LATE),
        ]
    listed = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=PERIODIC).select_related("notice")
    found += [("公示期满", period_of(publication, workdays).closes_at + LATE) for publication in listed]
    return sorted(((label, hour) for label, hour in [*found, *_appointments(edition)] if hour > at), key=lambda item: item[1])


def _appointments(edition: Edition | None) -> list[tuple[str, datetime]]:
    """The meeting that has not decided, and the last of each day's defenses at which nobody has spoken or been missed."""
    meeting = Meeting.objects.newest(edition) if edition else None
    found = [("会议召开", meeting.held_at)] if meeting and not MeetingDecision.objects.filter(meeting=meeting).exists() else []
    slots = Slot.objects.standing().filter(session__edition=edition, appearance=None)
    last = {shanghai(slot.begins_at): slot.begins_at + slot.session.length for slot in slots.whole().order_by("begins_at")}
    return found + [("当天答辩结束", hour) for hour in last.values()]


def _start(day) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI)
