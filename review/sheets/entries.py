"""What was typed for one item, read as points and words. Points are text until here; a wrong one is told, never guessed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.canonical import digest
from review.scoring import HUNDRED, rounded, total
from review.sheets.items import Item, plain

FIELDS = ("points", "strengths", "improvements", "page")
WORDS = {"points": "得分", "strengths": "长处", "improvements": "不足", "page": "依据页码", "comment": "总体意见"}
COMMENT = "comment"  # beside the items' keys, which begin with i or name a theme
STEPS = tuple(range(0, 101, 5))  # percent of the full points
NUMBER = re.compile(r"\d{1,5}(\.\d{1,2})?", re.A)
MOST = 4000  # characters of one field


@dataclass(frozen=True)
class Line:
    """One item with what stands in the sheet for it."""

    item: Item
    typed: Mapping[str, str]

    @property
    def points(self) -> Decimal | None:
        """The points, or None where nothing or nothing valid was typed."""
        return points_of(self.typed.get("points", ""), self.item)

    @property
    def shown(self) -> str:
        """The points as the list of items prints them."""
        return "—" if self.points is None else plain(self.points)

    @property
    def fault(self) -> str:
        """Why the item cannot be locked, or nothing."""
        return fault_of(self.typed.get("points", ""), self.item)

    @property
    def rate(self) -> int | None:
        """The step of 5 % that the points are exactly, or None."""
        return rate_of(self.points, self.item.full)


@dataclass(frozen=True)
class Filled:
    """A sheet as it stands: every item in order, and the general comment."""

    lines: list[Line]
    comment: str

    @property
    def total(self) -> Decimal | None:
        """The sum, or None as soon as one item is missing."""
        return total(line.points for line in self.lines)

    @property
    def full(self) -> Decimal:
        return total(line.item.full for line in self.lines)

    @property
    def sum(self) -> str:
        """The total as people write it; — while an item is missing."""
        return "—" if self.total is None else plain(self.total)

    @property
    def out_of(self) -> str:
        return plain(self.full)

    @property
    def scored(self) -> int:
        return sum(line.points is not None for line in self.lines)

    @property
    def faults(self) -> list[Line]:
        """The items that stand against locking."""
        return [line for line in self.lines if line.fault]

    def stored(self) -> list[dict[str, str]]:
        """Return the entries as a locked sheet keeps them, all text."""
        return [_stored(line) for line in self.lines]

    @property
    def fingerprint(self) -> str:
        """The digest of exactly what is signed."""
        return digest({"entries": self.stored(), "comment": self.comment})


def filled(items: list[Item], entries: Mapping[str, Mapping[str, str]]) -> Filled:
    """Read a draft's entries over the items of its sheet."""
    return Filled([Line(item, entries.get(item.key, {})) for item in items], entries.get(COMMENT, {}).get(COMMENT, "").strip())


def points_of(typed: str, item: Item) -> Decimal | None:
    """Return what was typed as points, or None."""
    return None if not typed.strip() or fault_of(typed, item) else Decimal(_normal(typed))


def fault_of(typed: str, item: Item) -> str:
    """Return why this is not a score of the item, or nothing."""
    if not typed.strip():
        return "还没有评分"
    if not NUMBER.fullmatch(_normal(typed)):
        return f"“{typed.strip()[:20]}”不是分数，请填数字，最多两位小数"
    return "" if Decimal(_normal(typed)) <= item.full else f"得分应在0到{plain(item.full)}分之间"


def points_at(rate: int, item: Item) -> str:
    """Return the points of a rate (percent), rounded once, as text."""
    return plain(rounded(item.full * rate / HUNDRED))


def rate_of(points: Decimal | None, full: Decimal) -> int | None:
    """Return the step of 5 % of which these are the points, or None."""
    return None if points is None else next((step for step in STEPS if rounded(full * step / HUNDRED) == points), None)


def _normal(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


def _stored(line: Line) -> dict[str, str]:
    item, typed = line.item, line.typed
    points = "" if line.points is None else plain(line.points)
    words = {field: typed.get(field, "").strip() for field in FIELDS[1:]}
    return {"key": item.key, "code": item.code, "title": item.title, "full": plain(item.full), "points": points} | words
