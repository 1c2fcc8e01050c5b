"""Where the demonstration's clock can be moved with one press."""

from datetime import datetime, timedelta

from core.clock import SHANGHAI, shanghai
from procedure.calendar.models import CalendarYear
from procedure.calendar.workdays import UnknownYear

MORNING = timedelta(hours=9)


def choices(at: datetime) -> list[dict]:
    """Return the next working day, the fifth one and the end of today, each as value and label. One query."""
    today, workdays = shanghai(at), CalendarYear.objects.workdays()
    found = [("今天24:00以后", _start(today + timedelta(days=1)) + timedelta(minutes=1))]
    for days, label in ((1, "下一个工作日"), (5, "五个工作日后")):
        try:
            found.append((label, _start(workdays.period_end(today, days)) + MORNING))
        except UnknownYear:
            break
    return [{"value": moment.isoformat(), "label": label} for label, moment in found]


def _start(day) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI)
