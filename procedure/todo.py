"""What the procedure's own facts ask of somebody: the calendar that is missing, the call, papers, letters."""

from datetime import date

from accounts.grants.models import Role
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.calendar.models import CalendarYear
from procedure.calls.todo import todo as calls
from procedure.documents.todo import todo as documents
from procedure.letters.todo import todo as letters
from procedure.supervision.todo import todo as supervision

# The State Council's arrangement appears between late October and early December.
ARRANGEMENT_MONTH = 11


def todo(asking: Asking) -> list[Todo]:
    """Join what each room asks of this actor."""
    return [item for asks in (calendar, calls, documents, letters, supervision) for item in asks(asking)]


def calendar(asking: Asking) -> list[Todo]:
    """Ask the office for next year's arrangement once it can be known, and for this year's at once."""
    if asking.actor.role != Role.OFFICE:
        return []
    today = shanghai(asking.at)
    wanted = [today.year] + ([today.year + 1] if today.month >= ARRANGEMENT_MONTH else [])
    known = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [
        Todo(
            f"录入{year}年放假安排",
            "公示期按工作日计算；没有录入的年份，跨到那一年的公示期不能计算。",
            f"/calendar/{year}/enter/",
            "录入放假安排",
            "18(3)",
            date(year - 1, 12, 31) if year > today.year else today,
        )
        for year in wanted
        if year not in known
    ]
