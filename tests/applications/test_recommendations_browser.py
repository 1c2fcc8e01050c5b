"""Recommending in a real browser: every page of the body, of the office about bodies, and the correction, on two widths."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.pages import enter
from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(3)")]


def stage(server):
    command = [sys.executable, "-m", "tests.applications.recommending_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def opened(page, stage):
    page.goto(f"/recommendations/?stage={stage}")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/recommendations/[0-9a-f-]{36}/"))


def test_every_page_on_two_widths(server, page, look):
    stage(server)
    enter(page, "yuci-1")
    for name, address in (("queue", "/recommendations/"), ("letter", "/recommendations/letter/")):
        page.goto(address)
        look(page, name)
    opened(page, "new")
    look(page, "examine")
    page.get_by_role("link", name=re.compile("退回补正")).first.click()
    look(page, "return")
    opened(page, "checked")
    page.get_by_role("link", name=re.compile("登记扫描件")).click()
    look(page, "seal")
    enter(page, "yuci-3")
    opened(page, "checked")
    look(page, "sign")
    page.get_by_role("link", name="不予推荐，写理由").click()
    look(page, "refuse")
    enter(page, "13800000003")
    page.get_by_role("link", name="看要补正什么").click()
    look(page, "correction")
    enter(page, "office-1")
    page.goto("/editions/")
    edition = re.search(r"/editions/[0-9a-f-]{36}/", page.content())[0]
    page.goto(f"{edition}recommendations/")
    look(page, "bodies")
    page.get_by_role("link", name=re.compile("转请另一推荐单位")).first.click()
    look(page, "pass-on")


def test_the_signer_recommends(server, page):
    stage(server)
    enter(page, "yuci-3")
    opened(page, "checked")

    page.get_by_role("button", name="签发第2版，推荐").click()

    expect(page.get_by_role("status").filter(has_text="已经签发，推荐给评选办")).to_be_visible()
