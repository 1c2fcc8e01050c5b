"""The calendar in a browser: a notice pasted, checked and entered; a year at a glance on a phone."""

from itertools import pairwise

import pytest

from tests.procedure.test_calendar import NOTICE_2027

pytestmark = pytest.mark.once


def enter(page, username):
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').first.click()


@pytest.mark.article("18(3)")
def test_the_office_pastes_checks_and_enters_a_year(server, page, axe):
    enter(page, "office-1")
    page.goto("/calendar/")
    page.get_by_role("link", name="录入2027年放假安排").click()
    page.get_by_label("通知原文").fill(NOTICE_2027.replace("2月14日（周日）上班", "2月14日（周六）上班"))
    page.get_by_role("button", name="核对2027年的日期").click()
    axe(page)
    assert page.locator(".errors li").inner_text() == "通知原文：2027年2月14日是星期日，文中写作星期六，请核对。"

    page.get_by_label("通知原文").fill(NOTICE_2027)
    page.get_by_role("button", name="核对2027年的日期").click()
    axe(page)
    page.get_by_role("button", name="返回修改").click()
    page.get_by_role("button", name="核对2027年的日期").click()
    page.get_by_role("button", name="核对无误，录入2027年放假安排").click()

    assert page.locator("h1").inner_text() == "2027年工作日历"
    assert page.locator(".month-makeup b").all_inner_texts() == ["14", "8", "9"]


def test_a_phone_shows_one_month_a_row(site, phone, axe):
    enter(phone, "office-1")
    phone.goto("/calendar/2026/")

    boxes = [month.bounding_box() for month in phone.locator(".month").all()]

    assert len(boxes) == 12
    assert len({box["x"] for box in boxes}) == 1
    assert all(later["y"] >= earlier["y"] + earlier["height"] for earlier, later in pairwise(boxes))
    axe(phone)
