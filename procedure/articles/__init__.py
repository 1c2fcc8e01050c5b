"""The text of the rules, by article: what every guard, refusal and link quotes.

A code names a place in the text: `"6"` is article 6, `"5¶2"` its second paragraph (款), `"18(3)"` its third item (项).
An edition keeps the version of the rules under which it began; functions take `version`, by default the one in force.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core.numerals import chinese_number

DATA = Path(__file__).resolve().parent.parent / "data"
RULES_VERSIONS = ("2023-draft",)
CURRENT = RULES_VERSIONS[-1]

_CODE = re.compile(r"([1-9]\d?)(?:\(([1-9]\d?)\)|¶([1-9]\d?))?")
_ITEM = re.compile(r"（[一二三四五六七八九十]+）")


class UnknownArticle(LookupError):
    """A code that the text does not have."""


@dataclass(frozen=True)
class Passage:
    """One paragraph (款) or item (项), word for word."""

    code: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Article:
    """One article: its number, its heading as printed, its passages in order."""

    number: int
    anchor: str
    heading: str
    paragraphs: tuple[Passage, ...]

    @property
    def code(self) -> str:
        return str(self.number)

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.paragraphs)


@dataclass(frozen=True)
class Chapter:
    """One chapter. Its title stands as the text has it, number or none."""

    title: str
    articles: tuple[Article, ...]

    @property
    def range(self) -> str:
        return f"{self.articles[0].heading}至{self.articles[-1].heading}"


@dataclass(frozen=True)
class Rules:
    """One version of the rules. Its document number and date of effect are empty until its issuer gives them."""

    key: str
    title: str
    label: str
    document_number: str | None
    effective_on: date | None
    chapters: tuple[Chapter, ...]


def chapters(version: str = CURRENT) -> tuple[Chapter, ...]:
    """Return all chapters in order."""
    return rules(version).chapters


def codes(version: str = CURRENT) -> tuple[str, ...]:
    """Return the codes of the articles, in order: "1" to "31"."""
    return tuple(article.code for chapter in chapters(version) for article in chapter.articles)


def exists(code: str, version: str = CURRENT) -> bool:
    """True when the version has that article, paragraph or item."""
    return code in _texts(version)


def text(code: str, version: str = CURRENT) -> str:
    """Return the words of an article, paragraph or item. UnknownArticle for a code, KeyError for a version that is not there."""
    texts = _texts(version)
    if code not in texts:
        raise UnknownArticle(code)
    return texts[code]


def chinese(code: str) -> str:
    """Return the code as it is written in a document: 第十八条第（三）项. UnknownArticle for what is no code."""
    number, item, paragraph = _parts(code)
    if item:
        return f"第{chinese_number(int(number))}条第（{chinese_number(int(item))}）项"
    if paragraph:
        return f"第{chinese_number(int(number))}条第{chinese_number(int(paragraph))}款"
    return f"第{chinese_number(int(number))}条"


def anchor(code: str) -> str:
    """Return the code's place on the page of the rules: art18-3 for an item, art5-p2 for a paragraph."""
    number, item, paragraph = _parts(code)
    if item:
        return f"art{number}-{item}"
    return f"art{number}-p{paragraph}" if paragraph else f"art{number}"


@cache
def rules(version: str = CURRENT) -> Rules:
    """Read one version from its file. KeyError for an unknown one."""
    if version not in RULES_VERSIONS:
        raise KeyError(version)
    content = json.loads((DATA / f"rules-{version}.json").read_text(encoding="utf-8"))
    return Rules(
        key=content["key"],
        title=content["title"],
        label=content["label"],
        document_number=content["document_number"],
        effective_on=date.fromisoformat(content["effective_on"]) if content["effective_on"] else None,
        chapters=tuple(_chapter(chapter) for chapter in content["chapters"]),
    )


def _chapter(content: dict) -> Chapter:
    return Chapter(content["title"], tuple(_article(article) for article in content["articles"]))


def _article(content: dict) -> Article:
    number, passages, paragraphs, items = content["number"], [], 0, 0
    for words in content["paragraphs"]:
        if _ITEM.match(words):
            items += 1
            code = f"{number}({items})"
        else:
            paragraphs += 1
            code = f"{number}¶{paragraphs}"
        passages.append(Passage(code, anchor(code), words))
    return Article(number, anchor(str(number)), content["heading"], tuple(passages))


@cache
def _texts(version: str) -> dict[str, str]:
    found = {}
    for chapter in chapters(version):
        for article in chapter.articles:
            found[article.code] = article.text
            found |= {passage.code: passage.text for passage in article.paragraphs}
    return found


def _parts(code: str) -> tuple[str | None, ...]:
    match = _CODE.fullmatch(code)
    if match is None:
        raise UnknownArticle(code)
    return match.groups()
