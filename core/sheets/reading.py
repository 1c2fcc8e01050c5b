"""Lists that people send in as Excel files, read with distrust: every wrong cell is named, nothing is guessed or run."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

SIZE = 5 << 20
UNPACKED = 60 << 20
ROWS = 20_000
COLUMNS = 100
HEADER_WITHIN = 15
TOLD = 50
ACTIVE = re.compile(r"(?i)vbaProject|/macrosheets/|/externalLinks/|/embeddings/|/activeX/|/ctrlProps/|/connections\.xml|/queryTables/")


@dataclass(frozen=True)
class Field:
    """A column that is asked for: its key, its title in the header, and what its cells hold."""

    key: str
    title: str
    kind: type[str] | type[int] | type[Decimal] | type[date] = str
    required: bool = True
    longest: int = 500
    least: Decimal | int | None = None
    most: Decimal | int | None = None


@dataclass(frozen=True)
class Row:
    """A line of the list: its number in the sheet, and its values by key (empty: an empty text or None)."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class Mistakes:
    """Why a file was not taken, one sentence a mistake: B7：分值应为数字。"""

    sentences: tuple[str, ...]


class _Wrong(Exception):
    """What one cell should be."""


def read_rows(file: IO[bytes], fields: Sequence[Field]) -> list[Row] | Mistakes:
    """Read the first sheet below the row that bears the fields' titles; empty lines are passed over."""
    data = file.read(SIZE + 1)
    refusal = _refusal(data)
    if refusal:
        return Mistakes((refusal,))
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return _read(sheet.iter_rows(max_col=COLUMNS), fields)
    # A damaged file fails anywhere inside openpyxl, with any exception.
    except Exception:
        return Mistakes(("文件无法读取：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。",))


def _refusal(data: bytes) -> str:
    """Say why a file is not opened at all; empty when it may be."""
    if len(data) > SIZE:
        return f"文件超过{SIZE >> 20} MB。"
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return "文件不是 .xlsx 格式：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _refusal_inside(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return "文件已损坏或者加了密码，无法读取。"


def _refusal_inside(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        return "文件不是 .xlsx 工作簿。"
    if any(ACTIVE.search("/" + member.filename) for member in members):
        return "文件含有宏、外部链接或者嵌入对象：请只保留数据后重新上传。"
    room = UNPACKED
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(member) as part:
            content = part.read(room + 1)
        room -= len(content)
        if room < 0 or len(members) > 500:
            return "文件展开后过大，无法读取。"
        # No office program writes these; an entity may name a file or grow without end.
        if (
            b"<!" in content.replace(b"<!--", b"").replace(b"<![CDATA[", b"")
            or content[:2] in (b"\xff\xfe", b"\xfe\xff")
            or b"\0" in content[:200]
        ):
            return "文件含有不允许的内容，无法读取。"
        if b"macroEnabled" in content[:100_000]:
            return "文件含有宏：请另存为 .xlsx 后重新上传。"
    return ""


def _read(lines: Iterator[tuple], fields: Sequence[Field]) -> list[Row] | Mistakes:
    places, header = _header(lines, fields)
    missing = [field.title for field in fields if field.key not in places]
    if missing:
        return Mistakes((f"表头应含有：{'、'.join(field.title for field in fields)}。没有找到：{'、'.join(missing)}。",))
    rows, wrong = [], []
    for number, cells in enumerate(lines, header + 1):
        if number > ROWS:
            return Mistakes((f"超过{ROWS}行，请分成几份上传。",))
        if all(_empty(cell.value) for cell in cells):
            continue
        row, mistakes = _row(number, cells, fields, places)
        rows.append(row)
        wrong += mistakes
    if wrong:
        rest = (f"还有{len(wrong) - TOLD}处错误没有列出。",) if len(wrong) > TOLD else ()
        return Mistakes((*wrong[:TOLD], *rest))
    return rows


def _header(lines: Iterator[tuple], fields: Sequence[Field]) -> tuple[dict[str, int], int]:
    """Return where the fields stand and in which line of the sheet."""
    for number, cells in enumerate(lines, 1):
        places = _places(cells, fields)
        if places or number == HEADER_WITHIN:
            return places, number
    return {}, 0


def _places(cells: tuple, fields: Sequence[Field]) -> dict[str, int]:
    """Return where each field stands when this is the header; nothing when it is some other line."""
    titles = [_title(cell.value) for cell in cells]
    found = {field.key: titles.index(_title(field.title)) for field in fields if _title(field.title) in titles}
    # One title alone may be part of a sentence above the list.
    return found if len(found) > len(fields) / 2 else {}


def _title(value: object) -> str:
    return re.sub(r"\s|\*", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else ""


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _row(number: int, cells: tuple, fields: Sequence[Field], places: dict[str, int]) -> tuple[Row, list[str]]:
    values, wrong = {}, []
    for field in fields:
        place = places[field.key]
        cell = cells[place] if place < len(cells) else None
        try:
            values[field.key] = _value(cell, field)
        except _Wrong as mistake:
            wrong.append(f"{get_column_letter(place + 1)}{number}：{field.title}{mistake}")
    return Row(number, values), wrong


def _value(cell, field: Field) -> object:
    value = None if cell is None else cell.value
    if _empty(value):
        if field.required:
            raise _Wrong("不能为空")
        return "" if field.kind is str else None
    if cell.data_type == "f":
        raise _Wrong("不能是公式，请粘贴为数值")
    if cell.data_type == "e":
        raise _Wrong(f"是错误值{value}")
    read = READERS[field.kind](value)
    if field.kind is str and len(read) > field.longest:
        raise _Wrong(f"不能超过{field.longest}字")
    if field.least is not None and read < field.least:
        raise _Wrong(f"不能小于{field.least}")
    if field.most is not None and read > field.most:
        raise _Wrong(f"不能大于{field.most}")
    return read


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float):
        if abs(value) >= 10**15:
            raise _Wrong("超过15位的数字已被Excel改动，请把单元格设为文本后重新填写")
        return f"{value:.15g}"
    return str(value).strip()


def _as_decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _Wrong("应为数字")
    # Fifteen digits are what Excel shows: 0.1+0.2 is 0.3 there.
    text = unicodedata.normalize("NFKC", value).strip().replace(",", "") if isinstance(value, str) else f"{value:.15g}"
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", text, re.ASCII):
        raise _Wrong("应为数字")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _Wrong("应为数字") from None


def _as_integer(value: object) -> int:
    number = _as_decimal(value)
    if number != number.to_integral_value():
        raise _Wrong("应为整数")
    return int(number)


def _as_day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text, re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise _Wrong("应为日期，如 2026-11-23")


READERS: dict[type, Callable[[object], object]] = {str: _as_text, int: _as_integer, Decimal: _as_decimal, date: _as_day}
