"""Counting working days: the vectors of the issue, and agreement with a second, naive implementation."""

from bisect import bisect_right
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.calendar.seed import library_years
from procedure.calendar.workdays import UnknownYear, Workdays, YearRules

YEARS = library_years()
KNOWN = Workdays(YEARS)
START, END = date(2004, 1, 1), date(2026, 12, 31)
EVERY_DAY = [START + timedelta(days=number) for number in range((END - START).days + 1)]


def naive_workdays(years):
    """The second implementation: write every working day of every table in one list, and look days up by their place."""
    listed = set()
    for year, rules in years.items():
        for month in range(1, 13):
            for number in range(1, 32):
                try:
                    day = date(year, month, number)
                except ValueError:
                    continue
                if day.strftime("%w") not in "06":
                    listed.add(day)
        listed -= set(rules.holidays)
        listed |= set(rules.makeups)
    return sorted(listed)


NAIVE = naive_workdays(YEARS)


def naive_period_end(published_on, days):
    """The n-th listed day after the publication; None where the list ends before."""
    place = bisect_right(NAIVE, published_on) + days - 1
    return NAIVE[place] if place < len(NAIVE) else None


@pytest.mark.article("18(3)")
@pytest.mark.parametrize(
    ("published_on", "ends_on"),
    [
        ("2025-09-26", "2025-10-10"),
        ("2026-02-12", "2026-02-26"),
        ("2026-02-25", "2026-03-03"),
        ("2026-04-02", "2026-04-10"),
        ("2026-04-30", "2026-05-11"),
        ("2026-06-17", "2026-06-25"),
        ("2026-09-18", "2026-09-24"),
        ("2026-09-24", "2026-10-09"),
        ("2026-09-28", "2026-10-10"),
        ("2026-09-30", "2026-10-13"),
        ("2026-11-23", "2026-11-30"),
    ],
)
def test_five_working_days_end_on(published_on, ends_on):
    assert KNOWN.period_end(date.fromisoformat(published_on), 5) == date.fromisoformat(ends_on)


@pytest.mark.article("18(3)")
def test_a_period_that_reaches_an_unknown_year_is_refused():
    with pytest.raises(UnknownYear) as refusal:
        KNOWN.period_end(date(2026, 12, 30), 5)

    assert str(refusal.value) == "2027年放假安排尚未录入，不能计算。"


def test_the_same_period_is_counted_once_the_year_is_known():
    entered = Workdays(YEARS | {2027: YearRules({date(2027, 1, 1): "元旦"})})

    assert entered.period_end(date(2026, 12, 30), 5) == date(2027, 1, 7)


def test_every_day_is_what_the_library_says():
    assert [day for day in EVERY_DAY if KNOWN.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("days", [1, 2, 5, 7, 10, 20])
def test_agrees_with_the_naive_one_from_every_day(days):
    differing = []
    for published_on in EVERY_DAY:
        try:
            ends_on = KNOWN.period_end(published_on, days)
        except UnknownYear:
            ends_on = None
        if ends_on != naive_period_end(published_on, days):
            differing.append((published_on, ends_on))

    assert differing == []


@given(st.dates(START, date(2026, 9, 30)), st.integers(1, 40))
def test_the_end_is_a_working_day_with_exactly_so_many_counted(published_on, days):
    ends_on = KNOWN.period_end(published_on, days)

    assert KNOWN.is_workday(ends_on)
    assert KNOWN.count(published_on, ends_on) == days


@given(st.dates(START, date(2026, 9, 30)), st.integers(1, 30))
def test_later_days_and_longer_periods_never_end_earlier(published_on, days):
    ends_on = KNOWN.period_end(published_on, days)

    assert KNOWN.period_end(published_on + timedelta(days=1), days) >= ends_on
    assert KNOWN.period_end(published_on, days + 1) > ends_on


@given(st.sets(st.integers(0, 364)), st.sets(st.integers(0, 364)), st.integers(0, 200), st.integers(1, 15))
def test_agrees_with_the_naive_one_over_any_table(holidays, makeups, start, days):
    first = date(2030, 1, 1)
    rules = YearRules(
        {first + timedelta(days=number): "假" for number in holidays - makeups},
        {first + timedelta(days=number): "班" for number in makeups},
    )
    years = {2030: rules, 2031: YearRules()}
    published_on = first + timedelta(days=start)
    listed = naive_workdays(years)

    assert Workdays(years).period_end(published_on, days) == listed[bisect_right(listed, published_on) + days - 1]


def test_count_is_zero_when_the_end_has_passed():
    assert KNOWN.count(date(2026, 3, 10), date(2026, 3, 5)) == 0


def test_a_period_of_no_days_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        KNOWN.period_end(date(2026, 3, 2), 0)
