"""现场评审: a panel, a plan for everybody on the list, records in the field, signatures; two decide, and one does not pass."""

from tests.core.files.make import image
from tests.walk.people import asked, become, clock_to, follow, next_step, press, release_letters, sign, tokens, told
from tests.walk.reviewing import FIRST, FLOUR, LIQUID, MACHINE, NAMES, PERSON, REVIEWERS, SECOND, confirmed, line, post, prepared

DAY = "2026-05-14"
PANEL = "第一专项评审组"
SEATS = {"reviewer-1": "组长", "reviewer-3": "组员", "reviewer-5": "组员", "reviewer-4": "备选1"}
CHAIR, *MEMBERS = (username for username, seat in SEATS.items() if not seat.startswith("备选"))
VISITED = tuple(name for name in NAMES if name != MACHINE)
FAILING = PERSON
UNSIGNED = (FLOUR, MEMBERS[-1])  # a member who cannot sign; the chair notes why
FINDING = "抽查三份记录，签字和日期齐全，与申报材料一致。"
REPORT = "管理体系运行有效，数据可以追溯，与申报材料一致。"
SHORT = "记录不全，近三年的业绩没有原始凭证，不能证实申报的内容。"


def walk(page):
    form_panel(page)
    for name in VISITED:
        plan(page, name)
    agree_to_plans(page)
    answer(page)
    visit(page)
    decide(page)
    next_step(page, "陈述答辩")


def form_panel(page, *, round="现场评审", name=PANEL, seats=SEATS):
    """One composes the panel, another confirms."""
    become(page, FIRST)
    asked(page, f"组成{round}组")
    follow(page, "组成评审组")
    page.get_by_label("名称").fill(name)
    for username, seat in seats.items():
        page.get_by_label(f"{REVIEWERS[username]}的席位").select_option(label=seat)
    prepared(page)
    confirmed(page, "确认组成", "评审组已经组成")


def plan(page, name):
    """Who comes, on which day, what to prepare."""
    become(page, FIRST)
    asked(page, "安排")
    line(page, name, "安排")
    page.get_by_label("专项评审组").select_option(label=PANEL)
    page.get_by_label("日期").fill(DAY)
    page.get_by_label("地点").fill("质量部会议室和生产现场（演示）")
    page.get_by_label("请申报者准备").fill("近三年的质量记录。")
    prepared(page)


def agree_to_plans(page):
    """The second hand confirms one after the other, and the letters go out."""
    become(page, SECOND)
    for _ in VISITED:
        asked(page, r"确认\d份现场评审安排")
        line(page, "", "核对安排")
        sign(page, "^确认")
        told(page, "安排已经确定")
    release_letters(page)


def answer(page):
    """An applicant finds the plan on his home page and agrees."""
    become(page, "13800000001")
    asked(page, "确认现场评审安排")
    page.get_by_label("可以，按安排准备").check()
    press(page, "答复|送出|确认")
    told(page, "已经确认")


def visit(page):
    """On the day: records, a photo, the report by the chair, every signature or the chair's note."""
    become(page, CHAIR)
    clock_to(page, f"{DAY}T09:00")
    for name in VISITED:
        record(page, name)
        conclude(page, name)
    for username in MEMBERS:
        become(page, username)
        for name in VISITED:
            if (name, username) != UNSIGNED:
                countersign(page, name)
    excuse(page, *UNSIGNED)


def record(page, name):
    """Item by item; the first with its photo as on a phone, the others by the addresses of their pages."""
    become(page, CHAIR)
    asked(page, f"现场记录：{name}")
    first, *others = items(page)
    if name == LIQUID:
        page.goto(first)
        page.get_by_label("与材料一致").check()
        page.get_by_label("记录", exact=True).fill(FINDING)
        page.get_by_label("得分").fill("8")
        press(page, "记好")
        page.goto(first)
        photo = {"name": "首件检验单.jpg", "mimeType": "image/jpeg", "buffer": image()}
        page.get_by_label("照片或者文件").set_input_files([photo])
        page.get_by_label("说明").fill("首件检验单，总装车间。")
        press(page, "存照片")
        told(page, "已存到服务器：首件检验单")
    else:
        others.insert(0, first)
    common = tokens(page.content())
    for address in others:
        post(page, address, common | {"match": "same", "finding": FINDING, "points": "8"})


def items(page):
    """The addresses of the items on the page of a record."""
    return [link.get_attribute("href") for link in page.locator("main a[href*='/items/']").all()]


def conclude(page, name):
    """The chair writes the summary with its conclusion, locks it and signs."""
    asked(page, f"现场记录：{name}")
    follow(page, "总体情况和结论")
    page.get_by_label("总体情况").fill(SHORT if name == FAILING else REPORT)
    page.get_by_label("建议不通过" if name == FAILING else "建议通过现场评审").check()
    press(page, "锁定报告")
    sign(page, "^签名")
    told(page, "已经签名")


def countersign(page, name):
    """A member reads the locked report and signs it."""
    asked(page, f"签名：{name}")
    sign(page, "^签名")
    told(page, "已经签名")


def excuse(page, name, username):
    """The chair notes why somebody does not sign."""
    become(page, CHAIR)
    asked(page, f"等组员签名：{name}")
    page.get_by_text("他不能签名，写明原因").click()
    page.get_by_label(f"{REVIEWERS[username]}没有签名的原因").fill("当天因公出差，没有参加这一家的评审。")
    press(page, "记下原因")
    told(page, f"已经记下{REVIEWERS[username]}没有签名的原因")


def decide(page):
    """On the reports: one prepares, another confirms; nobody knows before the letters are out."""
    become(page, FIRST)
    for name in VISITED:
        asked(page, r"决定\d份现场评审是否通过")
        line(page, name, "不通过" if name == FAILING else "通过")
        page.get_by_label("理由").fill(SHORT if name == FAILING else "现场情况与申报材料一致。")
        press(page, "^经办")
    become(page, SECOND)
    for _ in VISITED:
        asked(page, r"确认\d份现场评审的决定")
        line(page, "", "核对并确认")
        sign(page, "^确认")
        told(page, "已经决定")
    release_letters(page)
