"""Days and moments in words, as the house writes them."""

from datetime import date, datetime

from core.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"


def day_in_words(day: date) -> str:
    """Return a day as 2026年11月23日（星期一）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def moment_in_words(at: datetime) -> str:
    """Return a moment in Jinzhong as 2026年11月23日（星期一）9:05."""
    here = at.astimezone(SHANGHAI)
    return f"{day_in_words(here.date())}{here.hour}:{here.minute:02}"
