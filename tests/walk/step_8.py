"""审定公示: a meeting without result, a meeting that decides, the award notice and its medium, an objection that is upheld."""

import re

from tests.walk.people import asked, become, clock_to, follow, leave, next_step, press, sign, told
from tests.walk.reviewing import CAST, LIQUID, TEAM
from tests.walk.step_3 import file_objection

WHY = "经审议，成绩突出，符合授奖条件。"
EMPTY = "本届没有其他达到授奖水平的申报者。"
AUTHORITY = "公示期间异议查实的，授权组长取消，不再开会。"


def walk(page):
    meet(page, "2026-06-02", 1, decide=without_result)
    meet(page, "2026-06-03", 2, decide=decision({LIQUID: "质量奖", CAST: "质量奖", TEAM: "提名奖"}))
    read_again(page)
    notice(page, "2026-06-04T09:00")
    object_and_uphold(page, published(page), CAST)
    close(page, "2026-06-12T09:00")


def meet(page, day, number, *, decide):
    """One meeting: called in the morning, held at ten, recorded by the secretary, confirmed by the head, minutes the same day."""
    become(page, "secretary")
    clock_to(page, f"{day}T08:30")
    asked(page, "召集")
    page.get_by_label("开会时间").fill(f"{day}T10:00")
    page.get_by_label("地点").fill("市政府第一会议室")
    page.get_by_label("通知日期").fill(day)
    page.get_by_label("通知方式").fill("书面通知全体成员")
    press(page, "登记召集")
    clock_to(page, f"{day}T11:00")
    asked(page, f"登记第{number}次全体会议的到会")
    press(page, "^登记$")
    asked(page, f"登记第{number}次全体会议的结果")
    decide(page)
    press(page, "^登记，请到会成员确认")

    become(page, "leader-1")
    asked(page, f"确认第{number}次全体会议的结果")
    sign(page, "确认登记会议结果")
    told(page, "会议结果已经登记")

    become(page, "secretary")
    asked(page, f"登记第{number}次全体会议的纪要")
    page.get_by_label("纪要编号").fill(f"演示纪要〔2026〕{number}号")
    page.get_by_label("印发日期").fill(day)
    press(page, "登记纪要")
    told(page, "纪要已经登记")


def without_result(page):
    page.get_by_label("流会", exact=True).check()
    page.get_by_label("流会或者退回补充研究的理由").fill("会议临时中止，没有形成决定。")


def decision(grades):
    """A function that fills in the result: by name, the grade that everybody voted for; one place stays vacant."""

    def decide(page):
        for row in page.locator("main tbody tr").all():
            name = row.locator("th").inner_text().split("\n")[0]
            grade = grades.get(name)
            row.locator('select[name$="-grade"]').select_option(label=grade or "不列入")
            row.locator('select[name$="-how"]').select_option(label="表决" if grade else "协商一致")
            for vote, count in (("for", 3), ("against", 0), ("abstained", 0)) if grade else ():
                row.locator(f'input[name$="-{vote}"]').fill(str(count))
            row.locator('textarea[name$="-reason"]').fill(WHY if grade else "与授奖要求还有差距，建议继续提高。")
        page.get_by_label("名额空缺的理由").fill(EMPTY)
        page.get_by_label("会议授权").fill(AUTHORITY)

    return decide


def read_again(page):
    """The office reads the conditions once more."""
    become(page, "office-1")
    asked(page, "再次核对资格条件")
    press(page, "再核对一次|核对全部")
    told(page, "已经再次核对")


def notice(page, moment):
    """Composed by one, confirmed by the other, out at once; then the first medium is on record."""
    become(page, "office-1")
    asked(page, "拟定.*拟授奖名单公示")
    page.get_by_label("发布时间").fill(moment)
    press(page, "拟好")
    become(page, "office-2")
    asked(page, "确认.*拟授奖名单公示")
    sign(page, "确认")
    clock_to(page, moment)
    asked(page, "登记媒体刊登")
    page.get_by_label("新闻媒体").fill("演示日报")
    page.get_by_label("刊登日期").fill(moment[:10])
    press(page, "登记，开始计算")
    told(page, "公示期5个工作日")


def published(page):
    """Return the address of the newest notice, as anybody finds it."""
    leave(page)
    page.goto("/notices/")
    page.get_by_role("link", name=re.compile("拟授奖名单")).first.click()
    page.wait_for_url(re.compile(r"/notices/\d+-\d+/$"))
    return page.url


def object_and_uphold(page, address, name):
    """Somebody objects; two of the office find it true; the leading group takes the name off by the authority of its minutes."""
    file_objection(page, address, name, "2025年发生重大生产安全事故。")
    become(page, "office-1")
    asked(page, f"办理对{name}的异议")
    follow(page, "拟处理意见")
    page.get_by_label("结论").select_option("upheld")
    page.locator('select[name="condition"]').select_option(index=6)
    page.get_by_label("核查情况和理由").fill("应急管理部门认定属实。")
    press(page, "拟好，请另一人确认")
    become(page, "office-2")
    asked(page, f"确认对{name}的异议的处理意见")
    press(page, "确认“异议成立”")
    told(page, "异议成立")

    become(page, "secretary")
    asked(page, f"取消{name}的拟授奖")
    page.get_by_label("不符合的条件").select_option("9(6)")
    page.get_by_label("取消的理由").fill("异议成立，不符合第九条第（六）项。")
    press(page, "经办取消")
    become(page, "leader-1")
    asked(page, "确认依授权取消")
    sign(page, "确认依纪要授权取消")
    told(page, "名额空出")


def close(page, moment):
    """The period is over; two of the office open the last step."""
    become(page, "office-1")
    clock_to(page, moment)
    next_step(page, "批准公告")
