"""Excel lists of rubrics for the tests, as somebody would send them in."""

import io

import openpyxl

HEADER = ("编号", "上级编号", "名称", "分值", "评分要点")
SMALL = (("1", "", "质量", 60, ""), ("1.1", "1", "体系", 40, "有制度"), ("1.2", "1", "结果", 20, ""), ("2", "", "创新", 40, ""))


def rubric_sheet(rows=SMALL, header=HEADER):
    """The bytes of a workbook: the header in row 1, one row an item from row 2 on."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (header, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()
