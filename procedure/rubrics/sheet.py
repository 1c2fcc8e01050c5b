"""A rubric as an Excel list: read with every mistake named by its place, and written for filling in again."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from django.core.exceptions import ValidationError

from core.fields import validate_text
from core.sheets.excel import Column, workbook
from core.sheets.reading import Field, Mistakes, Row, read_rows

CODE, PARENT, TITLE, POINTS, GUIDANCE = "编号", "上级编号", "名称", "分值", "评分要点"
PLACES = 2
FIELDS = (
    Field("code", CODE, longest=20),
    Field("parent", PARENT, required=False, longest=20),
    Field("title", TITLE, longest=120),
    Field("points", POINTS, Decimal, least=Decimal("0.01"), most=Decimal(100_000)),
    Field("guidance", GUIDANCE, required=False, longest=2000),
)
COLUMNS = (Column(CODE, 12), Column(PARENT, 12), Column(TITLE, 36), Column(POINTS, 10), Column(GUIDANCE, 60))
NOTES = (
    "一行一条，从第一级写起；下一级的行写在上一级之后，用“上级编号”指明它属于哪一条。",
    "编号设为文本格式，写4.10不会变成4.1。各下级的分值相加等于上级的分值，第一级相加等于总分。",
    "编号是条目的身份：改了编号就是新的条目。",
)
MOST_ITEMS, DEEPEST = 300, 4
OTHER_SIGNS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Line:
    """One line of the list as it was read; the number is that of the sheet's row, 0 for a list that never was a sheet."""

    number: int
    code: str
    parent: str
    title: str
    points: Decimal
    guidance: str = ""


def read(file: IO[bytes], *, total: Decimal) -> list[Line] | Mistakes:
    """Read the list and check it against itself and the total. Mistakes name the cell or the row and its column."""
    rows = read_rows(file, FIELDS)
    if isinstance(rows, Mistakes):
        return rows
    lines = [_line(row) for row in rows]
    found = faults(lines, total=total)
    return Mistakes(tuple(found)) if found else lines


def faults(lines: list[Line], *, total: Decimal) -> list[str]:
    """Return everything that is wrong with a list: codes, places, text, then sums."""
    if not lines:
        return ["表头下面没有内容，至少要有一条。"]
    if len(lines) > MOST_ITEMS:
        return [f"最多{MOST_ITEMS}条，现有{len(lines)}条。"]
    return [*_wrong_codes(lines), *_wrong_text(lines)] or _wrong_sums(lines, total)


def write(title: str, lines: Iterable[Line], *, demo: bool) -> bytes:
    """Return the list as a workbook that `read` takes again; without lines it is the empty form."""
    rows = [(line.code, line.parent, line.title, line.points, line.guidance) for line in lines]
    return workbook(title, COLUMNS, rows, demo=demo, notes=NOTES)


def key_for(code: str, taken: set[str]) -> str:
    """Return the key of a code that never had one: its letters and digits, numbered where another has them already."""
    stem = OTHER_SIGNS.sub("-", unicodedata.normalize("NFKC", code).lower()).strip("-")
    stem = f"i{stem}" if stem else "i"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-v{number}"
    return key


def _line(row: Row) -> Line:
    values = row.values
    # Full-width digits are the same code.
    code, parent = (unicodedata.normalize("NFKC", values[name]) for name in ("code", "parent"))
    return Line(row.number, code, parent, values["title"], values["points"], values["guidance"])


def _wrong_codes(lines: list[Line]) -> list[str]:
    """Codes that stand twice, parents that are not there, come later, or lie too deep."""
    found, numbers, depths = [], {}, {"": 0}
    known = {line.code for line in lines}
    for line in lines:
        if line.code in numbers:
            hint = "编号应为文本格式，4.10写成数字会变成4.1。" if "." in line.code else ""
            found.append(f"{_place(line, CODE)}：“{line.code}”与第{numbers[line.code]}行重复。{hint}")
            continue
        if line.parent == line.code:
            found.append(f"{_place(line, PARENT)}：不能是本行自己。")
        elif line.parent and line.parent not in known:
            found.append(f"{_place(line, PARENT)}：没有编号为“{line.parent}”的条目。")
        elif line.parent and line.parent not in numbers:
            found.append(f"{_place(line, PARENT)}：“{line.parent}”应写在本行之前。")
        elif (depth := depths.get(line.parent, 0) + 1) > DEEPEST:
            found.append(f"{_place(line, PARENT)}：最多{DEEPEST}级。")
        else:
            depths[line.code] = depth
        numbers[line.code] = line.number
    return found


def _wrong_text(lines: list[Line]) -> list[str]:
    """Characters that cannot be stored or seen, and points finer than hundredths."""
    found = []
    for line in lines:
        for label, text in ((CODE, line.code), (TITLE, line.title), (GUIDANCE, line.guidance)):
            try:
                validate_text(text)
            except ValidationError as error:
                found.append(f"{_place(line, label)}：{error.messages[0]}")
        if line.points != round(line.points, PLACES):
            found.append(f"{_place(line, POINTS)}：最多{PLACES}位小数。")
    return found


def _wrong_sums(lines: list[Line], total: Decimal) -> list[str]:
    sums, parents = defaultdict(Decimal), {line.parent for line in lines}
    for line in lines:
        sums[line.parent] += line.points
    found = [
        f"{_place(line, POINTS)}：各下级的分值合计{words(sums[line.code])}，与本条的{words(line.points)}不等。"
        for line in lines
        if line.code in parents and sums[line.code] != line.points
    ]
    if sums[""] != total:
        found.append(f"第一级的分值合计{words(sums[''])}，与总分{words(total)}不等。")
    return found


def words(points: Decimal) -> str:
    """Return points as people write them: 110, 12.5."""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _place(line: Line, label: str) -> str:
    return f"第{line.number}行“{label}”"
