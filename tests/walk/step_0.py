"""筹备: everything of the gate holds; two of the office open the call."""

from tests.walk.people import board, enter, next_step


def walk(page):
    enter(page, "office-1")
    board(page)
    assert "9个中满足9个" in page.content()
    next_step(page, "发布信息")
