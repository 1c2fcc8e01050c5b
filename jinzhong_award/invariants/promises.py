"""A promise of the house as a question to the whole database: its number (R1 to R14), its article, its words, and what breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Check = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Broken:
    """One place where a promise does not hold."""

    promise: str
    article: str
    label: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.promise}〔{self.article}〕{self.label}：{self.sentence}"


@dataclass(frozen=True)
class Promise:
    """`check` yields a sentence for every row that breaks the promise; it reads in a stream and writes nothing."""

    number: str
    article: str
    label: str
    check: Check

    def broken(self) -> Iterator[Broken]:
        return (Broken(self.number, self.article, self.label, sentence) for sentence in self.check())


def promise(number: str, article: str, label: str) -> Callable[[Check], Promise]:
    """Make a Promise of a function `() -> sentences`."""
    return lambda check: Promise(number, article, label, check)
