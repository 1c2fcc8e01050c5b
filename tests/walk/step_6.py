"""陈述答辩: a panel, the draw, the day in the room, sheets over four themes; one did not come."""

from tests.walk.people import asked, become, clock_to, next_step, press, release_letters, sign, told
from tests.walk.reviewing import CAST, FIRST, FLOUR, LIQUID, REVIEWERS, SECOND, TEAM, confirmed, open_sheets, prepared, score
from tests.walk.step_5 import form_panel

DAY = "2026-05-21"
SEATS = {"reviewer-1": "组长", "reviewer-4": "组员", "reviewer-5": "组员"}
ABSENT = FLOUR
HEARD = (LIQUID, TEAM, CAST)
MEAN = {LIQUID: 90, TEAM: 85, CAST: 80}


def walk(page):
    form_panel(page, round="陈述答辩", name="答辩专家组", seats=SEATS)
    draw(page)
    read_slot(page)
    hear(page)
    miss(page)
    for username in SEATS:
        become(page, username)
        assert sorted(open_sheets(page)) == sorted(HEARD)
        for name in HEARD:
            score(page, name, MEAN[name])
    close(page)
    register(page)
    next_step(page, "综合评价")


def draw(page):
    """One prepares the sitting; as another confirms, the order is drawn."""
    become(page, FIRST)
    asked(page, "安排4家答辩")
    page.get_by_label("专家组").select_option(label="答辩专家组")
    page.get_by_label("第一位开始时间").fill(f"{DAY}T09:00")
    page.get_by_label("地点").fill("市政府第二会议室")
    page.get_by_label("可以携带").fill("演示文稿，两人以内。")
    prepared(page)
    confirmed(page, "确认答辩的安排", "抽签")
    release_letters(page)


def read_slot(page):
    """An applicant reads his own time."""
    become(page, "13800000001")
    asked(page, "参加陈述答辩")
    told(page, "市政府第二会议室")


def hear(page):
    """The room on the day, in the drawn order: who speaks, what was asked; one stays away."""
    become(page, FIRST)
    for moment in ("09:10", "09:40", "10:10", "10:40"):
        clock_to(page, f"{DAY}T{moment}")
        asked(page, "今天的答辩")
        name = page.get_by_role("heading", level=1).inner_text()
        (stay_away if name == ABSENT else speak)(page)


def speak(page):
    page.get_by_label("主讲人").fill("秦望舒")
    page.get_by_label("职务").fill("总经理")
    press(page, "开始陈述，计时")
    page.get_by_role("timer").get_by_text("还剩").wait_for()
    page.get_by_label("提问的专家").select_option(label=REVIEWERS["reviewer-4"])
    page.get_by_label("问题").fill("近三年的不合格品率从哪里统计？")
    page.get_by_label("回答要点").fill("来自制造执行系统，每月由质量部复核。")
    press(page, "记下这一问")
    told(page, "1问")


def stay_away(page):
    page.get_by_text("没有到场", exact=True).click()
    page.get_by_label("未到场的情况").fill("等到结束，电话没有人接。")
    press(page, "登记未到场")


def miss(page):
    """The consequence for whoever did not come is decided by two; the experts are not asked for a sheet on him."""
    become(page, FIRST)
    asked(page, "1家没有到场")
    page.get_by_role("link", name="登记未到场答辩").first.click()
    page.get_by_label("理由").fill("书面通知了时间和地点，到时间没有来，电话没有人接。")
    press(page, "^经办")
    become(page, SECOND)
    asked(page, "确认1家未到场")
    page.get_by_role("link", name="核对未到场").first.click()
    sign(page, "^确认")
    told(page, "已经登记未到场答辩")
    release_letters(page)


def close(page):
    """Two close the round."""
    become(page, FIRST)
    asked(page, "结束陈述答辩评分")
    prepared(page, "^经办结束评分")
    confirmed(page, "确认结束陈述答辩评分", "结束评分")


def register(page):
    """Whoever spoke and whose sheets are locked has defended."""
    become(page, FIRST)
    asked(page, "登记3家已答辩")
    press(page, "登记这一场的3家已答辩")
