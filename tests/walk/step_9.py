"""批准公告: request, answer, commendation, awards; the edition is completed and the public sees exactly the winners."""

import re

from tests.walk.people import asked, become, board, leave, press, sign, told, two_of_office
from tests.walk.step_8 import read_again

DAY = "2026-06-12"


def walk(page):
    request(page, DAY)
    answer(page, DAY)
    commend(page, DAY)
    assert winners(page) == {"质量奖": [], "提名奖": []}
    register(page)
    complete(page)


def request(page, day):
    """Written by the secretary, issued by the leading group."""
    read_again(page)
    become(page, "secretary")
    asked(page, "起草")
    press(page, "存好这一版")
    asked(page, "登记请示的印发")
    fill(page, 文号="演示请〔2026〕1号", 印发日期=day)
    press(page, "^经办")
    become(page, "leader-1")
    asked(page, "确认请示的印发")
    sign(page, "^确认")
    told(page, "请示已经登记印发")


def answer(page, day):
    """The government approves."""
    become(page, "office-1")
    asked(page, "登记市政府的答复")
    page.get_by_label("批准", exact=True).check()
    page.locator('input[name="document_number"]').fill("演示批〔2026〕1号")
    fill(page, 答复日期=day)
    press(page, "^经办")
    second(page, "确认市政府的答复", "市政府的答复已经登记")


def commend(page, day):
    """It commends."""
    become(page, "office-1")
    asked(page, "登记表彰通报")
    fill(page, 文号="演示发〔2026〕1号", 印发日期=day)
    press(page, "^经办")
    second(page, "确认表彰通报", "表彰通报已经登记")


def register(page):
    """Two register the awards, whoever won or nobody."""
    become(page, "office-1")
    asked(page, "登记授奖")
    press(page, "^经办")
    second(page, "确认授奖", "授奖已经登记")


def complete(page):
    """Two of the office complete the edition."""
    two_of_office(page, "办结本届")
    board(page)
    told(page, "进入“已完成”")


def winners(page):
    """Return whom the public page names, by grade."""
    leave(page)
    page.goto("/winners/")
    nominated = page.get_by_role("table", name=re.compile("提名奖名单")).locator("tbody th")
    return {"质量奖": page.locator(".plaque h3").all_inner_texts(), "提名奖": nominated.all_inner_texts()}


def second(page, title, done):
    """The second hand finds it on the home page, reads it and signs."""
    become(page, "office-2")
    asked(page, title)
    sign(page, "^确认")
    told(page, done)


def fill(page, **fields):
    """Fill in fields by their labels."""
    for label, words in fields.items():
        page.get_by_label(label, exact=True).fill(words)
