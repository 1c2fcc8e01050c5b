"""An answer in words, for pages that show it beside another, and for papers."""

from typing import Any

from applications.answers.posted import filled
from applications.forms.spec import BLANK, YEARS, Field, Part

NOTHING = "（没有填）"
DAYS = ("date", "month")


def words(field: Field | None, answer: Any, years: tuple[int, ...] = ()) -> str:
    """Return an answer as somebody reads it; `field` is None for the reasons of blank ones."""
    if not filled(answer):
        return NOTHING
    kind = field.kind if field else "text"
    if kind == "years":
        labels = [f"{year}年" for year in years] or ["第一年", "第二年", "第三年"]
        cells = [*zip(labels, (answer.get(name, "") for name in YEARS), strict=True), ("同行业排名", answer.get("rank", ""))]
        return "；".join(f"{label}：{cell}" for label, cell in cells if cell)
    if kind == "yes_no":
        return "：".join(word for word in (answer.get("answer"), answer.get("detail")) if word)
    if kind == "rows":
        return "\n".join("，".join(cell for column in field.columns if (cell := cells.get(column.key))) for cells in answer)
    return _day(answer) if kind in DAYS else answer + (field.unit if field else "")


def _day(answer: str) -> str:
    """A day or a month as the house writes it; what is no day stands as it was typed."""
    parts = answer.strip().split("-")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(numbers) != len(parts) or len(parts) not in (2, 3):
        return answer
    return "".join(f"{number}{unit}" for number, unit in zip(numbers, "年月日", strict=False))


def read(part: Part, answers: dict[str, Any], years: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return a whole part: label and words, field by field."""
    found = [(field.label, words(field, answers.get(field.key), years)) for field in part.fields]
    return found + ([("空项说明", answers[BLANK])] if filled(answers.get(BLANK)) else [])
