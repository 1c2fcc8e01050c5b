"""What the rounds of review do again and again: who plays, the home page, acts of two hands, sheets by their addresses."""

import re

from tests.walk.people import PEOPLE, asked, become, press, said, told

LIQUID, CAST, FLOUR, MACHINE = (
    "晋中澄川液压股份有限公司（演示）",
    "晋中云竹精密铸造有限公司（演示）",
    "晋中青禾面业有限公司（演示）",
    "晋中汾岭机械有限公司（演示）",
)
PERSON, TEAM = "武秋平", "焊接质量攻关小组（演示）"
NAMES = (LIQUID, TEAM, CAST, FLOUR, PERSON, MACHINE)  # in the order in which the walk sees them: the last falls out first
FIRST, SECOND = "office-1", "office-2"
REVIEWERS = {person.username: person.name for person in PEOPLE if person.role == "评审员"}
BACKGROUND = {"X-Background": "1"}


def line(page, name, act):
    """Follow what is to be done with one line of a table; the first line that has it, where no name is given."""
    row = page.locator("main tr", has_text=name) if name else page.locator("main")
    with page.expect_navigation():
        row.get_by_role("link", name=re.compile(f"^{act}")).first.click()


def prepared(page, button="^经办"):
    """The first hand is done; another is asked."""
    press(page, button)
    assert re.search("已经经办|已经提出", said(page)), f"{page.url}\n{said(page)}"


def confirmed(page, title, done, *, by=SECOND):
    """The second hand finds it on the home page, reads it and signs."""
    become(page, by)
    asked(page, title)
    press(page, "^确认")
    told(page, done)


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
