"""组织申报: three organizations (one registers), one person, one team; fill in, commit, submit; the window closes."""

import re

from tests.core.files.make import pdf
from tests.walk.people import clock_to, enter, fill_all, next_step, press

PASSWORD = "Walk-2026-word"
ORGANIZATION = {
    "单位名称": "晋中恒砌耐火材料有限公司（演示）",
    "统一社会信用代码": "91999900MA0DEM0C3H",
    "联系人姓名": "封书砚",
    "手机号": "13800000008",
}
PERSON = {"姓名": "闻一舟", "手机号": "13800000009", "身份证号": "11010519491231002X"}


def walk(page):
    register(page, "organization", ORGANIZATION)
    register(page, "person", PERSON)
    confirm_unit(page)
    apply(page, "13800000001", body="榆次区人民政府", stands=("梁衡之", "13800000002"))
    apply(page, "13800000003", body="平遥县人民政府", stands=("田可望", "13800000003"))
    apply(page, "13800000008", body="太谷区人民政府", stands=("封书砚", "13800000008"))
    apply(page, "13800000004", body="平遥县人民政府", manner="我一个人")
    apply(page, "13800000009", body="榆次区人民政府", manner="质量攻关小组", member="13800000004")
    close(page)


def register(page, what, answers):
    """Anybody registers in the browser."""
    page.context.clear_cookies()
    page.goto(f"/register/{what}/")
    for label, words in answers.items():
        page.get_by_label(label, exact=False).first.fill(words)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password_again"]').fill(PASSWORD)
    press(page, "注册")
    assert page.url.endswith("/home/"), page.locator("main").inner_text()


def confirm_unit(page):
    """The office confirms the new organization."""
    enter(page, "office-1")
    page.goto("/units/")
    press(page, "核实")
    assert ORGANIZATION["单位名称"] not in page.locator("main").inner_text() or "没有" in page.locator("main").inner_text()


def apply(page, username, *, body, manner="", member="", stands=()):
    """Begin, fill in every part, hand in the evidence, commit, submit; the receipt is there.

    `stands` are name and user name of whoever stands for an organization: he alone signs the commitment.
    """
    enter(page, username)
    page.goto("/apply/")
    if manner:
        page.get_by_label(re.compile(manner)).check()
    if member:
        page.get_by_label("小组名称").fill("焊接质量攻关小组（演示）")
    page.get_by_label("推荐单位").select_option(label=body)
    press(page, "开始填写申报表")
    overview = re.match(r".*/applications/[^/]+/", page.url).group()
    if member:
        invite(page, overview, member, back=username)
    fill_parts(page, overview, {"法定代表人": stands[0]} if stands else {})
    hand_in(page, overview)
    if stands:
        enter(page, stands[1])
    page.goto(f"{overview}commitment/")
    press(page, "签署")
    page.goto(f"{overview}submit/")
    press(page, "提交")
    assert page.url.endswith("/receipt/"), page.locator("main").inner_text()


def invite(page, overview, member, *, back):
    """A team names its member, who confirms under his own account."""
    page.goto(f"{overview}members/")
    page.get_by_label("成员的手机号").fill(member)
    press(page, "添加")
    enter(page, member)
    page.goto("/apply/")
    press(page, "确认参加")
    enter(page, back)
    if "小组" not in page.locator(".who").inner_text():
        page.goto("/accounts/identity/")
        press(page, "换成")


def fill_parts(page, overview, answers):
    """Every page of the form, from the map of completeness."""
    page.goto(overview)
    links = [link.get_attribute("href") for link in page.locator(".completeness a").all()]
    for address in [link for link in links if "/parts/" in link]:
        page.goto(address)
        fill_all(page, answers)
        press(page, "保存")


def hand_in(page, overview):
    """One paper for every kind that is required."""
    page.goto(f"{overview}evidence/")
    paper = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    while page.get_by_text("必传，未传").count():
        section = page.locator("section.card", has=page.get_by_text("必传，未传")).first
        section.locator('input[type="file"]').set_input_files([paper])
        with page.expect_navigation():
            section.get_by_role("button", name=re.compile("^上传")).click()


def close(page):
    """After the deadline nothing can be handed in; two of the office close the window."""
    enter(page, "office-1")
    clock_to(page, "2026-04-04T00:02")
    next_step(page, "资格审查")
