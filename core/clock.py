"""The one clock: the database's, plus the offset of a demonstration, which only grows.

The database is asked with `clock_timestamp()`: `now()` stands still while a lock is awaited.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from core.models import DemoClock
from core.rules import RuleRefused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware, in UTC. An act reads it once, as it arrives."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            moment = cursor.fetchone()[0].astimezone(UTC)
        else:
            cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")
            moment = datetime.fromisoformat(cursor.fetchone()[0])
    return moment + offset() if settings.DEMO else moment


def shanghai(at: datetime) -> date:
    """Return the day in Jinzhong on which `at` falls."""
    return at.astimezone(SHANGHAI).date()


def midnight_after(day: date) -> datetime:
    """Return 24:00 of `day` in Jinzhong: the first moment that is too late."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), SHANGHAI)


def offset() -> timedelta:
    """Return how far the demonstration's clock is ahead of the machine's; zero before it was set."""
    row = DemoClock.objects.first()
    return timedelta(seconds=row.seconds) if row else timedelta()


@transaction.atomic
def advance(to: datetime) -> None:
    """Move the demonstration's clock forward to `to`. RuleRefused outside the demonstration and for a moment that has passed."""
    if not settings.DEMO:
        raise RuleRefused("只有演示环境可以调整时间。")
    ahead = to - now()
    if ahead < timedelta():
        raise RuleRefused("演示时钟只能向前调。")
    row, _ = DemoClock.objects.get_or_create(pk=1)
    DemoClock.objects.filter(pk=row.pk).update(seconds=row.seconds + int(ahead.total_seconds()) + 1)


@transaction.atomic
def begin(at: datetime) -> None:
    """Set the demonstration's clock for the first time; it may start in the past. RuleRefused when it runs already."""
    if not settings.DEMO or DemoClock.objects.exists():
        raise RuleRefused("演示时钟已经设定，只能向前调。")
    DemoClock.objects.create(pk=1, seconds=int((at - now()).total_seconds()))
