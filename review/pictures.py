"""Pictures of scores: a distribution in bins of five points in a hundred, a strip of single scores. Numbers only; templates draw.

Lengths are in the units of the drawing. Whoever may not read the scores may not read their pictures either: views decide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from procedure.editions.models import Category
from review.scoring import rounded

BIN, WHOLE = 5, 100
USUAL = 50  # where a picture begins unless somebody lies lower: the two awards are drawn on one scale
BAR, STEP, LEFT = 38, 43, 10  # width of a bar, from one bar to the next, before the first
GROUND, TALLEST, HEIGHT = 122, 90, 144
MIDDLE = 19
STRIP, MARGIN = 138, 5  # a dot at the end is drawn whole


@dataclass(frozen=True)
class Bar:
    """How many lie in [low, high), the last bin taking in its end, and where it is drawn."""

    low: int
    high: int
    count: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return GROUND - self.height

    @property
    def above(self) -> int:
        return self.y - 4

    @property
    def middle(self) -> int:
        return self.x + MIDDLE


@dataclass(frozen=True)
class Distribution:
    """Every bar up to a hundred, and the median."""

    bars: list[Bar]
    count: int
    low: Decimal
    high: Decimal
    median: Decimal
    median_x: int

    height = HEIGHT
    ground = GROUND

    @property
    def width(self) -> int:
        return self.end + LEFT + MIDDLE

    @property
    def end(self) -> int:
        return self.bars[-1].x + STEP


def distribution(values: Sequence[Decimal]) -> Distribution | None:
    """Return the distribution of values between 0 and 100; None of fewer than two, which are no picture."""
    if len(values) < 2:
        return None
    counts = Counter(_bin(value) for value in values)
    first, most = min(*counts, USUAL // BIN), max(counts.values())
    bars = [
        Bar(number * BIN, number * BIN + BIN, counts[number], LEFT + (number - first) * STEP, TALLEST * counts[number] // most)
        for number in range(first, WHOLE // BIN)
    ]
    middle = rounded(Decimal(median(values)))
    return Distribution(bars, len(values), min(values), max(values), middle, int(LEFT + (middle / BIN - first) * STEP))


def by_award(scores: Iterable[tuple[str, Decimal | None]]) -> list[tuple[str, Distribution]]:
    """Return the distributions of scores given as (award, score): the two awards go by different rubrics. Missing ones are left out."""
    found = defaultdict(list)
    for category, score in scores:
        if score is not None:
            found[category].append(score)
    pictures = [(category.label, distribution(found[category])) for category in Category]
    return [(label, picture) for label, picture in pictures if picture]


def _bin(value: Decimal) -> int:
    return min(int(value // BIN), WHOLE // BIN - 1)


@dataclass(frozen=True)
class Strip:
    """Single scores on one line, and where their mean stands."""

    dots: list[int]
    mean: int | None

    width = STRIP + 2 * MARGIN
    end = STRIP + MARGIN


def strip(shares: Sequence[Decimal], mean: Decimal | None, *, lowest: Decimal) -> Strip:
    """Return the strip of scores in percent; `lowest` is the left end, the same for every strip of a table."""
    return Strip([_at(one, lowest) for one in shares], None if mean is None else _at(mean, lowest))


def left_end(shares: Sequence[Decimal]) -> Decimal:
    """Return a left end that every score of a table lies right of: a full ten."""
    lowest = min(shares, default=Decimal(0)) // 10 * 10
    return min(lowest, Decimal(WHOLE - 10))


def _at(value: Decimal, lowest: Decimal) -> int:
    return int(MARGIN + (value - lowest) * STRIP / (WHOLE - lowest))
