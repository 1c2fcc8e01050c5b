"""综合评价: conditions read again, the report issued, the list composed with its reasons, reported to the leading group."""

from tests.walk.people import asked, become, clock_to, next_step, press, room, told
from tests.walk.reviewing import CAST, FIRST, FLOUR, LIQUID, TEAM, confirmed, prepared

DAY = "2026-05-27"
GRADES = {LIQUID: ("质量奖", 1), CAST: ("质量奖", 2), TEAM: ("提名奖", 1), FLOUR: ("不列入", None)}
WHY = "质量管理成熟，三个环节的评审结果在前列。"


def walk(page):
    become(page, FIRST)
    clock_to(page, f"{DAY}T09:00")
    read_again(page)
    report(page)
    table(page)
    compose(page)
    report_to_group(page)
    next_step(page, "审定公示")


def read_again(page):
    """Conditions of everybody who came this far."""
    become(page, FIRST)
    asked(page, "再次核对资格条件")
    press(page, "核对全部")
    told(page, "已经再次核对4份申报的资格条件")


def report(page):
    """What the system drafted is saved and issued by two."""
    asked(page, "写综合评价报告")
    press(page, "^保存")
    page.get_by_role("link", name="签发这一版").click()
    prepared(page, "^经办签发")
    confirmed(page, "确认签发综合评价报告", "已经在")


def table(page):
    """One row each; whoever did not come lacks a result, and the table says so."""
    room(page, "综合评价")
    lines = page.get_by_role("region", name="综合评价表，可横向滚动").locator("tbody tr")
    rows = {row.locator("th").inner_text().split("\n")[0]: row.inner_text() for row in lines.all()}
    assert {name: "缺" in words for name, words in rows.items()} == {LIQUID: False, CAST: False, TEAM: False, FLOUR: True}
    told(page, "没有到场答辩")


def compose(page):
    """Grade, place and reason of everybody; a reason that is too short is refused at its field."""
    become(page, FIRST)
    asked(page, "确定候选名单")
    for name, (grade, place) in GRADES.items():
        page.get_by_label(f"{name}的等次").select_option(label=grade)
        if place:
            page.get_by_label(f"{name}的次序").fill(str(place))
            page.get_by_label(f"{name}的理由").fill("好" if name == LIQUID else WHY)
    press(page, "^经办")
    told(page, f"{LIQUID}的理由至少写10个字")
    page.get_by_label(f"{LIQUID}的理由").fill(WHY)
    prepared(page)
    confirmed(page, "确认候选名单", "候选名单已经确定")


def report_to_group(page):
    """When and how list and report went to the leading group."""
    become(page, FIRST)
    asked(page, "登记向领导小组报告")
    page.get_by_label("报告日期").fill(DAY)
    page.get_by_label("报告方式").fill("书面报告（演示）")
    prepared(page)
    confirmed(page, "确认向领导小组报告的登记", "已经登记向领导小组报告")
