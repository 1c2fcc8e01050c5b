import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from core.sheets.reading import Field, Mistakes, Row, read_rows

pytestmark = pytest.mark.once

FIELDS = [
    Field("name", "名称", longest=10),
    Field("points", "分值", Decimal, least=0, most=100),
    Field("count", "人数", int, required=False),
    Field("day", "日期", date, required=False),
]


def file(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(*rows, fields=FIELDS):
    return read_rows(io.BytesIO(file(*rows)), fields)


HEADER = ["名称", "分值", "人数", "日期"]


def test_values_are_read_as_what_they_are():
    found = read(
        ["说明"],
        [],
        ["序号", " 名 称* ", "分值", "人数", "日期"],
        [1, " 甲 ", 0.1 + 0.2, 3.0, datetime(2026, 11, 23)],  # noqa: DTZ001
        [],
        [2, "乙", "８７.５", None, "2026年1月2日"],
    )

    assert found == [
        Row(4, {"name": "甲", "points": Decimal("0.3"), "count": 3, "day": date(2026, 11, 23)}),
        Row(6, {"name": "乙", "points": Decimal("87.5"), "count": None, "day": date(2026, 1, 2)}),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["甲", "优"], "B2：分值应为数字"),
        (["甲", True], "B2：分值应为数字"),
        (["甲", "1e999"], "B2：分值应为数字"),
        (["甲", 101], "B2：分值不能大于100"),
        (["甲", -1], "B2：分值不能小于0"),
        (["甲", "=1+1"], "B2：分值不能是公式，请粘贴为数值"),
        (["甲", "#N/A"], "B2：分值是错误值#N/A"),
        (["", 1], "A2：名称不能为空"),
        (["甲" * 11, 1], "A2：名称不能超过10字"),
        ([91140700123456789, 1], "A2：名称超过15位的数字已被Excel改动，请把单元格设为文本后重新填写"),
        (["甲", 1, 1.5], "C2：人数应为整数"),
        (["甲", 1, 1, "明天"], "D2：日期应为日期，如 2026-11-23"),
        (["甲", 1, 1, "2026-02-30"], "D2：日期应为日期，如 2026-11-23"),
        (["甲", 1, 1, 46000], "D2：日期应为日期，如 2026-11-23"),
    ],
)
def test_a_wrong_cell_is_named(row, sentence):
    assert read(HEADER, row) == Mistakes((sentence,))


def test_all_wrong_cells_are_named_and_too_many_are_counted():
    assert read(HEADER, ["", "x"]) == Mistakes(("A2：名称不能为空", "B2：分值应为数字"))
    assert read(HEADER, *[["甲", "x"]] * 60).sentences[-1] == "还有10处错误没有列出。"


def test_a_missing_column_is_named():
    assert read(["名称", "分值", "人数"], ["甲", 1, 1]) == Mistakes(("表头应含有：名称、分值、人数、日期。没有找到：日期。",))
    assert read(["甲"]).sentences[0].endswith("没有找到：名称、分值、人数、日期。")


def changed(add=(), replace=()):
    """Our file with members added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file(HEADER, ["甲", 1]))) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, dict(replace).get(name, old.read(name)))
        for name, content in add:
            new.writestr(name, content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件不是 .xlsx 格式：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"),
        ("名称,分值".encode(), "文件不是 .xlsx 格式：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"),
        (b"x" * (5 * 1024 * 1024 + 1), "文件超过5 MB。"),
        (changed([("xl/vbaProject.bin", b"x")]), "文件含有宏、外部链接或者嵌入对象：请只保留数据后重新上传。"),
        (changed([("xl/externalLinks/externalLink1.xml", b"<x/>")]), "文件含有宏、外部链接或者嵌入对象：请只保留数据后重新上传。"),
        (changed([("xl/a.xml", BOMB)]), "文件含有不允许的内容，无法读取。"),
        (changed([("xl/a.xml", "<x/>".encode("utf-16"))]), "文件含有不允许的内容，无法读取。"),
        (changed([("xl/a.xml", b" " * (61 << 20))]), "文件展开后过大，无法读取。"),
        (changed(replace=[(SHEET, b"<worksheet><sheetData><row>")]), "文件无法读取：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"),
    ],
)
def test_a_dangerous_or_broken_file_is_not_opened(data, sentence):
    assert read_rows(io.BytesIO(data), FIELDS) == Mistakes((sentence,))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("core.sheets.reading.ROWS", 3)

    assert read(HEADER, *[["甲", 1]] * 3) == Mistakes(("超过3行，请分成几份上传。",))
