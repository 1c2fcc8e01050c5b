"""Lists as Excel files that open cleanly in Excel and WPS. Text is never a formula; numbers are numbers, days are days."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.clock import SHANGHAI
from core.papers.content import DEMO_MARK

FACE = "宋体"
THIN = Side(style="thin", color="FFBFBFBF")
BORDER = Border(THIN, THIN, THIN, THIN)
HEADER = {
    "font": Font(name=FACE, size=11, bold=True),
    "fill": PatternFill("solid", fgColor="FFF2F2F2"),
    "border": BORDER,
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
}
SHEET, END = "xl/worksheets/sheet1.xml", b"</sheetData>"
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet's days have no zone
# What XML cannot carry, and what Excel would call a damaged file.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32767
A4 = 9
# Excel keeps fifteen digits of a number; longer ones (codes, accounts) are written as text.
EXACT = 10**15


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in characters, and how many decimal places its numbers show (none: as they come)."""

    title: str
    width: float = 14
    places: int | None = None


Value = str | int | float | Decimal | bool | date | datetime | None


def workbook(
    title: str, columns: Sequence[Column | str], rows: Iterable[Sequence[Value]], *, demo: bool = False, notes: Sequence[str] = ()
) -> bytes:
    """Return a workbook of one sheet: the marks and notes, a header that stays in sight, then one line a row."""
    with tempfile.SpooledTemporaryFile(max_size=8 << 20) as target:
        write_workbook(target, title, columns, rows, demo=demo, notes=notes)
        target.seek(0)
        return target.read()


def write_workbook(
    target: IO[bytes],
    title: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Value]],
    *,
    demo: bool = False,
    notes: Sequence[str] = (),
) -> None:
    """Write the workbook into `target`, row by row: memory does not grow with the rows.

    openpyxl makes everything but the rows; these are written straight into its sheet, in a third of its time.
    """
    columns = [Column(column) if isinstance(column, str) else column for column in columns]
    book, header = _shell(title, columns, demo=demo, notes=notes)
    rows_of = Rows(book.active, columns, header)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(_members(book)[SHEET].split(END)[0])
            for piece in rows_of.pieces(rows):
                part.write(piece.encode())
            # The filter reaches to the last row, which is known only now.
            book.active.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{rows_of.number}"
            members = _members(book)
            part.write(END + members.pop(SHEET).split(END)[1])
        for name, content in members.items():
            archive.writestr(name, content)


def _members(book: Workbook) -> dict[str, bytes]:
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _shell(title: str, columns: Sequence[Column], *, demo: bool, notes: Sequence[str]) -> tuple[Workbook, int]:
    """Return the workbook without rows, and the number of its header row."""
    book = Workbook()
    book.properties.creator = ""
    book.properties.title = _text(title)
    sheet = book.active
    sheet.title = sheet_name(title)
    above = [(DEMO_MARK, Font(name=FACE, size=14, bold=True, color="FFC00000"))] if demo else []
    above += [(title, Font(name=FACE, size=14, bold=True))]
    above += [(note, Font(name=FACE, size=10)) for note in notes]
    for number, (text, font) in enumerate(above, 1):
        _write(sheet.cell(number, 1), text, font=font)
    header = len(above) + 1
    for number, column in enumerate(columns, 1):
        _write(sheet.cell(header, number), column.title, **HEADER)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    _set_up(sheet, columns, header, demo=demo)
    return book, header


def _write(cell: Cell, text: str, **style) -> None:
    for name, value in style.items():
        setattr(cell, name, value)
    cell.number_format = "@"
    # Past the property `value`, which would read =… as a formula.
    cell.data_type, cell._value = "s", _text(text)


def sheet_name(title: str) -> str:
    """Return a name that Excel takes: 31 characters at most, none of its own signs."""
    return re.sub(r"[\\/*?:\[\]]", "", _text(title)).strip("' ")[:31] or "名单"


def _set_up(sheet: Worksheet, columns: Sequence[Column], header: int, *, demo: bool) -> None:
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if sum(column.width for column in columns) > 90 else "portrait"
    sheet.page_setup.fitToHeight = 0
    if demo:
        sheet.oddHeader.center.text = DEMO_MARK
    sheet.oddFooter.center.text = "&P / &N"


class Rows:
    """The rows of a list as the XML of a sheet; `number` is that of the last one written."""

    def __init__(self, sheet: Worksheet, columns: Sequence[Column], header: int) -> None:
        self.letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self.number = header
        forms = ["General" if column.places is None else f"0.{'0' * column.places}".rstrip(".") for column in columns]
        self.text, self.day, self.moment = (_style(sheet, form) for form in ("@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        self.numbers = [_style(sheet, form) for form in forms]

    def pieces(self, rows: Iterable[Sequence[Value]]) -> Iterator[str]:
        for row in rows:
            if len(row) != len(self.letters):
                raise ValueError(f"a row of {len(row)} values under {len(self.letters)} columns")
            self.number += 1
            cells = "".join([self._cell(place, value) for place, value in enumerate(row)])
            yield f'<row r="{self.number}">{cells}</row>'

    def _cell(self, place: int, value: Value) -> str:
        where = f"{self.letters[place]}{self.number}"
        if isinstance(value, str):
            return self._words(where, value)
        if value is None:
            return f'<c r="{where}" s="{self.text}"/>'
        if isinstance(value, bool):
            return self._words(where, "是" if value else "否")
        if isinstance(value, datetime):
            here = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
            return f'<c r="{where}" s="{self.moment}"><v>{(here - EPOCH) / timedelta(days=1)!r}</v></c>'
        if isinstance(value, date):
            return f'<c r="{where}" s="{self.day}"><v>{(value - EPOCH.date()).days}</v></c>'
        # NaN fails the comparison.
        if isinstance(value, int | float | Decimal) and abs(value) < EXACT:
            return f'<c r="{where}" s="{self.numbers[place]}"><v>{value}</v></c>'
        return self._words(where, str(value))

    def _words(self, where: str, text: str) -> str:
        words = _text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{where}" s="{self.text}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _style(sheet: Worksheet, form: str) -> int:
    """Register the style of a value in the workbook and return its number."""
    cell = Cell(sheet, row=1, column=1)
    cell.font = Font(name=FACE, size=11)
    cell.border = BORDER
    cell.alignment = Alignment(vertical="center", wrap_text=form == "@")
    cell.number_format = form
    return cell.style_id


def _text(text: str) -> str:
    return REFUSED.sub("", text)[:LONGEST] if len(text) > LONGEST or REFUSED.search(text) else text
