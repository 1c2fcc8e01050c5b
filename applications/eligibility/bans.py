"""Bans, purely (articles 6, 25, 27): which editions an award or a revocation closes. Cycles are counted by edition number.

Interpretations in force by default (procedure's open points): counting starts with the edition after the award or the
revocation; a terminated edition does not count, one with all places vacant does; the longer of two bans holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

AFTER_AWARD = 2  # article 6: 在获奖后两个评选周期内不得重复申报
AFTER_REVOCATION = 3  # articles 25, 27: 3个评选周期内不得申报


@dataclass(frozen=True)
class Honour:
    """One award on record: the edition that gave it, whether it was the award itself, and the edition of its revocation."""

    edition: int
    award: bool
    revoked_in: int | None = None


@dataclass(frozen=True)
class Ban:
    """Closed up to and with this edition, by this article."""

    until: int
    article: str


def ban(honours: Iterable[Honour], edition: int, *, terminated: Collection[int] = ()) -> Ban | None:
    """Return the longest ban that closes an edition to whoever holds these honours; None when it is open."""
    bans = [found for honour in honours if (found := _of(honour, terminated)) and found.until >= edition > _since(honour)]
    return max(bans, key=lambda found: found.until, default=None)


def _since(honour: Honour) -> int:
    return honour.edition if honour.revoked_in is None else honour.revoked_in


def _of(honour: Honour, terminated: Collection[int]) -> Ban | None:
    if honour.revoked_in is not None:
        return Ban(_count(honour.revoked_in, AFTER_REVOCATION, terminated), "25")
    if honour.award:
        return Ban(_count(honour.edition, AFTER_AWARD, terminated), "6")
    return None


def _count(after: int, cycles: int, terminated: Collection[int]) -> int:
    """Return the last of so many counted editions after one."""
    edition = after
    while cycles:
        edition += 1
        cycles -= edition not in terminated
    return edition
