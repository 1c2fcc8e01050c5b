"""Steps 5 and 7 in a browser: planned by two, recorded on a phone, told to the applicant; the table and the list of the office."""

import re
import subprocess
import sys

import pytest

from tests.browser.pages import enter
from tests.environment import ROOT

pytestmark = pytest.mark.once


def stage(server, name):
    command = [sys.executable, "-m", "tests.review.visiting_stage", name]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def text(page):
    return page.locator("body").inner_text()


@pytest.mark.article("18(5)")
def test_a_visit_from_plan_to_record(server, page, look):
    stage(server, "visits")
    enter(page, "office-1")
    page.get_by_role("link", name="去安排").click()
    look(page, "visits")
    page.get_by_role("link", name="安排", exact=False).last.click()
    look(page, "visit-plan")
    page.get_by_label("专项评审组").select_option(label="第一专项评审组")
    page.get_by_label("日期").fill("2026-04-20")
    page.get_by_label("地点").fill("办公楼三层会议室")
    page.get_by_role("button", name="经办").click()
    assert "请另一人核对后确认" in text(page)

    enter(page, "office-2")
    page.get_by_role("link", name="去核对").first.click()
    page.get_by_role("link", name="核对安排").click()
    look(page, "visit-confirm")
    page.get_by_role("button", name="确认确定现场评审安排").click()
    assert "安排已经确定" in text(page)

    enter(page, "13800000002")
    page.get_by_role("link", name="看安排").click()
    look(page, "visit-told")


@pytest.mark.article("18(5)")
def test_the_panel_records_on_its_phone(server, page, look):
    stage(server, "visits")
    enter(page, "reviewer-1")
    page.get_by_role("link", name="打开记录").first.click()
    look(page, "visit")
    page.get_by_role("link", name="接着记").click()
    look(page, "visit-item")
    page.get_by_label("部分一致").check()
    page.get_by_role("textbox", name="记录", exact=True).fill("抽查三家，一家缺第二季度的首件检验单。")
    page.get_by_label("得分").fill("3")
    page.locator("[data-saved]", has_text=re.compile(r"已存到服务器\s+\d")).wait_for()
    page.get_by_role("button", name="记好，第6项").click()
    assert "要记录" in text(page)
    page.get_by_role("link", name="看全部").click()
    page.get_by_role("link", name="总体情况和结论").click()
    look(page, "visit-report")


@pytest.mark.article("18(7)")
def test_the_office_reads_and_composes(server, page, look):
    stage(server, "evaluation")
    enter(page, "office-1")
    page.get_by_role("link", name="去核对").click()
    look(page, "eligibility-empty")
    page.get_by_role("button", name="核对全部").click()
    look(page, "eligibility")
    page.get_by_role("link", name="综合评价", exact=True).click()
    look(page, "evaluation")
    page.get_by_role("link", name="候选名单已经两人确定").click()
    look(page, "candidates")
    page.get_by_role("button", name="经办").click()
    look(page, "candidates-faults")
    page.get_by_role("navigation", name="位置").get_by_role("link").click()
    page.get_by_role("link", name="评选结果和候选名单已经向领导小组报告").click()
    look(page, "group-report")
