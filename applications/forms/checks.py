"""What is wrong with an answer, in a sentence. Answers are kept as typed; these checks speak on the check page.

An answer is text; for `years` a dict of y1, y2, y3 and rank; for `yes_no` of answer and detail; for `rows` a list of dicts.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.validators import EmailValidator, ValidationError

from accounts.codes import credit_code, mobile, plain
from applications.forms.spec import BLANK, YEARS, Column, Field, Part

MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
YES, NO = "有", "无"


def is_blank(field: Field, answer: Any) -> bool:
    """Tell whether nothing was answered."""
    if field.kind == "rows":
        return not any(any(cells.values()) for cells in answer or [])
    if field.kind == "years":
        return not any((answer or {}).get(year) for year in YEARS)
    if field.kind == "yes_no":
        return not (answer or {}).get("answer")
    return not str(answer or "").strip()


def fault(field: Field, answer: Any) -> str:
    """Return what is wrong with an answer, or nothing. A blank one is asked for only where it is required."""
    if is_blank(field, answer):
        return f"“{field.label}”未填写。" if field.required else ""
    word = CHECKS[field.kind](field, answer)
    return f"“{field.label}”{word}" if word else ""


def faults(part: Part, answers: dict) -> dict[str, str]:
    """Return what is wrong with a part: a sentence by field key. A blank answer that may be blank needs a reason."""
    found = {field.key: sentence for field in part.fields if (sentence := fault(field, answers.get(field.key)))}
    blank = [field.label for field in part.fields if not field.required and is_blank(field, answers.get(field.key))]
    if blank and not str(answers.get(BLANK, "")).strip():
        found[BLANK] = f"{'、'.join(f'“{label}”' for label in blank)}没有填，请在“空项说明”里写明原因。"
    return found


def _line(field: Field | Column, answer: str) -> str:
    return f"最多{field.max_length}字，现有{len(answer)}字。" if len(answer) > field.max_length else ""


def number_fault(field: Field, answer: str) -> str:
    """Return what is wrong with a number as typed."""
    try:
        number = Decimal(answer.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return "应为数字。"
    if not number.is_finite() or abs(number) >= 10**14:
        return "应为数字。"
    if field.minimum and number < Decimal(field.minimum):
        return f"不能小于{field.minimum}。"
    if field.maximum and number > Decimal(field.maximum):
        return f"不能大于{field.maximum}。"
    return "应为整数。" if field.kind == "integer" and number != int(number) else ""


def _date(field: Field | Column, answer: str) -> str:
    try:
        date.fromisoformat(answer.strip())
    except ValueError:
        return "应为日期，例如2011-04-18。"
    return ""


def _month(field: Field, answer: str) -> str:
    return "" if MONTH.fullmatch(answer.strip()) else "应为年月，例如2011-04。"


def _choice(field: Field, answer: str) -> str:
    return "" if answer in field.choices else "请从列出的里面选。"


def _mobile(field: Field, answer: str) -> str:
    return "应为11位手机号。" if mobile(answer.strip()) else ""


def _email(field: Field, answer: str) -> str:
    try:
        EmailValidator()(answer.strip())
    except ValidationError:
        return "不是有效的邮箱地址。"
    return ""


def _credit_code(field: Field, answer: str) -> str:
    finding = credit_code(plain(answer))
    # A wrong check digit is no proof: it needs a person, who sees it at the qualification.
    return f"：{finding.sentence}" if finding and not finding.needs_person else ""


def _years(field: Field, answer: dict) -> str:
    missing = [place for place, year in enumerate(YEARS, start=1) if not answer.get(year)]
    if missing and field.required:
        return f"缺第{'、'.join(map(str, missing))}年。"
    return next((f"：{word}" for year in YEARS if answer.get(year) and (word := number_fault(field, answer[year]))), "")


def _yes_no(field: Field, answer: dict) -> str:
    if answer["answer"] not in (YES, NO):
        return "请选“有”或“无”。"
    if answer["answer"] == YES and not str(answer.get("detail", "")).strip():
        return "选了“有”，请写明时间、情况和处理结果。"
    return _line(Field(field.key, field.label, max_length=1000), answer.get("detail", ""))


def _rows(field: Field, answer: list) -> str:
    if len(answer) > field.maximum_rows:
        return f"最多{field.maximum_rows}行。"
    for place, cells in enumerate(answer, start=1):
        for column in field.columns if any(cells.values()) else ():
            if word := CHECKS[column.kind](column, cells.get(column.key, "")) if cells.get(column.key) else "未填写。":
                return f"第{place}行的“{column.label}”{word}"
    return ""


CHECKS: dict[str, Callable[[Any, Any], str]] = {
    "line": _line,
    "text": _line,
    "integer": number_fault,
    "decimal": number_fault,
    "date": _date,
    "month": _month,
    "choice": _choice,
    "mobile": _mobile,
    "email": _email,
    "credit_code": _credit_code,
    "years": _years,
    "yes_no": _yes_no,
    "rows": _rows,
}
