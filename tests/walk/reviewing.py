"""What the rounds of review do again and again: who plays, the home page, acts of two hands, sheets by their addresses."""

import re

from tests.walk.people import enter, press

COMPANIES = (
    "晋中澄川液压股份有限公司（演示）",
    "晋中望城食品有限公司（演示）",
    "晋中恒砌耐火材料有限公司（演示）",
    "晋中云竹精密铸造有限公司（演示）",
)
PEOPLE = ("武秋平（演示）", "封采薇（演示）", "程守拙（演示）")
TEAM = "焊接质量攻关小组（演示）"
NAMES = (*COMPANIES, *PEOPLE, TEAM)
FIRST, SECOND = "office-1", "office-2"
REVIEWERS = {"reviewer-1": "卫明德", "reviewer-2": "苗清和", "reviewer-3": "柏望舒", "reviewer-4": "晏北辰", "reviewer-5": "骆惟真"}
BACKGROUND = {"X-Background": "1"}


def said(page):
    """Everything that stands on the page."""
    return page.locator("body").inner_text()


def told(page, words):
    """The page says so."""
    assert words in said(page), f"{page.url}\n{said(page)}"


def asked(page, title):
    """Follow what the home page asks, by the beginning of its title."""
    page.goto("/home/")
    line = page.locator("ol.todo li", has=page.get_by_role("heading", name=re.compile(f"^{title}")))
    assert line.count(), f"not asked: {title}\n{said(page)}"
    line.first.get_by_role("link").last.click()


def door(page, label, *, round=""):
    """Open a room of a round from the board of review."""
    page.goto("/home/")
    page.get_by_role("navigation").get_by_role("link", name="评审", exact=True).first.click()
    if round:
        page.get_by_role("link", name=re.compile(round)).first.click()
    page.locator("main .actions").get_by_role("link", name=label, exact=True).first.click()


def prepared(page, button="^经办"):
    """The first hand is done; another is asked."""
    press(page, button)
    assert re.search("已经经办|已经提出", said(page)), f"{page.url}\n{said(page)}"


def confirmed(page, title, done, *, by=SECOND):
    """The second hand finds it on the home page, reads it and signs."""
    enter(page, by)
    asked(page, title)
    press(page, "^确认")
    told(page, done)


def release_letters(page):
    """Let go of every letter that waits."""
    enter(page, FIRST)
    page.goto("/letters/outbox/")
    while page.get_by_role("button", name="发出这").count():
        press(page, "发出这")
        page.goto("/letters/outbox/")


def hidden(page):
    """What every form of the page carries: the token and the grant."""
    form = page.locator("main form", has=page.locator('input[name="csrfmiddlewaretoken"]')).first
    return {name: form.locator(f'input[name="{name}"]').first.input_value() for name in ("csrfmiddlewaretoken", "acting_grant")}


def post(page, address, fields):
    """Save as the page does by itself."""
    answer = page.request.post(address, form=fields, headers=BACKGROUND)
    assert answer.ok, f"{address} {answer.status}\n{answer.text()}"


def open_sheet(page, name):
    """Open a sheet from the reviewer's own list."""
    page.goto("/review/assignments/")
    page.locator("tr", has_text=name).get_by_role("link").first.click()


def fill_sheet(page, rate):
    """Rate every item of the open sheet alike, by the addresses of its pages."""
    present, common = page.locator('input[name="base-points"]').input_value(), hidden(page)
    fields = common | {"rate": str(rate), "base-rate": "", "points": "", "base-points": present}
    fields |= {"strengths": "有数据，有对比，见申报材料。", "base-strengths": page.locator('input[name="base-strengths"]').input_value()}
    for link in page.locator(".review-item").all():
        if not (address := link.get_attribute("href")).endswith("/comment/"):
            post(page, address, fields)


def lock_sheet(page):
    """Look at everything once more and lock."""
    page.goto(re.sub(r"items/.*", "check/", page.url))
    press(page, "锁定评分表")
    told(page, "评分表已经锁定")


def score(page, name, rate):
    """One whole sheet, from the list to the receipt."""
    open_sheet(page, name)
    fill_sheet(page, rate)
    lock_sheet(page)


def open_sheets(page):
    """Return the names of what this reviewer still has to score."""
    page.goto("/review/assignments/")
    rows = page.locator('section[aria-labelledby="open"] tbody th')
    return [one.inner_text().split("\n")[0].strip() for one in rows.all()]
