"""How the scores of a closed round lie: sheet by sheet and reviewer by reviewer. For whoever reads the results."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from review import scoring
from review.pictures import Strip, left_end, strip
from review.sheets.models import Sheet
from review.sheets.results import Result


@dataclass(frozen=True)
class Severity:
    """How far a reviewer's counted sheets lie above or below the means of the same applications, in points of a hundred."""

    reviewer: str
    n: int
    off: Decimal

    @property
    def words(self) -> str:
        return f"比平均{'高' if self.off > 0 else '低'}{abs(self.off)}" if self.off else "与平均相同"


def strips(results: list[Result]) -> list[tuple[Result, Strip]]:
    """Return each result with the strip of its counted sheets, all on one scale."""
    shares = [[_share(sheet) for sheet in one.counted] for one in results]
    lowest = left_end([share for of_one in shares for share in of_one])
    return [(one, strip(of_one, one.share, lowest=lowest)) for one, of_one in zip(results, shares, strict=True)]


def severities(results: list[Result]) -> list[Severity]:
    """Return the reviewers, the most lenient first. A sheet alone on its application compares with nothing and is left out."""
    offs = defaultdict(list)
    for one in results:
        if len(one.counted) < 2:
            continue
        middle = sum(_share(sheet) for sheet in one.counted) / len(one.counted)
        for sheet in one.counted:
            offs[sheet.assignment.reviewer].append(_share(sheet) - middle)
    found = [Severity(str(reviewer), len(of), scoring.rounded(sum(of) / len(of))) for reviewer, of in offs.items()]
    return sorted(found, key=lambda one: (-one.off, one.reviewer))


def _share(sheet: Sheet) -> Decimal:
    return scoring.share(sheet.total, sheet.full)
