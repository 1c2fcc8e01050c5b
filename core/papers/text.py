"""Where lines end: Chinese text set on a grid of square cells, and titles broken into a shape.

Natural CSS flow puts 25 to 27 characters on a line of 28, so every line is broken here and set as a block of its own.
Widths are counted in cells (one Chinese character); the caller may give the real widths of a typeface.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

CELLS = 28
TITLE_CELLS = 20

NO_START = frozenset("，。、；：？！）》〉」』】〕｝”’…—～％‰℃·々,.;:!?)]}%")
NO_END = frozenset("（《〈「『【〔｛“‘￥([{$")
# Their glyph fills half its cell: at the end of a line the empty half may stand in the margin.
CLOSING = frozenset("，。、；：？！）》〉」』】〕｝”’")

# Spread wider than this a line looks worse than a ragged one.
SLACK = 4.0
# A run of letters longer than this (an address) may be broken; numbers never are that long.
RUN = 14.0

Width = Callable[[str], float]
_LATIN = "!-~À-ÖØ-öø-ɏ"
_TOKEN = re.compile(rf"——|……|[{_LATIN}]+|\s+|.[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.S)
_PIECE = re.compile(r"[^/._?&=#@-]*[/._?&=#@-]*")
_BLANK = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200b\u3000]+")


@dataclass(frozen=True)
class Line:
    """One line as it stands: `indent` cells, then `text`, `natural` cells wide when set solid.

    A line that is not `spread` keeps the pitch of the grid and ends where its text ends.
    """

    text: str
    indent: float
    natural: float
    spread: bool


def half_width(character: str) -> float:
    """Return the width in cells where no typeface is at hand: digits and letters half, marks on top of others none."""
    if unicodedata.combining(character) or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return 0.0
    return 0.5 if " " <= character < "\x7f" or ("À" <= character <= "ɏ" and character not in "×÷") else 1.0


def clean(text: str) -> str:
    """Return `text` without blanks at its ends and with single spaces inside."""
    return _BLANK.sub(" ", text).strip()


def lines(text: str, *, cells: float = CELLS, indent: float = 2, hanging: float = 0, width: Width = half_width) -> list[Line]:
    """Break a paragraph; the first line stands in by `indent` cells, the others by `hanging`."""
    tokens = [(token, sum(map(width, token))) for token in tokens_of(clean(text), width)]
    found, start = [], 0
    while start < len(tokens):
        inset = hanging if found else indent
        end, pulled = _end_of_line(tokens, start, cells - inset)
        kept = [token for token in tokens[start:end] if not (token[0].isspace() and token is tokens[end - 1])]
        natural = sum(token[1] for token in kept) - (0.5 if pulled else 0)
        last = end == len(tokens)
        spread = pulled or (not last and cells - inset - natural <= SLACK)
        found.append(Line("".join(token[0] for token in kept), inset, natural, spread))
        start = end
        while start < len(tokens) and tokens[start][0].isspace():
            start += 1
    return found


def tokens_of(text: str, width: Width = half_width) -> list[str]:
    """Return what is never broken: characters one by one, words and numbers whole, double dashes whole."""
    found = []
    for token in _TOKEN.findall(text):
        found += _pieces(token) if sum(map(width, token)) > RUN else [token]
    return found


def _pieces(run: str) -> list[str]:
    """Break a long run after its separators, and what is still too long anywhere."""
    step = int(RUN)
    return [piece[at : at + step] for piece in _PIECE.findall(run) for at in range(0, len(piece), step)]


def _end_of_line(tokens: Sequence[tuple[str, float]], start: int, room: float) -> tuple[int, bool]:
    """Return the index after the last token of the line, and whether that one was pulled in beyond the margin."""
    end, used = start, 0.0
    while end < len(tokens) and (used + tokens[end][1] <= room + 1e-6 or tokens[end][0].isspace()):
        used += tokens[end][1]
        end += 1
    if end == len(tokens):
        return end, False
    follows = tokens[end + 1][0] if end + 1 < len(tokens) else ""
    if tokens[end][0] in CLOSING and not _cannot_start(follows) and end > start:
        return end + 1, True
    whole = end
    while end > start and (_cannot_start(tokens[end][0]) or _cannot_end(tokens[end - 1][0])):
        end -= 1
    # Nothing but marks, or a token wider than the line: break where it is full.
    return (end if end > start and whole - end <= 6 else max(whole, start + 1)), False


def _cannot_start(token: str) -> bool:
    return token[:1] in NO_START and token != "——"


def _cannot_end(token: str) -> bool:
    return token[-1:] in NO_END


# Words that titles of papers are made of: a title is not broken inside one.
WORDS = (Path(__file__).parent / "title-words.txt").read_text(encoding="utf-8").split()


def title_lines(title: str, *, cells: int = TITLE_CELLS) -> list[str]:
    """Break a title between words into lines of a shape: a trapezoid or a lozenge, never an hourglass.

    Line ends that the caller wrote stay.
    """
    if "\n" in title:
        return [line for part in title.split("\n") for line in title_lines(part, cells=cells)]
    tokens = tokens_of(clean(title))
    total = sum(sum(map(half_width, token)) for token in tokens)
    if total <= cells:
        return ["".join(tokens)] if tokens else []
    wanted = -int(-total // (cells - 1))
    for count in range(wanted, wanted + 3):
        shapes = [shape for shape in _shapes(tokens, count) if max(map(_measure, shape)) <= cells]
        if shapes:
            return [line.strip() for line in min(shapes, key=_ugliness)]
    return [line.text for line in lines(title, cells=cells, indent=0)]


def _shapes(tokens: list[str], count: int) -> list[list[str]]:
    """Return the ways to make `count` lines whose ends lie within six tokens of equal parts."""
    parts = [round(len(tokens) * part / count) for part in range(1, count)]
    reach = 6 if count < 4 else 3
    found = []
    for ends in product(*(range(max(1, part - reach), min(len(tokens), part + reach + 1)) for part in parts)):
        bounds = [0, *ends, len(tokens)]
        if all(left < right for left, right in pairwise(bounds)):
            found.append(["".join(tokens[left:right]) for left, right in pairwise(bounds)])
    return found


def _measure(line: str) -> float:
    return sum(map(half_width, line.strip()))


def _ugliness(shape: list[str]) -> float:
    widths = [_measure(line) for line in shape]
    mean = sum(widths) / len(widths)
    cost = sum((width - mean) ** 2 for width in widths) / len(widths)
    whole = "".join(shape)
    at = 0
    for line, following in pairwise(shape):
        at += len(line)
        cost += 40 * any(_cuts(word, whole, at) for word in WORDS)
        cost += 60 * (_cannot_start(following) or _cannot_end(line) or following[0] in "的和与及")
        cost -= 6 * (line[-1] in "的、，》）”和与及")
        # Inside a book title or a bracket.
        cost += 15 * (whole.count("《", 0, at) != whole.count("》", 0, at))
    hourglass = any(left > middle < right for left, middle, right in zip(widths, widths[1:], widths[2:], strict=False))
    return cost + 50 * hourglass + (2 if len(set(widths)) == 1 else 0)


def _cuts(word: str, whole: str, at: int) -> bool:
    return word in whole[max(0, at - len(word) + 1) : at + len(word) - 1]
