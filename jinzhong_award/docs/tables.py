"""Tables as text: Markdown for documents, aligned columns for the terminal, where a Chinese character takes two places."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest


def width(text: str) -> int:
    """Return how many places a terminal gives to this text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, places: int) -> str:
    """Fill up with spaces to so many places."""
    return text + " " * (places - width(text))


def aligned(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose columns stand under one another; a cell may hold several lines."""
    lines = [line for row in rows for line in zip_longest(*(cell.split("\n") for cell in row), fillvalue="")]
    widths = [max(width(line[column]) for line in [header, *lines]) for column in range(len(header))]
    lines = [header, ["-" * places for places in widths], *lines]
    return "".join("  ".join(map(pad, line, widths)).rstrip() + "\n" for line in lines)


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a cell may hold several lines."""
    rows = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in row) + " |\n" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
