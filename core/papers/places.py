"""Where signature and date stand on their lines, in cells from the left margin; which columns of a table are centred."""

from datetime import date

from core.papers.content import SIGNER, Table, day
from core.papers.text import CELLS, half_width, tokens_of

# The width of the text block, and what the two sides of a table's cell keep free of it, in points.
BLOCK = 156 / 25.4 * 72
MARGINS = 9


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


def upward_line(number: str, signer: str) -> str:
    """Return what stands before the signer's name on an upward paper: the number a cell from the left, 签发人 to the right.

    The name ends a cell from the right; three cells are left for it where it is not known.
    """
    gap = CELLS - 2 - measure(number) - measure(SIGNER) - max(measure(signer), 3.0)
    return number + "　" * max(1, int(gap)) + SIGNER


def size_in(table: Table) -> int:
    """Return the size of a table's letters in points: smaller where there are many columns."""
    return 12 if len(table.columns) > 5 else 14


def widths_in(table: Table) -> list[float]:
    """Return the part of the whole that each column takes: as asked, but never narrower than a number or code it holds."""
    least = [max((_widest_run(text) for text in column), default=0.0) * size_in(table) + MARGINS for column in _columns(table)]
    least = [width / BLOCK for width in least]
    shares = table.shares()
    if sum(least) >= 1:
        return shares
    narrow: set[int] = set()
    # Each round holds at least one more column, and the others share what is left.
    while more := {place for place, share in enumerate(shares) if share < least[place] - 1e-9} - narrow:
        narrow |= more
        left = 1 - sum(least[place] for place in narrow)
        free = sum(share for place, share in enumerate(shares) if place not in narrow)
        shares = [least[place] if place in narrow else share * left / free for place, share in enumerate(shares)]
    return shares


def _columns(table: Table) -> list[list[str]]:
    return [[row[place] for row in table.rows] for place in range(len(table.columns))]


def _widest_run(text: str) -> float:
    """Return the width in cells of the widest piece that is not broken; capitals are wider than half a cell."""
    pieces = (token for line in text.splitlines() for token in tokens_of(line))
    return max((sum(0.8 if "A" <= letter <= "Z" else half_width(letter) for letter in piece) for piece in pieces), default=0.0)


def centred(table: Table) -> list[bool]:
    """Say of each column whether its cells are all short enough to stand in the middle of it."""
    shares = widths_in(table)
    rooms = [min(8.0, (BLOCK * share - MARGINS) / size_in(table)) if share < 0.4 else -1 for share in shares]
    return [all(measure(text) <= room for text in column) for column, room in zip(_columns(table), rooms, strict=True)]
