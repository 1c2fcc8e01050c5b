"""The three years of the indicators: those before the year in which the window opens."""

from datetime import datetime

from core.clock import shanghai
from procedure.calls.window import window
from procedure.editions.models import Edition


def years_of(edition: Edition, at: datetime) -> tuple[int, int, int]:
    """Return the three calendar years before the year of the declaration (申报当年之前连续三年)."""
    found = window(edition, at)
    year = shanghai(found.opens_at if found else at).year
    return year - 3, year - 2, year - 1
