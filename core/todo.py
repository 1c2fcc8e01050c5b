"""What a home page lists: things to do now, what waits for others, what happened. Each app offers its own."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, for whom, until when, by which article, and the one page where it is done."""

    title: str
    text: str
    url: str
    action: str
    article: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Waiting:
    """Something that is in another's hands."""

    who: str
    text: str
    url: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Happening:
    """Something that happened."""

    at: datetime
    text: str
    url: str = ""
