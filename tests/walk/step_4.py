"""材料评审: the pool, invitations, a panel, assignments; one is replaced after a lock, one finds a conflict late; the round is
closed and reported, and one application does not advance."""

import re

from tests.walk.people import asked, become, enter, follow, next_step, press, release_letters, room, said, send, told
from tests.walk.reviewing import (
    CAST,
    FIRST,
    LIQUID,
    MACHINE,
    NAMES,
    PERSON,
    REVIEWERS,
    SECOND,
    confirmed,
    line,
    open_sheet,
    open_sheets,
    prepared,
    score,
)

WHOLE = LIQUID  # scored by clicking; the member who falls ill had locked it too
RELATED = PERSON  # the first reserve declares an interest here
LATE = MACHINE  # a member finds after the assignment that he must recuse himself; does not advance
OUTLYING = CAST
PANEL = "材料评审组"
SEATS = {"reviewer-1": "组长", "reviewer-2": "组员", "reviewer-3": "组员", "reviewer-4": "备选1", "reviewer-5": "备选2"}
# Source, post, speciality, employer.
POOL = {
    "reviewer-1": ("高等院校", "教授", "质量管理", "晋中理工学院（演示）"),
    "reviewer-2": ("科研机构", "研究员", "机械制造", "省机械研究所（演示）"),
    "reviewer-3": ("政府机关", "高级工程师", "检验检测", "省质量监督检验院（演示）"),
    "reviewer-4": ("企事业单位", "质量总监", "精益生产", "并州重工集团（演示）"),
    "reviewer-5": ("行业协会", "秘书长", "品牌", "省食品工业协会（演示）"),
}


def walk(page):
    enter_pool(page)
    invite(page)
    for username in REVIEWERS:
        join(page, username)
    form_panel(page)
    deploy(page)
    score_by_hand(page)
    become(page, "reviewer-2")
    score(page, WHOLE, 80)
    fall_ill(page)
    find_a_conflict(page)
    score_the_rest(page)
    close(page)
    report(page)
    decide(page)
    next_step(page, "现场评审")


def enter_pool(page):
    """Who may review: where he comes from, what he knows, for whom he works. The first by clicks, the others by the same addresses."""
    become(page, FIRST)
    asked(page, "登记并邀请评审员")
    address = {name: page.locator("tr", has_text=name).get_by_role("link").get_attribute("href") for name in REVIEWERS.values()}
    for username, (source, post, lines, employer) in POOL.items():
        profile = address[REVIEWERS[username]]
        if username == "reviewer-1":
            line(page, REVIEWERS[username], "登记")
            page.get_by_label("来源").select_option(label=source)
            page.get_by_label("职务或职称").fill(post)
            page.get_by_label("专业特长").fill(lines)
            press(page, "登记来源和专长")
            follow(page, "登记一个单位")
            page.locator('[name="employer"]').fill(employer)
            page.locator('[name="from_on"]').fill("2015-09-01")
            press(page, "登记任职单位")
            told(page, "任职单位已经登记")
        else:
            send(page, profile, {"source": source}, post=post, lines=lines, note="")
            send(page, profile.replace("profile", "employments"), employer=employer, from_on="2015-09-01")


def invite(page):
    """The office invites five of the pool."""
    become(page, FIRST)
    asked(page, "登记并邀请评审员")
    for name in REVIEWERS.values():
        page.get_by_role("checkbox", name=f"邀请{name}").check()
    press(page, "邀请选中的评审员")
    page.get_by_label("答复期限").fill("2026-05-15")
    press(page, "发出邀请")
    told(page, "已经邀请5人")


def join(page, username):
    """Accept, pledge, declare: each is asked by the page before."""
    become(page, username)
    asked(page, "答复")
    page.get_by_label("接受邀请").check()
    press(page, "送出答复")
    follow(page, "读承诺并签署")
    press(page, "签署评审员承诺")
    follow(page, "声明利害关系")
    declare(page, RELATED if username == "reviewer-4" else "")


def declare(page, name=""):
    """Read the list; name the one in which there is an interest."""
    if name:
        page.get_by_label(f"与{name}的关系", exact=True).select_option(index=1)
        page.get_by_label(f"与{name}的关系的说明").fill("2024年担任过顾问。")
    page.get_by_label("我已经逐份看过名单").check()
    press(page, "送出声明")
    told(page, "您的声明已经收到")


def form_panel(page):
    """One composes the panel with its reserve, another confirms; the conflict bars the reserve from one cell alone."""
    become(page, FIRST)
    asked(page, "组成材料评审组")
    follow(page, "组成评审组")
    page.get_by_label("名称").fill(PANEL)
    for username, seat in SEATS.items():
        page.get_by_label(f"{REVIEWERS[username]}的席位").select_option(label=seat)
    prepared(page)
    confirmed(page, "确认组成", "评审组已经组成")


def deploy(page):
    """The machine drafts evenly, two deploy; before that no reviewer sees anything."""
    become(page, FIRST)
    asked(page, "给6份申报分派评审员")
    press(page, "均衡分派草案")
    told(page, "每份3名评审员")
    page.get_by_role("link", name="核对并下达").click()
    prepared(page)
    become(page, "reviewer-1")
    assert open_sheets(page) == []
    confirmed(page, "确认下达", "分派已经下达")
    become(page, "reviewer-1")
    assert sorted(open_sheets(page)) == sorted(NAMES)


