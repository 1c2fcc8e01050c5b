"""A year as a page shows it: twelve months of weeks, each day with its shape and its words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from procedure.calendar.arrangement import written
from procedure.calendar.services import year_days
from procedure.calendar.workdays import SATURDAY, YearRules

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Cell:
    """One day. `kind` is its shape (work, weekend, holiday, makeup), `words` what a reader hears."""

    day: date
    kind: str
    mark: str
    words: str
    today: bool
    changed: bool


@dataclass(frozen=True)
class Month:
    """One month: weeks from Monday, with None outside the month; and its special days in words."""

    number: int
    weeks: list[list[Cell | None]]
    notes: list[str]
    workdays: int


def months(year: int, rules: YearRules, *, today: date | None = None, changed: Collection[date] = ()) -> list[Month]:
    """Return the twelve months of a year."""
    cells = [_cell(rules, day, today, changed) for day in year_days(year)]
    return [_month(number, list(days)) for number, days in groupby(cells, key=lambda cell: cell.day.month)]


def kind(rules: YearRules, day: date) -> str:
    """Return how a day counts, and why: work, weekend, holiday, makeup."""
    if day in rules.makeups:
        return "makeup"
    if day in rules.holidays:
        return "holiday"
    return "weekend" if day.weekday() >= SATURDAY else "work"


def words(rules: YearRules, day: date) -> str:
    """Return what a day is, in words: 放假（元旦）, 上班（元旦调休）, 周末, 工作日."""
    return {
        "makeup": f"上班（{rules.makeups.get(day)}调休）",
        "holiday": f"放假（{rules.holidays.get(day)}）",
        "weekend": "周末",
        "work": "工作日",
    }[kind(rules, day)]


def differences(old: YearRules, new: YearRules, days: Collection[date]) -> list[tuple[str, str, str]]:
    """Return (day, what it was, what it becomes) for days that differ."""
    return [(written(day), words(old, day), words(new, day)) for day in days]


def _cell(rules: YearRules, day: date, today: date | None, changed: Collection[date]) -> Cell:
    shape = kind(rules, day)
    return Cell(
        day=day,
        kind=shape,
        mark={"makeup": "班", "holiday": "休"}.get(shape, ""),
        words=words(rules, day),
        today=day == today,
        changed=day in changed,
    )


def _month(number: int, cells: list[Cell]) -> Month:
    padded = [None] * cells[0].day.weekday() + cells
    padded += [None] * (-len(padded) % WEEK.days)
    weeks = [padded[start : start + WEEK.days] for start in range(0, len(padded), WEEK.days)]
    return Month(number, weeks, _notes(cells), sum(cell.kind in ("work", "makeup") for cell in cells))


def _notes(cells: list[Cell]) -> list[str]:
    """Runs of special days in words: 1日至3日放假（元旦）."""
    notes = []
    for (_, said), run in groupby((cell for cell in cells if cell.mark), key=_run(cells)):
        days = list(run)
        first, last = days[0].day.day, days[-1].day.day
        notes.append(f"{first}日{said}" if first == last else f"{first}日至{last}日{said}")
    return notes


def _run(cells: list[Cell]):
    """Key that is equal for unbroken runs of days with the same words."""
    starts: dict[date, int] = {}
    for before, cell in zip([None, *cells], cells, strict=False):
        starts[cell.day] = starts[before.day] if before and before.words == cell.words else cell.day.toordinal()
    return lambda cell: (starts[cell.day], cell.words)
