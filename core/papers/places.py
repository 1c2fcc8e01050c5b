"""Where signature and date stand on their lines, in cells from the left margin; which columns of a table are centred."""

from datetime import date

from core.papers.content import Table, day
from core.papers.text import CELLS, half_width


def measure(text: str) -> float:
    return sum(map(half_width, text))


def signature(signatory: str, dated_on: date | None, *, sealed: bool) -> list[tuple[str, float]]:
    """Return each line of the signature with its place.

    Sealed: the date ends four cells from the margin, the names are centred on it, so that one seal covers both.
    Not sealed: the name ends two cells from the margin, the date begins two cells after the name's beginning; a date longer
    than the name ends two cells from the margin itself.
    """
    names = [name.strip() for name in signatory.splitlines() if name.strip()]
    dated = [day(dated_on)] if dated_on else []
    length = max(map(measure, dated), default=0.0)
    widest = max(map(measure, names), default=0.0)
    if sealed or not names:
        centre = min(CELLS - 4 - (length or widest) / 2, CELLS - max(length, widest) / 2)
        return [(text, max(0.0, centre - measure(text) / 2)) for text in names + dated]
    start = CELLS - 2 - widest if length <= widest else CELLS - 4 - length
    return [(name, max(0.0, start)) for name in names] + [(text, max(0.0, start) + 2) for text in dated]


def size_in(table: Table) -> int:
    """Return the size of a table's letters in points: smaller where there are many columns."""
    return 12 if len(table.columns) > 5 else 14


def centred(table: Table) -> list[bool]:
    """Say of each column whether its cells are all short enough to stand in the middle of it."""
    rooms = [min(8.0, (156 / 25.4 * 72 * share - 9) / size_in(table)) for share in table.shares()]
    return [
        share < 0.4 and all(measure(row[place]) <= room for row in table.rows)
        for place, (share, room) in enumerate(zip(table.shares(), rooms, strict=True))
    ]
