"""The period of a notice: which days count, when it ends, how much is left. Pure but for the calendar it is handed."""

from dataclasses import dataclass
from datetime import date, datetime

from core.clock import midnight_after, shanghai
from core.dates import WEEKDAYS, day_in_words
from core.numerals import chinese_number
from procedure import articles
from procedure.calendar.workdays import DAY, UnknownYear, Workdays
from publicity.notices.models import OF_AWARD, Notice, NoticeAppearance, NoticePublication


@dataclass(frozen=True)
class Period:
    """From the moment of publication until 24:00 of the last working day; the day of publication does not count."""

    published_at: datetime
    closes_on: date
    stored: date
    workdays: int
    calendar: Workdays
    counted_from: date
    open: bool = False

    # `counted_from` is the day that does not count: of publication, or of the first news medium where that is later.
    # `open` says that no medium is on record yet: `closes_on` is then the earliest day that is possible.

    @property
    def published_on(self) -> date:
        return shanghai(self.published_at)

    @property
    def closes_at(self) -> datetime:
        """The first moment that is too late."""
        return midnight_after(self.closes_on)

    def runs(self, at: datetime) -> bool:
        return self.published_at <= at and (self.open or at < self.closes_at)

    def over(self, at: datetime) -> bool:
        return not self.open and at >= self.closes_at

    def left(self, at: datetime) -> int:
        """How many working days are left, today among them where it counts."""
        return self.calendar.count(max(shanghai(at) - DAY, self.counted_from), self.closes_on)

    def sentence(self) -> str:
        """Return the period in the words of a notice."""
        if self.open:
            return (
                f"公示期{self.workdays}个工作日，自本站发布和新闻媒体首次刊登中较晚一日的次日起算；媒体刊登登记以后，在本站写明截止时间。"
            )
        begins = day_in_words(self.counted_from + DAY)
        later = "（工作日历有调整，公示期相应延长。）" if self.closes_on > self.stored else ""
        return f"公示期{self.workdays}个工作日，{self._uncounted()}不计，自{begins}起，至{day_in_words(self.closes_on)}24:00止。{later}"

    def _note(self, day: date) -> str:
        return "发布" if day == self.published_on else "刊登" if day == self.counted_from else ""

    def _uncounted(self) -> str:
        return "发布当日" if self.counted_from == self.published_on else f"媒体刊登当日（{day_in_words(self.counted_from)}）"

    def days(self, at: datetime) -> list[dict]:
        """Return every day from the publication to the end as a dayline prints it."""
        today, counted, found, day = shanghai(at), 0, [], self.published_on
        while day <= self.closes_on:
            works = day > self.counted_from and self.calendar.is_workday(day)
            counted += works
            note = (
                "发布"
                if day == self.published_on
                else "媒体刊登"
                if day == self.counted_from
                else f"第{chinese_number(counted)}"
                if works
                else "不计"
            )
            state = "today" if day == today else "off" if not works and day > self.published_on else "past" if day < today else ""
            found.append({"weekday": f"周{WEEKDAYS[day.weekday()]}", "number": day.day, "note": note, "state": state})
            day += DAY
        return found


def period_of(publication: NoticePublication, calendar: Workdays) -> Period | None:
    """Return the period in effect; None for a notice without one. A changed calendar may lengthen it, never shorten it."""
    if publication.closes_on is None:
        return None
    awaits = publication.notice.kind in OF_AWARD
    medium = getattr(publication, "appearance", None) if awaits else None
    stored = medium.closes_on if medium else publication.closes_on
    begins = counted_from(publication, medium) if medium else shanghai(publication.published_at)
    try:
        counted = calendar.period_end(begins, publication.notice.workdays)
    except UnknownYear:
        counted = stored
    workdays = publication.notice.workdays
    return Period(publication.published_at, max(stored, counted), stored, workdays, calendar, begins, open=awaits and medium is None)


def counted_from(publication: NoticePublication, medium: NoticeAppearance) -> date:
    """Return the day that does not count: the latest of the site, the medium, and the day on which the medium came on record.

    The last of them, so that nobody learns of a period's end after it (procedure §1: recorded before the count).
    """
    return max(shanghai(publication.published_at), medium.appeared_on, shanghai(medium.at))


def article_of(notice: Notice) -> str:
    """Return the article that asks for the period of a notice."""
    return "18(8)" if notice.kind in OF_AWARD else "18(3)"


def countdown(period: Period, at: datetime, *, url: str = "", action: str = "", article: str = "18(3)") -> dict:
    """Return a running period as the countdown prints it."""
    off = [day["number"] for day in period.days(at) if day["note"] == "不计"]
    value = period.workdays if period.open else period.left(at)
    facts = [("截止", "媒体刊登登记以后写明" if period.open else f"{day_in_words(period.closes_on)}24:00")]
    facts += [("不计入", "、".join(f"{number}日" for number in off))] if off and not period.open else []
    counts = period.published_on < shanghai(at) and period.calendar.is_workday(shanghai(at))
    return {
        "title": "公示期" if period.open else "公示期还剩",
        "value": value,
        "unit": "个工作日，含今天" if counts else "个工作日",
        "days": [] if period.open else period.days(at),
        "facts": facts,
        "hint": f"发布当日不计，按国务院放假安排计算（{articles.chinese(article)}）。",
        "url": url,
        "action": action,
    }
