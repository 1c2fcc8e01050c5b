"""Reading and writing a year's arrangement in the words of the State Council's notice.

What cannot be read for certain is refused with a sentence; what says nothing about a day is shown as not used.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from procedure.calendar.workdays import DAY, SATURDAY, YearRules

EXPECTED = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# Before 2008 清明节, 端午节 and 中秋节 were no holidays.
EXPECTED_SINCE = 2008
WEEK = "一二三四五六日"
LONGEST = timedelta(days=16)

_KNOWN = r"(?:元旦|春节|清明节?|(?:五一)?(?:国际)?劳动节|端午节?|中秋节?|国庆节|[一-龥\d]{2,40}纪念日)"
_HEAD = re.compile(rf"({_KNOWN}(?:[、和及]{_KNOWN})*):")
_MARK = re.compile(r"[\[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.]?$")
_ONE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号](?!常)(?:\(([^()]*)\))?"
_DATES = re.compile(rf"{_ONE}(?:(?:至|到|[-~—–―]+){_ONE})?")
_VERB = re.compile(r"放假|上班")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT = re.compile(r"(?:共|放假)(\d+)天")
_TITLE_YEAR = re.compile(r"(\d{4})年部分节假日")
_DOCUMENT = re.compile(r"国办(?:发明电|发)[〔\[(]\d{4}[〕\])]\d+号")


class Unreadable(Exception):
    """The text cannot be read for certain. `sentences` says where."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("".join(sentences))


