"""Counting working days, purely: no database, no clock.

The day of publication does not count; a period ends at 24:00 of its last working day. A year whose arrangement is
unknown is refused, never counted as Monday to Friday.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


class UnknownYear(Exception):
    """A count reached a year whose arrangement nobody has entered. Its text is the sentence for the page."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year}年放假安排尚未录入，不能计算。")


@dataclass(frozen=True)
class YearRules:
    """What one year's arrangement says beside the week: its holidays and make-up workdays, each with its name."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeups: Mapping[date, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        if day in self.makeups:
            return True
        return day not in self.holidays and day.weekday() < SATURDAY


@dataclass(frozen=True)
class Workdays:
    """The known years, and the questions that periods ask of them."""

    years: Mapping[int, YearRules]

    def is_workday(self, day: date) -> bool:
        """True when people work that day. UnknownYear where its year is not entered."""
        try:
            return self.years[day.year].is_workday(day)
        except KeyError:
            raise UnknownYear(day.year) from None

    def period_end(self, published_on: date, days: int) -> date:
        """Return the last day of a period of `days` working days; it ends at 24:00 of that day."""
        if days < 1:
            raise ValueError("a period has at least one working day")
        day, counted = published_on, 0
        while counted < days:
            day += DAY
            counted += self.is_workday(day)
        return day

    def count(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and with `until`; 0 when `until` has passed."""
        return sum(self.is_workday(after + DAY * step) for step in range(1, (until - after).days + 1))
