"""Recommending in a real browser: every page of the body, of the office about bodies, and the correction, on two widths."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(3)")]

SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures, for whoever wants to look


def stage(server):
    command = [sys.executable, "-m", "tests.applications.recommending_stage"]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def enter(page, username):
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').click()
    page.wait_for_url("**/home/")


def look(page, axe, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def opened(page, stage):
    page.goto(f"/recommendations/?stage={stage}")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/recommendations/[0-9a-f-]{36}/"))


def test_every_page_on_two_widths(server, page, phone, axe):
    stage(server)
    for width, view in (("wide", page), ("phone", phone)):
        enter(view, "yuci-1")
        for name, address in (("queue", "/recommendations/"), ("letter", "/recommendations/letter/")):
            view.goto(address)
            look(view, axe, f"{width}-{name}")
        opened(view, "new")
        look(view, axe, f"{width}-examine")
        view.get_by_role("link", name=re.compile("退回补正")).first.click()
        look(view, axe, f"{width}-return")
        opened(view, "checked")
        view.get_by_role("link", name=re.compile("登记扫描件")).click()
        look(view, axe, f"{width}-seal")
        enter(view, "yuci-3")
        opened(view, "checked")
        look(view, axe, f"{width}-sign")
        view.get_by_role("link", name="不予推荐，写理由").click()
        look(view, axe, f"{width}-refuse")
        enter(view, "13800000003")
        view.get_by_role("link", name="看要补正什么").click()
        look(view, axe, f"{width}-correction")
        enter(view, "office-1")
        view.goto("/editions/")
        edition = re.search(r"/editions/[0-9a-f-]{36}/", view.content())[0]
        view.goto(f"{edition}recommendations/")
        look(view, axe, f"{width}-bodies")
        view.get_by_role("link", name=re.compile("转请另一推荐单位")).first.click()
        look(view, axe, f"{width}-pass-on")


def test_the_signer_recommends(server, page):
    stage(server)
    enter(page, "yuci-3")
    opened(page, "checked")

    page.get_by_role("button", name="签发第2版，推荐").click()

    expect(page.get_by_role("status").filter(has_text="已经签发，推荐给评选办")).to_be_visible()
