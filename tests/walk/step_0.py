"""筹备: the office opens the edition and fills it up to its gate; two of the office open the call."""

from procedure.editions.models import Category
from procedure.rubrics import sheet
from procedure.rubrics.examples import EXAMPLES
from tests.walk.people import EDITION, become, board, follow, next_step, press, room

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ISSUED = {"印发单位": "演示", "印发日期": "2026-03-02"}
DOCUMENTS = {
    "评选办法": {"文件名称": "晋中市质量奖管理办法（演示）", **ISSUED, "施行日期": "2026-03-02"},
    "评选工作安排": {"文件名称": "评选工作安排（演示）", **ISSUED, "批准单位": "领导小组（演示）", "批准日期": "2026-03-02"},
    "评选细则": {"文件名称": "评选细则（演示）", **ISSUED},
}


def walk(page):
    open_edition(page)
    enter_documents(page)
    for category in Category:
        import_rubric(page, category)
    set_parameters(page)
    approve(page)
    become(page, "office-1")
    board(page)
    assert "9个中满足9个" in page.locator("main").inner_text(), page.locator("main").inner_text()
    next_step(page, "发布信息")


def open_edition(page):
    """The third: two were held before there was a system."""
    become(page, "office-1")
    page.goto("/editions/new/")
    page.get_by_label("届次").fill("3")
    press(page, "建立这一届")
    board(page)
    assert EDITION in page.locator("main").inner_text()
    assert "9个中满足3个" in page.locator("main").inner_text(), page.locator("main").inner_text()


def enter_documents(page):
    """Three papers, marked 演示, so that no number and no scan is asked."""
    for kind, words in DOCUMENTS.items():
        room(page, "文件")
        follow(page, f"登记{kind}")
        for label, said in words.items():
            page.get_by_label(label).first.fill(said)
        press(page, f"登记{kind}")


def import_rubric(page, category):
    """The chapters of a category's example as an Excel list, looked over before it is taken in.

    Chapters alone: every item is answered, scored and visited many times on the way.
    """
    example = EXAMPLES[category]
    chapters = [line for line in example.lines if not line.parent]
    room(page, "评价标准")
    follow(page, f"录入{category.label}评价标准")
    fields = {"standard_name": example.name, "standard_number": example.number, "standard_year": str(example.year or 2026)}
    for name, words in (fields | {"total": str(example.total)}).items():
        page.locator(f'[name="{name}"]').fill(words)
    made = sheet.write(example.name, chapters, demo=True)
    page.get_by_label("评价标准的Excel表").set_input_files({"name": "评价标准.xlsx", "mimeType": XLSX, "buffer": made})
    press(page, "核对这张表")
    press(page, "核对无误")
    assert f"共{len(chapters)}条" in page.locator("body").inner_text()


def set_parameters(page):
    """Three sheets for each application, three experts at the defense; the others as the demonstration has them."""
    for label in ("每份申报的材料评审人数", "答辩专家组最少人数"):
        room(page, "参数")
        follow(page, f"设定{label}")
        page.locator('[name="setting"]').fill("3")
        page.locator('[name="basis"]').fill("评选细则（演示）")
        press(page, f"设定{label}")
    press(page, "其余填入演示值")
    assert "尚未设定" not in page.locator("main").inner_text()
    assert page.get_by_role("row", name="每份申报的材料评审人数").locator("strong").inner_text() == "3人"


def approve(page):
    """The secretary records that the leading group settled the working rules."""
    become(page, "secretary")
    room(page, "文件")
    follow(page, "登记这一版的审定")
    page.get_by_label("会议名称或者纪要编号").fill("领导小组第1次会议（演示）")
    page.get_by_label("审定日期").fill("2026-03-02")
    press(page, "登记领导小组的审定")
