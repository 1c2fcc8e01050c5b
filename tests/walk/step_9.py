"""批准公告: request, answer, commendation, awards; the edition is completed and the public sees exactly the winners."""

from tests.walk.people import become, board, follow, leave, press, sign
from tests.walk.reviewing import asked, told
from tests.walk.step_8 import enter_at_home, read_again


def request(page, day):
    """Written by the secretary, issued by the leading group."""
    read_again(page)
    enter_at_home(page, "secretary")
    asked(page, "起草")
    press(page, "存好这一版")
    asked(page, "登记请示的印发")
    fill(page, 文号="演示请〔2026〕1号", 印发日期=day)
    press(page, "^经办")
    enter_at_home(page, "leader-1")
    asked(page, "确认请示的印发")
    sign(page, "^确认")
    told(page, "请示已经登记印发")


def answer(page, day):
    """The government approves."""
    enter_at_home(page, "office-1")
    asked(page, "登记市政府的答复")
    page.get_by_label("批准", exact=True).check()
    page.locator('input[name="document_number"]').fill("演示批〔2026〕1号")
    fill(page, 答复日期=day)
    press(page, "^经办")
    second(page, "确认市政府的答复", "市政府的答复已经登记")


def commend(page, day):
    """It commends."""
    enter_at_home(page, "office-1")
    asked(page, "登记表彰通报")
    fill(page, 文号="演示发〔2026〕1号", 印发日期=day)
    press(page, "^经办")
    second(page, "确认表彰通报", "表彰通报已经登记")


def register(page):
    """Two register the awards, whoever won or nobody."""
    enter_at_home(page, "office-1")
    asked(page, "登记授奖")
    press(page, "^经办")
    second(page, "确认授奖", "授奖已经登记")


def complete(page):
    """Two of the office complete the edition."""
    for username, act in (("office-1", "经办"), ("office-2", "确认")):
        become(page, username)
        board(page)
        follow(page, "办结本届")
        sign(page, f"{act}：办结本届")
    board(page)
    told(page, "进入“已完成”")


def winners(page):
    """Return what the public page says."""
    leave(page)
    page.goto("/winners/")
    return page.locator("main").inner_text()


def second(page, title, done):
    """The second hand finds it on the home page, reads it and signs."""
    enter_at_home(page, "office-2")
    asked(page, title)
    sign(page, "^确认")
    told(page, done)


def fill(page, **fields):
    """Fill in fields by their labels."""
    for label, words in fields.items():
        page.get_by_label(label, exact=True).fill(words)
