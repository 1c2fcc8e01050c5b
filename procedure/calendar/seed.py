"""Filling the calendar from the maintained library, for the years it knows for certain."""

from datetime import datetime
from importlib.metadata import version

import chinese_calendar
from django.db import transaction

from accounts.actors import SYSTEM
from core.ledger.services import lock_every
from procedure.calendar.models import CalendarYear
from procedure.calendar.services import Paper, enter_year, year_days
from procedure.calendar.workdays import SATURDAY, YearRules

FIRST_YEAR = 2004
LIBRARY = "chinesecalendar"
NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def library_years() -> dict[int, YearRules]:
    """Return the years that the library knows; it raises for others and never guesses."""
    years, year = {}, FIRST_YEAR
    while True:
        try:
            years[year] = _library_year(year)
        except NotImplementedError:
            return years
        year += 1


@transaction.atomic
def seed(*, at: datetime) -> list[CalendarYear]:
    """Put on record every year of the library that is not there yet. What the office entered stays."""
    lock_every()
    paper = Paper(source=f"{LIBRARY} {version(LIBRARY)}（程序库，依据国务院办公厅历年通知）")
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [(year, rules) for year, rules in library_years().items() if year not in known]
    return [enter_year(year, rules=rules, paper=paper, by=SYSTEM, at=at) for year, rules in missing]


def _library_year(year: int) -> YearRules:
    holidays, makeups = {}, {}
    for day in year_days(year):
        off, name = chinese_calendar.get_holiday_detail(day)
        if off and name:
            holidays[day] = _named(name)
        elif not off and day.weekday() >= SATURDAY:
            makeups[day] = _named(name)
    return YearRules(holidays, makeups)


def _named(name: str) -> str:
    chinese = NAMES[name]
    return FULL_NAMES.get(chinese, chinese)
