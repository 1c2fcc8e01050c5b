"""Step 3 of the office in a browser: one examines and prepares, another confirms; nothing wider than a phone."""

import subprocess
import sys

import pytest

from tests.browser.pages import enter
from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(3)")]


def stage(server):
    command = [sys.executable, "-m", "tests.applications.qualifying_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def open_case(page, name):
    page.goto("/qualification/")
    page.get_by_role("link", name=name).last.click()
    page.wait_for_url("**/qualification/*-*/")


def walk(page, look):
    """Look at every page of the room."""
    page.goto("/qualification/")
    look(page, "queue")
    open_case(page, "澄川液压")
    look(page, "case")
    page.get_by_role("link", name="提出受理").click()
    look(page, "accept")
    page.goto("/qualification/?")
    page.get_by_role("link", name="部门意见").click()
    look(page, "inquiries")
    page.get_by_role("link", name="市税务局").first.click()
    look(page, "inquiry")
    page.goto("/honours/")
    look(page, "honours")
    page.get_by_role("link", name="登记一名获奖者").click()
    look(page, "honour-new")
    page.goto("/honours/")
    page.get_by_role("link", name="锦程机械").first.click()
    look(page, "honour")


def test_declined_by_two(server, page, look):
    stage(server)
    enter(page, "office-1")
    look(page, "home")
    walk(page, look)
    open_case(page, "望城食品")
    page.get_by_role("link", name="提出不予受理").click()
    look(page, "decline")
    page.get_by_label("第九条第（六）项").check()
    page.get_by_label("理由").fill("2024年发生重大生产安全事故，以市应急管理局的复函为准。")
    page.get_by_role("button", name="经办：不予受理").click()
    assert "请另一人核对后确认" in page.locator("body").inner_text()

    enter(page, "office-2")
    open_case(page, "望城食品")
    page.get_by_role("link", name="核对并确认：不予受理").click()
    look(page, "confirm")
    page.get_by_role("button", name="确认：不予受理").click()
    assert "发出以前申报者看不到结果" in page.locator("body").inner_text()
    look(page, "declined")


def test_examined_and_saved(server, page):
    stage(server)
    enter(page, "office-1")
    open_case(page, "澄川液压")
    page.locator('input[name="9-1-verdict"][value="pass"]').check()
    page.get_by_label("第九条第（一）项的依据").fill("营业执照，2011年登记")
    page.get_by_role("button", name="保存审查结论").click()
    assert "已经保存1项审查结论" in page.locator("body").inner_text()
