"""Points. Everything is `Decimal`; one rounding rule; what is missing is missing and never changes a denominator silently.

The rules give no formula (article 18(7)): means and composites are for the office's orientation, people decide and write why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
LEAST_TO_DROP = 5  # extremes are dropped only where so many sheets count


@dataclass(frozen=True)
class Summary:
    """The counted totals of one application in one round, in points: `n` sheets stand behind the mean, `of` were counted."""

    mean: Decimal
    low: Decimal
    high: Decimal
    n: int
    of: int

    @property
    def spread(self) -> Decimal:
        return self.high - self.low


def rounded(number: Decimal) -> Decimal:
    """Round to two places, half away from zero. The only rounding: done once, on what is shown or stored."""
    return number.quantize(CENT, ROUND_HALF_UP)


def total(points: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum, or None as soon as one is missing."""
    found = list(points)
    return None if any(one is None for one in found) else sum(found, Decimal(0))


def summary(totals: Sequence[Decimal], *, drop_extremes: bool = False) -> Summary | None:
    """Return mean, range and number of totals; None of nothing. One highest and one lowest are dropped from the mean only from five up."""
    if not totals:
        return None
    kept = sorted(totals)
    if drop_extremes and len(kept) >= LEAST_TO_DROP:
        kept = kept[1:-1]
    return Summary(rounded(sum(kept, Decimal(0)) / len(kept)), min(totals), max(totals), len(kept), len(totals))


def outliers(totals: Mapping[object, Decimal], *, full: Decimal, percent: Decimal) -> set:
    """Return the keys whose total differs from the median by more than `percent` of `full`; none of fewer than two."""
    if len(totals) < 2:
        return set()
    middle, most = median(totals.values()), full * percent / HUNDRED
    return {key for key, one in totals.items() if abs(one - middle) > most}


def share(points: Decimal, full: Decimal) -> Decimal:
    """Return points as a percentage of full, unrounded."""
    return points * HUNDRED / full


def composite(shares: Sequence[Decimal | None], weights: Sequence[Decimal]) -> Decimal | None:
    """Return the weighted mean of percentages, rounded; None when one is missing. Weights add up to 100."""
    if any(one is None for one in shares) or sum(weights, Decimal(0)) != HUNDRED:
        return None
    return rounded(sum((one * weight for one, weight in zip(shares, weights, strict=True)), Decimal(0)) / HUNDRED)


def ranks(values: Mapping[object, Sequence[Decimal] | None]) -> dict[object, int]:
    """Return the rank of each key by its values, higher first, compared in the recorded order; equal ones share a rank (1, 2, 2, 4).

    A key without values has no rank.
    """
    known = {key: tuple(one) for key, one in values.items() if one is not None}
    return {key: 1 + sum(other > one for other in known.values()) for key, one in known.items()}
