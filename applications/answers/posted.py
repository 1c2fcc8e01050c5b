"""Reading a page of the form as it was sent: which field holds what, and on which text it was typed."""

import re
from collections.abc import Mapping
from typing import Any

from applications.forms.spec import BLANK, YEARS, Field, Part
from core.canonical import digest

TOO_MANY_ROWS = 200


def answers_of(part: Part, posted: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers that a page carries, by field key; a field that the page does not carry is left out."""
    found = {field.key: _answer(field, posted) for field in part.fields if _carried(field, posted)}
    if BLANK in posted:
        found[BLANK] = _text(posted[BLANK])
    return found


def bases_of(part: Part, posted: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of what stood on the page when it was opened, by field key."""
    return {key: posted[name] for key in (*(field.key for field in part.fields), BLANK) if (name := f"base-{key}") in posted}


def base_of(answer: Any) -> str:
    """Return a short mark of an answer. Nothing typed is the same nothing, whatever its shape."""
    return digest(answer if filled(answer) else None)[:16]


def filled(answer: Any) -> bool:
    """Tell whether anything at all was typed."""
    return any(texts(answer))


def texts(answer: Any) -> list[str]:
    """Return every text in an answer, whatever its kind."""
    if isinstance(answer, str):
        return [answer]
    cells = answer.values() if isinstance(answer, dict) else answer or []
    return [text for cell in cells for text in texts(cell)]


def _carried(field: Field, posted: Mapping[str, str]) -> bool:
    return f"base-{field.key}" in posted


def _answer(field: Field, posted: Mapping[str, str]) -> Any:
    if field.kind == "years":
        return {key: _text(posted.get(f"{field.key}-{key}", "")) for key in (*YEARS, "rank")}
    if field.kind == "yes_no":
        return {key: _text(posted.get(f"{field.key}-{key}", "")) for key in ("answer", "detail")}
    if field.kind == "rows":
        return _rows(field, posted)
    return _text(posted.get(field.key, ""))


def _rows(field: Field, posted: Mapping[str, str]) -> list[dict[str, str]]:
    """Rows are numbered in the names (`honours-3-year`); empty ones fall away, the order stays."""
    places = sorted({int(match[1]) for name in posted if (match := re.fullmatch(rf"{re.escape(field.key)}-(\d{{1,3}})-\w+", name))})
    rows = [
        {column.key: _text(posted.get(f"{field.key}-{place}-{column.key}", "")) for column in field.columns}
        for place in places[:TOO_MANY_ROWS]
    ]
    return [row for row in rows if any(row.values())]


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")
