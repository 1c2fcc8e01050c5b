"""From pledged reviewers to a deployed plan, and one who leaves, in a browser: by two of the office."""

import re
import subprocess
import sys

import pytest

from tests.browser.pages import enter
from tests.environment import ROOT

pytestmark = pytest.mark.once


def stage(server):
    command = [sys.executable, "-m", "tests.review.organizing_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def text(page):
    return page.locator("body").inner_text()


def follow(page, username, title):
    """Come in as somebody and follow what his home page asks."""
    enter(page, username)
    page.locator(".todo li", has_text=title).locator("a.btn").click()


@pytest.mark.article("14")
def test_from_the_pool_to_a_deployed_plan_and_a_replacement(server, page, look):
    stage(server)
    _panel_formed(page, look)
    _plan_deployed(page, look)
    _one_replaced(page, look)


def _panel_formed(page, look):
    enter(page, "office-1")
    page.get_by_role("link", name="评审", exact=True).click()
    look(page, "board-empty")
    page.get_by_role("link", name="评审组", exact=True).click()
    look(page, "panels-empty")
    page.get_by_role("link", name="组成评审组").click()
    page.get_by_role("textbox", name="名称").fill("材料评审一组")
    choices = page.locator("tbody select")
    choices.nth(0).select_option(label="组长")
    for place in range(1, choices.count() - 1):
        choices.nth(place).select_option(label="组员")
    choices.nth(choices.count() - 1).select_option(label="备选1")
    look(page, "panel-form")
    page.get_by_role("button", name="经办").click()
    assert "请另一人核对后确认" in text(page)
    look(page, "panel-proposed")

    follow(page, "office-2", "确认组成材料评审组")
    look(page, "panel-confirm")
    page.get_by_role("button", name="确认组成").click()
    look(page, "panels")


def _plan_deployed(page, look):
    page.goto(re.sub("panels/.*", "assignments/", page.url))
    look(page, "plan-empty")
    page.get_by_role("button", name="均衡分派草案").click()
    assert "排不够" in text(page)
    look(page, "plan-filled")
    page.get_by_role("button", name="清空草案").click()
    page.get_by_role("button", name="均衡分派草案").click()
    row = page.locator("tbody tr").nth(1)
    for box in row.locator("input[type=checkbox]").all():
        box.uncheck()
    page.get_by_role("button", name="存草案").first.click()
    page.get_by_role("link", name="核对并下达").click()
    look(page, "deploy")
    page.get_by_role("button", name="经办下达").click()

    follow(page, "office-1", "确认下达材料评审分派")
    look(page, "deploy-confirm")
    page.get_by_role("button", name="确认下达").click()
    look(page, "plan-deployed")


def _one_replaced(page, look):
    page.get_by_role("link", name="撤回").click()
    look(page, "undo")
    page.get_by_role("link", name="评审", exact=True).first.click()
    look(page, "board")
    page.locator("summary", has_text="换评审员").first.click()
    page.locator("details[open] a").first.click()
    look(page, "replace")
    page.get_by_label("说明").fill("因病住院。")
    page.get_by_role("button", name="经办").click()

    follow(page, "office-2", "确认补派评审员")
    look(page, "replace-confirm")
    page.get_by_role("button", name="确认补派").click()
    assert "补派已经办好" in text(page)
    page.get_by_role("link", name="评审组", exact=True).click()
    page.get_by_role("link", name="离开、换人").first.click()
    look(page, "seat")
