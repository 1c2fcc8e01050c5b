"""Applying in a real browser: words save themselves, rows are added, both texts are shown; every page on two widths."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import enter
from tests.core.files import make
from tests.environment import ROOT

pytestmark = [pytest.mark.once, pytest.mark.article("18(2)")]

APPLICANT = "13800000001"


def stage(server, *words):
    command = [sys.executable, "-m", "tests.applications.stage", *words]
    subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=True, capture_output=True)


def overview(page):
    page.goto("/apply/")
    page.get_by_role("link", name="打开").click()
    page.wait_for_url("**/applications/**")
    return re.search(r"/applications/[0-9a-f-]+/", page.url)[0]


def test_every_page_on_two_widths(server, page, look):
    stage(server)
    enter(page, APPLICANT)
    look(page, "home")
    base = overview(page)
    look(page, "overview")
    for key in ("basic", "systems", "indicators", "record", "assessment"):
        page.goto(f"{base}parts/{key}/?check=1")
        look(page, key)
    for name in ("check", "evidence", "commitment", "submit"):
        page.goto(f"{base}{name}/")
        look(page, name)
    enter(page, "13800000004")
    page.goto("/apply/")
    look(page, "apply")
    enter(page, "office-1")
    page.goto("/editions/")
    page.get_by_role("link", name="第三届").first.click()
    page.goto(page.url + "paper-filings/")
    look(page, "paper-filings")


def test_words_save_themselves_and_rows_are_added(server, page, open_page, look):
    stage(server)
    enter(page, APPLICANT)
    base = overview(page)
    page.goto(f"{base}parts/honours/")
    page.get_by_role("button", name=re.compile("加一行")).click()
    page.get_by_label("荣誉第2行：名称").fill("山西省质量标杆")
    expect(page.locator("[data-saved]")).to_contain_text("已存到服务器", timeout=8000)
    page.reload()
    assert page.get_by_label("荣誉第1行：名称").input_value() == "山西省质量标杆"

    other = open_page()
    enter(other, "13800000002")
    other.goto(f"{base}parts/method/")
    page.goto(f"{base}parts/method/")
    page.get_by_label("名称").fill("甲")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已存到服务器")
    other.get_by_label("名称").fill("乙")
    expect(other.locator("[data-saved]")).to_contain_text("刚被别人改过", timeout=8000)
    other.get_by_role("button", name="保存", exact=True).click()
    look(other, "conflict")
    other.get_by_role("button", name="用我填的，存到服务器").click()
    assert other.get_by_label("名称").input_value() == "乙"


def test_signed_submitted_and_received(server, page, look):
    stage(server, "ready")
    enter(page, APPLICANT)
    base = overview(page)
    page.goto(f"{base}submit/")
    look(page, "submit-ready")
    page.get_by_role("button", name="提交申报，推荐单位为").click()
    page.wait_for_url("**/receipt/")
    look(page, "receipt")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载申报表（PDF）").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="取回申报，修改后再提交").click()
    look(page, "taken-back")


def test_a_file_is_uploaded_and_a_bad_one_refused(server, page, look):
    stage(server)
    enter(page, APPLICANT)
    base = overview(page)
    page.goto(f"{base}evidence/")
    page.get_by_label("选择完税证明的文件").set_input_files({"name": "完税证明.pdf", "mimeType": "application/pdf", "buffer": make.pdf()})
    page.get_by_role("button", name="上传完税证明").click()
    expect(page.get_by_text("收到1个文件：完税证明.pdf。")).to_be_visible()
    page.get_by_label("选择同行业排名证明的文件").set_input_files(
        {"name": "排名.mp4", "mimeType": "video/mp4", "buffer": b"\0\0\0\x18ftypmp42"}
    )
    page.get_by_role("button", name="上传同行业排名证明").click()
    expect(page.get_by_text("没有收下")).to_be_visible()
    look(page, "evidence-refused")
