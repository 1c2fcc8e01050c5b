"""Step 3 of the office in a browser: one examines and prepares, another confirms; nothing wider than a phone."""

import os
import subprocess
import sys

import pytest

from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(3)")]


def stage(server):
    command = [sys.executable, "-m", "tests.applications.qualifying_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def enter(page, username):
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').click()
    page.wait_for_url("**/home/")


def looked_at(page, axe, name):
    """No fault of accessibility, nothing wider than the screen; a picture where somebody asks for one (TEST_SHOTS)."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if folder := os.environ.get("TEST_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def open_case(page, name):
    page.goto("/qualification/")
    page.get_by_role("link", name=name).last.click()
    page.wait_for_url("**/qualification/*-*/")


def walk(page, axe):
    """Look at every page of the room."""
    page.goto("/qualification/")
    looked_at(page, axe, "queue")
    open_case(page, "澄川液压")
    looked_at(page, axe, "case")
    page.get_by_role("link", name="提出受理").click()
    looked_at(page, axe, "accept")
    page.goto("/qualification/?")
    page.get_by_role("link", name="部门意见").click()
    looked_at(page, axe, "inquiries")
    page.get_by_role("link", name="市税务局").first.click()
    looked_at(page, axe, "inquiry")
    page.goto("/honours/")
    looked_at(page, axe, "honours")
    page.get_by_role("link", name="登记一名获奖者").click()
    looked_at(page, axe, "honour-new")
    page.goto("/honours/")
    page.get_by_role("link", name="锦程机械").first.click()
    looked_at(page, axe, "honour")


def test_declined_by_two(server, page, axe):
    stage(server)
    enter(page, "office-1")
    looked_at(page, axe, "home")
    walk(page, axe)
    open_case(page, "望城食品")
    page.get_by_role("link", name="提出不予受理").click()
    looked_at(page, axe, "decline")
    page.get_by_label("第九条第（六）项").check()
    page.get_by_label("理由").fill("2024年发生重大生产安全事故，以市应急管理局的复函为准。")
    page.get_by_role("button", name="经办：不予受理").click()
    assert "请另一人核对后确认" in page.locator("body").inner_text()

    enter(page, "office-2")
    open_case(page, "望城食品")
    page.get_by_role("link", name="核对并确认：不予受理").click()
    looked_at(page, axe, "confirm")
    page.get_by_role("button", name="确认：不予受理").click()
    assert "发出以前申报者看不到结果" in page.locator("body").inner_text()
    looked_at(page, axe, "declined")


def test_examined_and_saved(server, page, axe):
    stage(server)
    enter(page, "office-1")
    open_case(page, "澄川液压")
    page.locator('input[name="9-1-verdict"][value="pass"]').check()
    page.get_by_label("第九条第（一）项的依据").fill("营业执照，2011年登记")
    page.get_by_role("button", name="保存审查结论").click()
    assert "已经保存1项审查结论" in page.locator("body").inner_text()


def test_on_a_phone(server, phone, axe):
    stage(server)
    enter(phone, "office-2")
    walk(phone, axe)