@dataclass
class Arrangement:
    """What was understood: days off and make-up days with their names, what was not used, and what is missing."""

    year: int
    holidays: dict[date, str] = field(default_factory=dict)
    makeups: dict[date, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    document_number: str = ""

    @property
    def missing(self) -> list[str]:
        """The yearly holidays that the text does not name."""
        if self.year < EXPECTED_SINCE:
            return []
        names = "、".join({*self.holidays.values(), *self.makeups.values()})
        return [name for name in EXPECTED if name.removesuffix("节") not in names]

    def rules_of(self, year: int) -> YearRules:
        """Return the days that fall in one year: a notice may also rearrange the last days of the year before."""
        return YearRules(
            {day: name for day, name in self.holidays.items() if day.year == year},
            {day: name for day, name in self.makeups.items() if day.year == year},
        )


def read(text: str, year: int) -> Arrangement:
    """Understand a notice, or sentences in its manner, for one year. Unreadable names all that is wrong at once."""
    reading = _Reading(Arrangement(year))
    plain = unicodedata.normalize("NFKC", text)
    # A line may break anywhere; one that ends like a sentence is one, with or without its full stop.
    reading.read(re.sub(r"\s", "", re.sub(r"(上班|连休|天)\s*\n", r"\1。", plain)))
    if reading.faults:
        raise Unreadable(reading.faults)
    return reading.found


def write(rules: YearRules) -> str:
    """Return one year's days in the words that `read` understands, a line a run of days."""
    lines, makeups = [], dict(rules.makeups)
    for name, first, last in _runs(rules):
        span = written(first) if first == last else f"{written(first)}至{written(last)}"
        words = f"{name}：{span}放假，共{(last - first).days + 1}天。"
        own = [day for day, owner in makeups.items() if owner == name]
        lines.append(words + _work(own))
        for day in own:
            del makeups[day]
    lines += [f"{name}：{_work([day])}" for day, name in makeups.items()]
    return "\n".join(lines)


def written(day: date) -> str:
    """Return a day as notices write it: 1月4日（周日）."""
    return f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）"


def _work(days: list[date]) -> str:
    return f"{'、'.join(written(day) for day in sorted(days))}上班。" if days else ""


def _runs(rules: YearRules) -> Iterator[tuple[str, date, date]]:
    """Yield each unbroken run of days off with one name."""
    first = last = None
    for day in sorted(rules.holidays):
        if last and day == last + DAY and rules.holidays[day] == rules.holidays[last]:
            last = day
            continue
        if last:
            yield rules.holidays[last], first, last
        first = last = day
    if last:
        yield rules.holidays[last], first, last


@dataclass
class _Reading:
    """One pass over a text: what was found so far, and what is wrong with it."""

    found: Arrangement
    faults: list[str] = field(default_factory=list)

    def read(self, text: str) -> None:
        if (title := _TITLE_YEAR.search(text)) and int(title[1]) != self.found.year:
            self.faults.append(f"这是{title[1]}年的通知，不是{self.found.year}年的。")
        if document := _DOCUMENT.search(text):
            self.found.document_number = re.sub(r"[\[(](\d{4})[\])]", r"〔\1〕", document[0])
        preamble, *parts = _HEAD.split(text)
        self._skip(preamble)
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            for sentence in filter(None, re.split("[。;]", body)):
                self._sentence(name, sentence)
        if not self.found.holidays and not self.found.makeups and not self.faults:
            self.faults.append("没有读到任何放假或者上班的日期。每个节日写一行，例如：元旦：1月1日（周四）至3日（周六）放假，共3天。")

    def _skip(self, words: str) -> None:
        words = _MARK.sub("", words)
        if words:
            self.found.unused.append(words)

    def _sentence(self, name: str, sentence: str) -> None:
        verbs = [] if "鼓励" in sentence else list(_VERB.finditer(sentence))
        begin, used = 0, False
        for verb in verbs:
            segment, begin = sentence[begin : verb.start()], verb.end()
            matches = list(_DATES.finditer(segment))
            used = used or bool(matches) or bool(_DATES.search(sentence[begin:]))
            if not matches:
                continue
            if re.search(r"[不未]$", segment):
                self.faults.append(f"“{sentence}”：这句话读不准，请改写。")
                continue
            days = self._days(matches, sentence)
            (self._rest if verb[0] == "放假" else self._work)(name, days, sentence)
        if used and _DATES.search(sentence[begin:]):
            self.faults.append(f"“{sentence}”：这句话读不准，请改写。")
        elif not used:
            self._skip(sentence)

    def _days(self, matches: list[re.Match], sentence: str) -> list[date]:
        days, before = [], None
        for match in matches:
            first = self._day(match.groups()[:4], before, sentence)
            last = self._day(match.groups()[4:], first, sentence) if first and match[7] else first
            if first is None or last is None:
                return []
            if not timedelta() <= last - first <= LONGEST:
                self.faults.append(f"“{sentence}”：起止日期不对。")
                return []
            days += [first + DAY * step for step in range((last - first).days + 1)]
            before = last
        return days

    def _day(self, parts: tuple, before: date | None, sentence: str) -> date | None:
        year, month, number, note = parts
        if not month and before is None:
            self.faults.append(f"“{sentence}”：{number}日缺少月份。")
            return None
        if not year:
            year = self.found.year if month or before is None else before.year
        try:
            day = date(int(year), int(month or before.month), int(number))
        except ValueError:
            self.faults.append(f"“{sentence}”：没有{int(month or before.month)}月{int(number)}日这一天。")
            return None
        if day.year not in (self.found.year, self.found.year - 1):
            self.faults.append(f"“{sentence}”：{day.year}年不在这次安排之内。")
        stated = _WEEKDAY.search(note or "")
        if stated and stated[1].replace("天", "日") != WEEK[day.weekday()]:
            named, real = stated[1].replace("天", "日"), WEEK[day.weekday()]
            self.faults.append(f"{day.year}年{day.month}月{day.day}日是星期{real}，文中写作星期{named}，请核对。")
        return day

    def _rest(self, name: str, days: list[date], sentence: str) -> None:
        stated = _COUNT.search(sentence)
        if stated and days and int(stated[1]) != len(days):
            self.faults.append(f"“{sentence}”：文中写共{stated[1]}天，按起止日期是{len(days)}天。")
        self._keep(self.found.holidays, name, days)

    def _work(self, name: str, days: list[date], sentence: str) -> None:
        for day in days:
            if day.weekday() < SATURDAY:
                self.faults.append(f"{written(day)}不是周末，不会是调休上班日，请核对。")
        self._keep(self.found.makeups, name, days)

    def _keep(self, table: dict[date, str], name: str, days: list[date]) -> None:
        for day in days:
            if day in self.found.holidays or day in self.found.makeups:
                self.faults.append(f"{written(day)}出现了两次，请核对。")
            table[day] = name
