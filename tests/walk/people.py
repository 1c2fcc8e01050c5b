"""What everybody on the walk does: enter, open the edition, sign, move the clock, fill in a form."""

import re

NUMBER = "50"
DAY = "2011-04-18"
MONTH = "2011-04"


def enter(page, username):
    """Come in as somebody of the demonstration."""
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').click()
    page.wait_for_url("**/home/")


def board(page):
    """Open the board of the running edition."""
    page.goto("/editions/")
    page.get_by_role("link", name="第三届晋中市质量奖").first.click()


def room(page, label):
    """Open a room of the edition from its board."""
    board(page)
    page.locator("section", has=page.get_by_role("heading", name="本届各项")).get_by_role("link", name=label, exact=True).click()


def press(page, words):
    """Press the button whose words begin so."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(words)).first.click()


def next_step(page, label):
    """Two of the office open the next step."""
    for username, act in (("office-1", "经办"), ("office-2", "确认")):
        enter(page, username)
        board(page)
        page.get_by_role("link", name=f"进入“{label}”").first.click()
        press(page, f"{act}：进入“{label}”")
    assert page.get_by_role("heading", level=1).inner_text().endswith(label)


def clock_to(page, moment):
    """Move the demonstration's clock to a moment, as 2026-03-04T09:00."""
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


def fill_all(page, answers):
    """Fill in every empty field of the form on the page: by its label from `answers`, else something that its kind takes."""
    for label, words in answers.items():
        if page.get_by_label(label, exact=True).count():
            page.get_by_label(label, exact=True).first.fill(words)
    for box in page.locator("main form input:not([type=hidden]):not([type=file]):not([type=checkbox]):not([type=radio])").all():
        if box.is_visible() and not box.input_value():
            box.fill(_answer(box.get_attribute("name") or "", box.get_attribute("inputmode") or "", _words(page, box)))
    for text in page.locator("main form textarea").all():
        if text.is_visible() and not text.input_value():
            text.fill("演示内容：按评价标准逐条写明方法、展开和结果。")
    for choice in page.locator("main form select").all():
        if choice.is_visible() and not choice.input_value():
            choice.select_option(index=1)


def _words(page, box):
    label = page.locator(f'label[for="{box.get_attribute("id")}"]')
    return (label.first.inner_text() if label.count() else "") + (box.get_attribute("aria-label") or "")


def _answer(name, mode, words):
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
