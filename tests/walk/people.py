"""Who walks, and what everybody on the walk does: come in, open a room, sign, move the clock, fill in a form.

Everything happens on one page of one browser. Each person keeps his own session: `become` puts his cookies in place of
those of whoever sat there before, so that coming back costs no request; it leaves the page where it stands, and whatever
follows opens its own address. `enter` goes to his home page besides.
"""

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

NUMBER = "50"
DAY = "2011-04-18"
MONTH = "2011-04"
PASSWORD = "Walk-2026-word"
EDITION = "第三届晋中市质量奖"


@dataclass(frozen=True)
class Person:
    """One line of the table: user name, name, and the grant that he is given (role and unit as the pages print them)."""

    username: str
    name: str
    role: str
    unit: str
    head: bool = False


OFFICE = "晋中市标准化和质量强市领导小组办公室"
GROUP = "晋中市标准化和质量强市领导小组"
AGENCY = "晋衡质量评价中心（演示）"
YUCI, TAIGU, PINGYAO = "榆次区人民政府", "太谷区人民政府", "平遥县人民政府"
EXAMINER, CHECKER, SIGNER = "推荐单位经办", "推荐单位审核", "推荐单位签发"
SECURITY, AUDIT = ("security", "孟怀瑾"), ("audit", "冀守谦")
# Granted in this order: the system administrator and the office first, who do their part before the others can be granted.
HANDS = (
    Person("system", "郝立言", "系统管理员", OFFICE),
    Person("office-1", "尹若谷", "评选办", OFFICE),
    Person("office-2", "任知微", "评选办", OFFICE, head=True),
)
PEOPLE = (
    Person("leader-1", "侯远山", "领导小组成员", GROUP, head=True),
    Person("leader-2", "温如松", "领导小组成员", GROUP),
    Person("leader-3", "乔景行", "领导小组成员", GROUP),
    Person("secretary", "阎思齐", "领导小组秘书", GROUP),
    Person("reviewer-1", "卫明德", "评审员", AGENCY),
    Person("reviewer-2", "苗清和", "评审员", AGENCY),
    Person("reviewer-3", "邵文澜", "评审员", AGENCY),
    Person("reviewer-4", "路致远", "评审员", AGENCY),
    Person("reviewer-5", "焦若水", "评审员", OFFICE),
    Person("yuci-1", "段和平", EXAMINER, YUCI),
    Person("yuci-2", "安守一", CHECKER, YUCI),
    Person("yuci-3", "祁正清", SIGNER, YUCI),
    Person("pingyao-1", "雷子衿", EXAMINER, PINGYAO),
    Person("pingyao-2", "范长青", CHECKER, PINGYAO),
    Person("pingyao-3", "康世安", SIGNER, PINGYAO),
)


@dataclass
class Seat:
    """The one chair before the browser: who sits there, everybody's cookies, and addresses that were found once."""

    present: str = ""
    cookies: dict[str, list] = field(default_factory=dict)
    found: dict[tuple[str, ...], str] = field(default_factory=dict)


_seats: WeakKeyDictionary = WeakKeyDictionary()


def seat(page):
    """The seat of this page's browser."""
    return _seats.setdefault(page.context, Seat())


def enter(page, username):
    """Be this person from now on, and stand on his home page."""
    become(page, username)
    page.goto("/home/")


def become(page, username):
    """Be this person from now on. Whoever has no session yet comes in by the demonstration's way; else the page stays where it is."""
    if seat(page).present == username:
        return
    leave(page)
    if username in seat(page).cookies:
        page.context.add_cookies(seat(page).cookies[username])
    else:
        page.goto("/demo/")
        with page.expect_navigation(url="**/home/"):
            page.locator(f'form[action="/demo/enter/{username}/"] button').first.click()
    seat(page).present = username


def leave(page):
    """Be nobody: a visitor without a session. Whoever sat there keeps his."""
    if seat(page).present:
        seat(page).cookies[seat(page).present] = page.context.cookies()
    page.context.clear_cookies()
    seat(page).present = ""


def sits(page, username):
    """Say who just came in by registering or by the real sign-in."""
    seat(page).present = username


def board(page):
    """Open the board of the running edition."""
    open_found(page, ("board",), lambda: _find_board(page))


def room(page, label):
    """Open a room of the edition from its board."""
    open_found(page, (seat(page).present, label), lambda: _find_room(page, label))


def open_found(page, key, find):
    """Open a page by the address that `find` came to before; the first time `find` goes there as a person does."""
    found = seat(page).found
    if key in found:
        page.goto(found[key])
    else:
        find()
        found[key] = page.url


