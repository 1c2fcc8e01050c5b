"""组织申报: six organizations register, one person, one team; fill in, commit, submit; the window closes.

The first organization types its declaration page by page. The others say the same: their answers go by the addresses of
the same pages, and everything that somebody signs is signed on its page.
"""

import re

from tests.core.files.make import pdf
from tests.walk.people import PASSWORD, PINGYAO, TAIGU, YUCI, become, clock_to, fill_all, leave, next_step, press, sits, tokens

# 单位名称, 统一社会信用代码 (the division 999900 does not exist), 联系人姓名, 手机号; then 姓名, 身份证号, 手机号.
LIQUID = ("晋中澄川液压股份有限公司（演示）", "91999900MA0DEM0A7U", "梁衡之", "13800000001")
FOOD = ("晋中望城食品有限公司（演示）", "91999900MA0DEM0B5N", "田可望", "13800000003")
BRICK = ("晋中恒砌耐火材料有限公司（演示）", "91999900MA0DEM0C3H", "封书砚", "13800000008")
CAST = ("晋中云竹精密铸造有限公司（演示）", "91999900MA0DEM0D1C", "时安澜", "13800000005")
FLOUR = ("晋中青禾面业有限公司（演示）", "91999900MA0DEM0EX4", "商陆离", "13800000006")
MACHINE = ("晋中汾岭机械有限公司（演示）", "91999900MA0DEM0F84", "石泊远", "13800000007")
PERSON = ("武秋平", "149999197001010035", "13800000004")
LEADER = ("闻一舟", "11010519491231002X", "13800000009")
ALIKE = {FOOD: PINGYAO, BRICK: TAIGU, CAST: YUCI, FLOUR: YUCI, MACHINE: PINGYAO}
TYPED = "Object.fromEntries(new FormData(document.querySelector('form[data-autosave]')))"
REQUIRED = re.compile(r'id="kind-(\w+)">[^<]*<span class="badge badge-care">必传，未传')
PAPER = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def walk(page):
    for organization in (LIQUID, *ALIKE):
        register(page, "organization", ("单位名称", "统一社会信用代码", "联系人姓名", "手机号"), organization)
    for person in (PERSON, LEADER):
        register(page, "person", ("姓名", "身份证号", "手机号"), person)
    confirm_units(page)
    said = apply(page, LIQUID[-1], body=YUCI, stands=LIQUID[2])
    for organization, body in ALIKE.items():
        other = dict(zip(LIQUID[:3], organization[:3], strict=True))
        apply(page, organization[-1], body=body, said={part: replaced(words, other) for part, words in said.items()})
    said = apply(page, PERSON[-1], body=TAIGU, manner="我一个人")
    apply(page, LEADER[-1], body=YUCI, manner="质量攻关小组", member=PERSON[-1], said=said)
    close(page)


def register(page, what, labels, words):
    """Anybody registers in the browser, and is in."""
    leave(page)
    page.goto(f"/register/{what}/")
    for label, said in zip(labels, words, strict=True):
        page.get_by_label(label, exact=False).first.fill(said)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password_again"]').fill(PASSWORD)
    press(page, "注册")
    assert page.url.endswith("/home/"), page.locator("main").inner_text()
    sits(page, words[-1])


def confirm_units(page):
    """The office confirms the new organizations."""
    become(page, "office-1")
    page.goto("/units/")
    for _ in (LIQUID, *ALIKE):
        press(page, "^核实")
    assert "没有等待核实的单位" in page.locator("main").inner_text()


def apply(page, username, *, body, manner="", member="", stands="", said=None):
    """Begin, fill in every part, hand in the evidence, commit, submit; return what was typed, by the address of its page.

    `stands` is the name of whoever stands for an organization: he alone signs the commitment. `said` is typed by the
    addresses of the pages; what it does not have, and everything where nothing is given, is typed on its page.
    """
    overview = begin(page, username, body, manner, member)
    common = tokens(page.content())
    if member:
        invite(page, overview, member, back=username)
    for part, answers in (said or {}).items():
        answer = page.request.post(f"{overview}{part}", form=answers | common)
        assert answer.ok, answer.text()
    typed = fill_parts(page, overview, {"法定代表人": stands} if stands else {}, said or {})
    if said:
        send_evidence(page, f"{overview}evidence/", common)
    else:
        hand_in(page, overview)
    commit(page, overview)
    return typed


def replaced(answers, other):
    """The answers with other words in the place of those of the first."""
    return {name: other.get(words, words) for name, words in answers.items()}


def begin(page, username, body, manner="", member=""):
    """Choose the manner and the body; return the address of the application."""
    become(page, username)
    page.goto("/apply/")
    if manner:
        page.get_by_label(re.compile(manner)).check()
    if member:
        page.get_by_label("小组名称").fill("焊接质量攻关小组（演示）")
    page.get_by_label("推荐单位").select_option(label=body)
    press(page, "开始填写申报表")
    return re.match(r".*/applications/[^/]+/", page.url).group()


def commit(page, overview):
    """Sign the commitment, then what is submitted; the receipt is there."""
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
    become(page, member)
    page.goto("/apply/")
    press(page, "确认参加")
    become(page, back)


def fill_parts(page, overview, answers, known):
    """Every page of the form that is not known yet, from the map of completeness; return what each page sent."""
    page.goto(overview)
    links = [link.get_attribute("href") for link in page.locator(".completeness a").all()]
    parts = [address[address.index("parts/") :] for address in links if "/parts/" in address]
    typed = {}
    for part in [one for one in parts if one not in known]:
        page.goto(f"{overview}{part}")
        fill_all(page, answers)
        typed[part] = page.evaluate(TYPED)
        press(page, "保存")
    return typed


def hand_in(page, overview):
    """One paper for every kind that is required."""
    page.goto(f"{overview}evidence/")
    while page.get_by_text("必传，未传").count():
        section = page.locator("section.card", has=page.get_by_text("必传，未传")).first
        section.locator('input[type="file"]').set_input_files([PAPER])
        with page.expect_navigation():
            section.get_by_role("button", name=re.compile("^上传")).click()


def send_evidence(page, address, common):
    """The same, by the address of the page."""
    for kind in REQUIRED.findall(page.request.get(address).text()):
        assert page.request.post(address, multipart=common | {"kind": kind, "files": PAPER}).ok


def close(page):
    """After the deadline nothing can be handed in; two of the office close the window."""
    become(page, "office-1")
    clock_to(page, "2026-04-04T00:02")
    next_step(page, "资格审查")
