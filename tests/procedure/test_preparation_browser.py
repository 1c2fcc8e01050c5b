"""筹备 in a browser: the papers, a rubric wrong and right, the bodies; both hands; nothing wider than a phone."""

import os

import pytest

from tests.core.files import make
from tests.procedure.sheets import SMALL, rubric_sheet

pytestmark = pytest.mark.once
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def enter(page, username):
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').first.click()


def looked_at(page, axe, name):
    """No fault of accessibility, nothing wider than the screen; a picture where somebody asks for one (TEST_SHOTS)."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if folder := os.environ.get("TEST_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def board(page):
    page.goto("/editions/")
    page.locator("main a", has_text="第三届").first.click()


def sheet(rows):
    return {"name": "评价标准.xlsx", "mimeType": XLSX, "buffer": rubric_sheet(rows)}


@pytest.mark.article("17")
def test_the_office_takes_in_a_rubric_after_its_mistakes_are_named(server, page, axe):
    enter(page, "office-1")
    board(page)
    looked_at(page, axe, "board")
    page.get_by_role("link", name="评价标准").click()
    looked_at(page, axe, "rubrics")
    page.get_by_role("link", name="录入新的一版个人评价标准").click()
    page.get_by_label("总分").fill("100")
    page.get_by_label("评价标准的Excel表").set_input_files(sheet([("1", "", "质量", "许多", ""), *SMALL[1:]]))
    page.get_by_role("button", name="核对这张表").click()
    looked_at(page, axe, "rubric-mistakes")
    assert "D2：分值应为数字" in page.locator(".errors li").inner_text()

    page.get_by_label("评价标准的Excel表").set_input_files(sheet(SMALL))
    page.get_by_role("button", name="核对这张表").click()
    looked_at(page, axe, "rubric-preview")
    page.get_by_role("button", name="核对无误，录入个人评价标准").click()

    assert "个人的评价标准已录入，共4条。" in page.locator("main").inner_text()


@pytest.mark.article("12(2)")
def test_a_new_version_of_the_working_rules_goes_back_to_the_leading_group(server, page, axe):
    scan = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": make.pdf()}
    enter(page, "office-1")
    board(page)
    page.get_by_role("link", name="文件", exact=True).click()
    page.get_by_role("link", name="登记新的一版评选细则").click()
    page.get_by_label("扫描件").set_input_files(scan)
    looked_at(page, axe, "document-enter")
    page.get_by_role("button", name="登记评选细则").click()
    looked_at(page, axe, "documents")
    board(page)
    page.get_by_role("link", name="看本届的文件").click()

    enter(page, "secretary")
    page.get_by_role("link", name="登记审定").click()
    page.get_by_role("link", name="登记这一版的审定").click()
    page.get_by_label("会议名称或者纪要编号").fill("领导小组第1次会议纪要")
    page.get_by_label("审定日期").fill("2026-03-02")
    page.get_by_label("会议纪要的扫描件").set_input_files(scan)
    looked_at(page, axe, "document-approve")
    page.get_by_role("button", name="登记领导小组的审定").click()

    assert page.locator(".badge-care").count() == 0


@pytest.mark.article("16")
def test_the_pages_of_preparation_hold_on_a_phone(site, phone, axe):
    enter(phone, "office-1")
    board(phone)
    address = phone.url
    for name in ("documents", "documents/work-plan", "rubrics", "rubrics/organization/import"):
        phone.goto(f"{address}{name}/")
        looked_at(phone, axe, name.replace("/", "-"))
    phone.goto("/bodies/")
    looked_at(phone, axe, "bodies")
    phone.get_by_role("link", name="修改榆次").click()
    looked_at(phone, axe, "body")