def score_by_hand(page):
    """Item by item through the pages, as a reviewer does."""
    become(page, "reviewer-1")
    open_sheet(page, WHOLE)
    while True:
        page.get_by_label("75", exact=True).check()
        following = page.get_by_role("button", name=re.compile("存好，评"))
        if not following.count():
            break
        with page.expect_navigation():
            following.click()
    press(page, "存好，写总体意见")
    page.get_by_label("对整份申报的意见").fill("方法系统，结果有数据支持。")
    press(page, "存好，通看全部条目")
    press(page, "锁定评分表")
    told(page, "评分表已经锁定")


def fall_ill(page):
    """After a lock a member leaves by two: his sheet stays, his other places go to the reserve without a conflict in them."""
    enter(page, FIRST)
    page.get_by_role("navigation").get_by_role("link", name="评审员", exact=True).first.click()
    page.locator("tr", has_text=REVIEWERS["reviewer-2"]).get_by_role("link").last.click()
    page.get_by_role("link", name="办理退出").click()
    page.get_by_label("因病", exact=False).first.check()
    page.get_by_label("说明").fill("住院治疗，2026年5月8日来电说明。")
    prepared(page)
    confirmed(page, f"确认{REVIEWERS['reviewer-2']}退出评审", "已经退出")
    become(page, "reviewer-2")
    assert open_sheets(page) == []
    fill_seat(page)


def fill_seat(page):
    """The reserve without a conflict takes the seat and what was not scored on it."""
    become(page, FIRST)
    asked(page, "补足5处分派")
    page.locator("tr", has_text=REVIEWERS["reviewer-2"]).get_by_role("link", name="补位").click()
    told(page, "随席位交接的申报")
    who = page.get_by_label("由谁补位")
    assert REVIEWERS["reviewer-5"] in who.locator("option").first.inner_text()
    page.get_by_label("说明").fill("由备选补位。")
    prepared(page)
    confirmed(page, "确认调整", "评审组已经调整")
    page.goto("/home/")
    assert "补足" not in said(page)


def find_a_conflict(page):
    """A member declares late: his assignment ends at once, and the first fitting reserve takes it, by two."""
    enter(page, "reviewer-3")
    page.get_by_role("navigation").get_by_role("link", name="邀请和承诺").first.click()
    page.locator("main tbody").get_by_role("link").first.click()
    page.get_by_role("link", name="补充声明").click()
    declare(page, LATE)
    assert LATE not in open_sheets(page)

    become(page, FIRST)
    asked(page, "补足1处分派")
    page.locator("tr", has_text=LATE).get_by_role("link", name="补派").click()
    assert REVIEWERS["reviewer-4"] in page.get_by_label("由谁接替").locator("option").first.inner_text()
    page.get_by_label("说明").fill("回避后由备选接替。")
    prepared(page)
    confirmed(page, "确认补派", "补派已经办好")


def score_the_rest(page):
    """Everybody locks what is his; one differs so much from the others that he is asked why."""
    for place, username in enumerate(one for one in REVIEWERS if one != "reviewer-2"):
        become(page, username)
        for name in open_sheets(page):
            far = username == "reviewer-3" and name == OUTLYING
            score(page, name, 40 if far else 85 - 5 * (NAMES.index(name) // 2) - 5 * (place % 2))
    become(page, "reviewer-3")
    asked(page, "请说明评分依据")
    page.locator("main textarea").fill("成熟度证据不足，三个条目没有近三年数据。")
    press(page, "提交说明")
    told(page, "评分依据已经记录")


def close(page):
    """Two close the round; only then points are read."""
    become(page, FIRST)
    asked(page, "结束材料评审评分")
    prepared(page, "^经办结束评分")
    confirmed(page, "确认结束材料评审评分", "结束评分")
    told(page, "已说明依据")


def report(page):
    """What the system drafted is saved and issued by two."""
    become(page, FIRST)
    asked(page, "写材料评审报告")
    press(page, "^保存")
    page.get_by_role("link", name="签发这一版").click()
    prepared(page, "^经办签发")
    confirmed(page, "确认签发材料评审报告", "已经在")


def decide(page):
    """Everybody but one advances; two decide, and nobody knows before the letters are out."""
    become(page, FIRST)
    asked(page, "提出现场评审名单")
    for name in NAMES:
        label = "不列入现场评审名单" if name == LATE else "列入现场评审名单"
        page.get_by_role("group", name=f"{name}：是否列入").get_by_label(label, exact=True).check()
        page.get_by_label(f"{name}：理由").fill("过程部分缺少近三年的数据。" if name == LATE else "材料扎实，结果有数据支持。")
    prepared(page)
    become(page, SECOND)
    asked(page, "确认现场评审名单")
    press(page, "确认现场评审名单")
    told(page, "名单已经确定")
    release_letters(page)
    room(page, "现场评审名单")
    told(page, "已经决定的")