def _find_board(page):
    page.goto("/editions/")
    page.get_by_role("link", name=EDITION).first.click()
    page.wait_for_url(re.compile(r"/editions/[0-9a-f-]{36}/$"))


def _find_room(page, label):
    board(page)
    link = page.locator("section", has=page.get_by_role("heading", name="本届各项")).get_by_role("link", name=label, exact=True)
    with page.expect_navigation():
        link.click()


def press(page, words):
    """Press the button whose words begin so."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(words)).first.click()


def sign(page, words):
    """Sign: the demonstration has filled in its password; the button says what is signed."""
    assert page.get_by_label("演示口令").input_value()
    press(page, words)


def follow(page, words):
    """Follow the first link that has these words."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


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


def release_letters(page):
    """Let go of every letter that waits, as the home page asks."""
    become(page, "office-1")
    asked(page, r"发出\d+份文书")
    while page.get_by_role("button", name="发出这").count():
        press(page, "发出这")


def next_step(page, label):
    """Two of the office open the next step, when the home page says that it may be opened."""
    two_of_office(page, f"进入“{label}”")
    assert page.get_by_role("heading", level=1).inner_text().endswith(label)


def two_of_office(page, move):
    """One prepares what the home page offers, the other is asked to confirm it."""
    for username, title, act in (("office-1", f"{EDITION}可以{move}", "经办"), ("office-2", f"确认：{EDITION}{move}", "确认")):
        become(page, username)
        asked(page, title)
        sign(page, f"{act}：{move}")


def clock_to(page, moment):
    """Move the demonstration's clock to a moment, as 2026-03-04T09:00. Somebody must have entered."""
    page.goto("/home/")
    with page.expect_navigation():
        page.evaluate(
            """moment => {
              const form = document.querySelector('form[action="/demo/clock/"]');
              const button = form.querySelector('button');
              button.value = moment;
              button.click();
            }""",
            moment,
        )


def send(page, address, choices=(), **fields):
    """Send the form of a page without drawing it, as the person who sits there: `choices` are given by their labels."""
    asked = page.request.get(address)
    assert asked.ok, (address, asked.status)
    html = asked.text()
    fields |= tokens(html)
    for name, label in dict(choices).items():
        fields[name] = _value_of(html, name, label)
    answer = page.request.post(address, form=fields)
    assert answer.ok, (address, answer.status, answer.text())
    return answer


def tokens(html):
    """What every form of a page carries unseen: its token, and the grant under which it was opened."""
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in ("csrfmiddlewaretoken", "acting_grant")}
    return {name: found.group(1) for name, found in hidden.items() if found}


def _value_of(html, name, label):
    options = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL).group()
    return re.search(rf'<option value="([^"]*)"[^>]*>{re.escape(label)}</option>', options).group(1)


def fill_all(page, answers):
    """Fill in every empty field of the form on the page: by its label from `answers`, else something that its kind takes."""
    for label, words in answers.items():
        if page.get_by_label(label, exact=True).count():
            page.get_by_label(label, exact=True).first.fill(words)
    empty = page.evaluate(EMPTY)
    page.evaluate(FILL, [_answer(*said) for said in empty])


# The empty fields that are seen, each as kind, name, keyboard and words; FILL takes the answers in the same order.
EMPTY = """() => {
  const seen = [...document.querySelectorAll('main form input, main form textarea, main form select')].filter(field =>
    !['hidden', 'file', 'checkbox', 'radio'].includes(field.type) && field.checkVisibility() && !field.value);
  window.emptyFields = seen;
  return seen.map(field => [field.localName, field.name, field.inputMode,
    [...(field.labels || [])].map(label => label.innerText).join('') + (field.getAttribute('aria-label') || '')]);
}"""
FILL = """answers => window.emptyFields.forEach((field, place) => {
  if (field.localName === 'select') field.selectedIndex = 1;
  else field.value = answers[place];
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
})"""


def _answer(kind, name, mode, words):
    if kind == "textarea":
        return "演示内容：按评价标准逐条写明方法、展开和结果。"
    if mode == "tel" or "mobile" in name:
        return "13900000001"
    if mode == "email" or "email" in name:
        return "demo@example.com"
    if "credit_code" in name or "employer_code" in name:
        return "91999900MA0DEM0A7U"
    if mode in ("decimal", "numeric") and not re.search(r"日期|年月|有效期", words):
        return NUMBER
    if re.search(r"日期|有效期", words):
        return DAY
    if re.search(r"年月", words):
        return MONTH
    return "演示内容"
