"""Step 4 in a browser: a reviewer scores and locks; two close, issue the report and decide the list."""

import re
import subprocess
import sys

import pytest

from tests.browser.pages import enter
from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(4)")]


def stage(server):
    command = [sys.executable, "-m", "tests.review.sheets_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def said(page):
    return page.locator("body").inner_text()


def test_a_reviewer_scores_and_locks_and_the_office_closes(server, page, look):
    stage(server)
    enter(page, "reviewer-1")
    page.goto("/review/assignments/")
    look(page, "desk")
    page.get_by_role("link", name="接着评").click()
    page.wait_for_url("**/items/**")
    look(page, "item")
    score_the_rest(page)
    look(page, "check")
    page.get_by_role("button", name="锁定评分表").click()
    assert "评分表已经锁定" in said(page)
    look(page, "locked")
    page.get_by_role("link", name="看整份申报").click()
    look(page, "materials")
    close(page, look)
    report(page, look)
    decide(page, look)


def score_the_rest(page):
    """By the scale the points are filled in and saved by themselves; the buttons lead on."""
    page.get_by_label("75", exact=True).check()
    assert page.locator("#points").input_value() != ""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("#strengths").fill("有数据，见第27页。")
    assert "已存到服务器" in said(page)
    page.reload()
    assert page.locator("#strengths").input_value() == "有数据，见第27页。"
    while page.get_by_role("button", name=re.compile("存好，评")).count():
        page.get_by_role("button", name=re.compile("存好，评")).click()
        page.get_by_label("80", exact=True).check()
    page.get_by_role("button", name="存好，通看全部条目").click()
    page.wait_for_url("**/check/")


def close(page, look):
    enter(page, "office-1")
    look(page, "office-home")
    page.get_by_role("link", name="结束评分").first.click()
    look(page, "close")
    page.get_by_role("button", name="经办结束评分，请另一人确认").click()
    enter(page, "office-2")
    page.get_by_role("link", name="核对并确认").first.click()
    look(page, "close-second")
    page.get_by_role("button", name="确认结束材料评审评分").click()
    assert "已经结束评分" in said(page)
    look(page, "results")
    page.locator("tbody a").first.click()
    look(page, "sheet-read")


def report(page, look):
    page.goto("/home/")
    page.get_by_role("link", name="去写报告").click()
    look(page, "report")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="签发这一版").click()
    page.get_by_role("button", name="经办签发，请另一人确认").click()
    enter(page, "office-1")
    page.get_by_role("link", name="核对并确认").first.click()
    look(page, "issue")
    page.get_by_role("button", name="确认签发材料评审报告").click()
    assert "已经签发" in said(page)


def decide(page, look):
    page.goto("/home/")
    page.get_by_role("link", name="提出名单").click()
    page.get_by_label("列入现场评审名单", exact=True).first.check()
    page.get_by_label("不列入现场评审名单").last.check()
    for place, words in enumerate(("材料扎实，结果有数据", "过程部分缺少数据")):
        page.locator("textarea").nth(place).fill(words)
    look(page, "list")
    page.get_by_role("button", name="经办这份名单，请另一人确认").click()
    enter(page, "office-2")
    page.get_by_role("link", name="核对并确认").first.click()
    look(page, "list-second")
    page.get_by_role("button", name="确认现场评审名单").click()
    assert "名单已经确定" in said(page)
    look(page, "listed")
