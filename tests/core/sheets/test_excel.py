import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.sheets.excel import Column, sheet_name, workbook
from core.sheets.reading import Field, read_rows

pytestmark = pytest.mark.once

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(1)",
    "<b>&amp;]]>",
    '"',
    '=HYPERLINK("http://x")',
    "_x0041_",
    " 前后 ",
    "第一行\n第二行",
]


def opened(data):
    return load_workbook(io.BytesIO(data)).active


def test_a_list_comes_back_as_it_was():
    columns = [Column("序号", 6), Column("名称", 30), Column("分值", 10, 2), Column("日期"), "时间", "是否", "备注"]
    row = [1, "甲公司", Decimal("87.50"), date(2026, 11, 23), datetime(2026, 11, 23, 1, 30, tzinfo=UTC), True, None]

    sheet = opened(workbook("获奖名单", columns, [row], notes=["截至2026年11月23日"]))

    assert [cell.value for cell in sheet["A"]] == ["获奖名单", "截至2026年11月23日", "序号", 1]
    values = [cell.value for cell in sheet[4]]
    assert values == [1, "甲公司", 87.5, datetime(2026, 11, 23), datetime(2026, 11, 23, 9, 30), "是", None]  # noqa: DTZ001
    assert [cell.number_format for cell in sheet[4]][:5] == ["General", "@", "0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A4", "A3:G4", "$3:$3")
    assert (sheet.column_dimensions["B"].width, sheet.title) == (30, "获奖名单")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text):
    cell = opened(workbook(text, [text], [[text]]))["A3"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_no_formula_is_written_anywhere():
    data = workbook("=1+1", ["=A1"], [[text] for text in HOSTILE], demo=True, notes=["=B1"])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "written"), [("坏\x00\x0b字", "坏字"), ("x" * 40_000, "x" * 32767), (10**18, str(10**18)), (float("nan"), "nan")]
)
def test_what_a_sheet_cannot_hold_becomes_text(value, written):
    cell = opened(workbook("名单", ["列"], [[value]]))["A3"]

    assert (cell.value, cell.data_type) == (written, "s")


def test_a_demonstration_is_marked_in_the_sheet_and_on_every_printed_page():
    sheet = opened(workbook("名单", ["列"], [["甲"]], demo=True))

    assert sheet["A1"].value == "演示 无效"
    assert sheet.oddHeader.center.text == "演示 无效"
    assert opened(workbook("名单", ["列"], [["甲"]])).oddHeader.center.text is None


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="a row of 1 values"):
        workbook("名单", ["甲", "乙"], [["一"]])


@pytest.mark.parametrize(("title", "name"), [("a/b[c]:*?\\", "abc"), ("字" * 40, "字" * 31), ("'", "名单")])
def test_the_sheet_has_a_name_that_excel_takes(title, name):
    assert sheet_name(title) == name


def test_memory_does_not_grow_with_the_rows():
    peaks = []
    for count in (500, 20_000):
        tracemalloc.start()
        workbook("名单", ["甲", "乙"], ([f"第{number}号", number] for number in range(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 3 << 20


def test_our_own_lists_are_read_back():
    data = workbook("名单", ["序号", "名称", "分值"], [[1, "甲", Decimal("87.5")]], demo=True)

    (row,) = read_rows(io.BytesIO(data), [Field("name", "名称"), Field("points", "分值", Decimal)])

    assert (row.number, row.values) == (4, {"name": "甲", "points": Decimal("87.5")})
