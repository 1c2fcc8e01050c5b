"""Which call is in force, and the window it gives. Everybody who asks for a deadline asks here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from core.clock import SHANGHAI
from core.dates import day_in_words, moment_in_words
from procedure.calls.models import Call
from procedure.editions.models import Edition


@dataclass(frozen=True)
class Window:
    """From when to when one may submit, and the last moment a body may sign. An end is the first moment too late."""

    opens_at: datetime
    closes_at: datetime
    office_deadline_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def in_force(edition: Edition, at: datetime) -> Call | None:
    """Return the newest version that was confirmed and published by a moment, or None. One query."""
    return in_force_of(Call.objects.filter(edition=edition).confirmed(at).in_order(), at)


def in_force_of(calls: Iterable[Call], at: datetime) -> Call | None:
    """Return the one in force of every confirmed version of an edition, in their order; without a query."""
    confirmed = [call for call in calls if call.confirmation.at <= at]
    published = [call for call, later in zip_longest(confirmed, confirmed[1:]) if _came_out(call, later, at)]
    return published[-1] if published else None


def pending(edition: Edition, at: datetime) -> Call | None:
    """Return the version that has two hands and waits for its hour, or None."""
    newest = Call.objects.filter(edition=edition).confirmed(at).in_order().last()
    return newest if newest and published_at(newest) > at else None


def published_at(call: Call) -> datetime:
    """Return when a confirmed version came out or will: at its hour, and never before the second hand."""
    return max(call.publish_at, call.confirmation.at)


def window(edition: Edition, at: datetime) -> Window | None:
    """Return the window of the call in force; None before the first is published."""
    return window_of(in_force(edition, at))


def window_of(call: Call | None) -> Window | None:
    """Return the window that a call gives."""
    return Window(call.opens_at, call.closes_at, call.office_deadline_at) if call else None


def deadline_in_words(at: datetime) -> str:
    """Return an end as people write it: 2026年3月31日（星期二）24:00, not 0:00 of the day after."""
    here = at.astimezone(SHANGHAI)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"{day_in_words((here - timedelta(days=1)).date())}24:00"
    return moment_in_words(at)


def _came_out(call: Call, later: Call | None, at: datetime) -> bool:
    """Published by then; a version confirmed before this one's hour took its place and it never came out."""
    hour = published_at(call)
    return hour <= at and not (later and later.confirmation.at < hour)
