"""Entering a year's arrangement, and asking the calendar on record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.canonical import digest
from core.clock import shanghai
from core.ledger.services import cover, lock_every
from core.rules import RuleRefused
from procedure.calendar.arrangement import Arrangement, written
from procedure.calendar.models import CalendarYear, pack
from procedure.calendar.workdays import DAY, Workdays, YearRules

ARTICLE = "18(3)"
# A year, its whole new table, and the version that it would replace.
Table = tuple[int, YearRules, CalendarYear | None]


@dataclass(frozen=True)
class Paper:
    """What an arrangement rests on."""

    source: str
    document_number: str = ""
    text: str = ""


def workdays() -> Workdays:
    """Return the counting table of all years on record. One query."""
    return CalendarYear.objects.workdays()


def period_end(published_on: date, days: int) -> date:
    """Return the last day of a period; it ends at 24:00 of that day. UnknownYear when it reaches a year not entered."""
    return workdays().period_end(published_on, days)


def changes(old: YearRules, new: YearRules) -> list[date]:
    """Return the days that two tables of one year treat or name differently, in order."""
    days = {*old.holidays, *old.makeups, *new.holidays, *new.makeups}
    return sorted(day for day in days if _entry(old, day) != _entry(new, day))


def tables(arrangement: Arrangement) -> Iterator[Table]:
    """Yield what would be entered for each year that an arrangement touches.

    A notice may also rearrange the last days of the year before: these are laid over that year's table.
    """
    year = arrangement.year
    known = {version.year: version for version in CalendarYear.objects.in_force().filter(year__in=[year - 1, year])}
    late = arrangement.rules_of(year - 1)
    if late.holidays or late.makeups:
        if year - 1 not in known:
            raise RuleRefused(f"通知里有{year - 1}年的日期，请先录入{year - 1}年的放假安排。", article=ARTICLE)
        yield year - 1, _overlay(known[year - 1].rules, late), known[year - 1]
    yield year, arrangement.rules_of(year), known.get(year)


def fingerprint(found: Iterable[Table]) -> str:
    """Return what a hand compared: the new tables and the versions they would replace."""
    return digest([[year, pack(rules), current and current.pk] for year, rules, current in found])


def unreasoned(found: Iterable[Table], at: datetime) -> str:
    """Return the sentence that asks for a reason where days gone by would change, or nothing."""
    past = [day for _, rules, current in found if current for day in changes(current.rules, rules) if day <= shanghai(at)]
    return f"改动涉及已经过去的日子（{written(past[0])}等{len(past)}天），请写明更正原因。" if past else ""


@transaction.atomic
def enter_arrangement(
    arrangement: Arrangement, *, paper: Paper, by: Actor, at: datetime, reason: str = "", seen: str | None = None
) -> list[CalendarYear]:
    """Put a notice on record: a version of its year, and of the year before where it rearranges that one's last days.

    `seen` is the fingerprint of what the hand compared. RuleRefused when that is no longer so, when nothing changes, or
    when a day gone by changes without a reason.
    """
    lock_every()
    found = list(tables(arrangement))
    if seen is not None and seen != fingerprint(found):
        raise RuleRefused("核对之后，内容或者现行日历有了变化，请重新核对后再录入。", article=ARTICLE)
    changed = [(year, rules) for year, rules, current in found if current is None or changes(current.rules, rules)]
    if not changed:
        raise RuleRefused(f"与现行的{arrangement.year}年日历完全一致，不用再录。", article=ARTICLE)
    return [enter_year(year, rules=rules, paper=paper, by=by, at=at, reason=reason) for year, rules in changed]


@transaction.atomic
def enter_year(year: int, *, rules: YearRules, paper: Paper, by: Actor, at: datetime, reason: str = "") -> CalendarYear:
    """Put one whole year on record as a new version. RuleRefused unless the hand is the office's, or where a reason is missing."""
    head = lock_every()
    if by != SYSTEM and not by.is_(Role.OFFICE):
        raise RuleRefused("只有评选办可以录入放假安排。", article=ARTICLE)
    current = CalendarYear.objects.in_force().filter(year=year).first()
    if not reason and (sentence := unreasoned([(year, rules, current)], at)):
        raise RuleRefused(sentence, article=ARTICLE)
    version = CalendarYear(
        year=year,
        days=pack(rules),
        source=paper.source,
        document_number=paper.document_number,
        text=paper.text,
        reason=reason,
        replaces=current,
        by=by.person,
        at=at,
    )
    return cover(head, version, at=at, by=by, action="calendar.enter", object_ref=f"calendar:{year}")


def year_days(year: int) -> Iterator[date]:
    """Yield every day of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += DAY


def _entry(rules: YearRules, day: date) -> tuple[str | None, str | None]:
    return rules.holidays.get(day), rules.makeups.get(day)


def _overlay(base: YearRules, late: YearRules) -> YearRules:
    """The later word on a day wins, whichever way it goes."""
    holidays = {day: name for day, name in base.holidays.items() if day not in late.makeups} | dict(late.holidays)
    makeups = {day: name for day, name in base.makeups.items() if day not in late.holidays} | dict(late.makeups)
    return YearRules(holidays, makeups)
