"""资格审查: one is sent back and corrected, bodies recommend, one body is silent, the office decides, the list stands its period."""

import re

from tests.core.files.make import pdf
from tests.walk.people import (
    PINGYAO,
    TAIGU,
    asked,
    become,
    board,
    clock_to,
    enter,
    follow,
    leave,
    next_step,
    open_found,
    press,
    release_letters,
    room,
    sign,
)

LIQUID, FOOD, BRICK = "晋中澄川液压股份有限公司", "晋中望城食品有限公司", "晋中恒砌耐火材料有限公司"
CAST, FLOUR, MACHINE = "晋中云竹精密铸造有限公司", "晋中青禾面业有限公司", "晋中汾岭机械有限公司"
PERSON, TEAM = "武秋平", "焊接质量攻关小组"
SIGNED = {LIQUID: "yuci", TEAM: "yuci", CAST: "yuci", FLOUR: "yuci", FOOD: "pingyao", MACHINE: "pingyao"}
RECOMMENDED = (*SIGNED, PERSON)
ACCEPTED = tuple(name for name in RECOMMENDED if name != FOOD)
LISTED = tuple(name for name in ACCEPTED if name != TEAM)
TITLE, SUPPLEMENT = "受理名单", "补充公示"


def walk(page):
    correct(page)
    see_change(page)
    pass_on(page, PERSON, TAIGU, PINGYAO)
    for name, county in SIGNED.items():
        recommend(page, county, name)
    recommend_on_paper(page, "pingyao", PERSON)
    misses(page, "等8份")
    stay_silent(page)
    ask_departments(page)
    for name in RECOMMENDED:
        examine(page, name, fails="9-6" if name == FOOD else "")
    for name in ACCEPTED:
        decide(page, name, "受理")
    decide(page, FOOD, "不予受理", cite=True)
    misses(page, f"{FOOD}（演示）不予受理，文书还没有发出。")
    letters_of(page, "13800000003", 0)
    release_letters(page)
    letters_of(page, "13800000003", 1)
    hold(page, TEAM)
    publish(page)
    object_to(page, PERSON)
    lift(page, TEAM)
    supplement(page, TEAM)
    close(page)


def misses(page, words):
    """The gate says what still misses."""
    become(page, "office-1")
    board(page)
    assert words in page.locator("main").inner_text(), page.locator("main").inner_text()


def correct(page):
    """The body sends one back with one item; the applicant changes it, answers, commits anew and submits again."""
    become(page, "yuci-1")
    clock_to(page, "2026-04-07T09:00")
    recommendation(page, LIQUID)
    page.get_by_role("link", name="材料要改，退回补正").first.click()
    page.get_by_label("要补正什么：主导产品或服务").fill("请写明主导产品的型号。")
    press(page, "退回第1版")
    assert "等待补正" in page.locator("main").inner_text()

    enter(page, "13800000001")
    follow(page, "看要补正什么")
    correction = page.url
    page.get_by_label("答复").first.fill("已经补充型号。")
    press(page, "保存答复")
    follow(page, "去改这一项")
    page.get_by_label("主导产品或服务").fill("液压泵（CC-50型）、液压阀（CC-20型）。")
    press(page, "保存")
    submit_again(page, correction)


def submit_again(page, correction):
    """What was changed is committed anew."""
    page.goto(correction.replace("/correction/", "/commitment/"))
    press(page, "签署")
    page.goto(correction)
    page.get_by_role("link", name="检查并重新提交").click()
    press(page, "提交")
    assert page.url.endswith("/receipt/"), page.locator("main").inner_text()


def recommendation(page, name):
    """Open one application of the body."""
    open_found(page, ("recommendation", name), lambda: from_list(page, "/recommendations/", name))


def from_list(page, address, name):
    """Open one of a list by its name."""
    page.goto(address)
    page.get_by_role("link", name=name).last.click()
    page.wait_for_url(f"**{address}*-*/")


def see_change(page):
    """The body reads what was changed and why."""
    become(page, "yuci-1")
    recommendation(page, LIQUID)
    words = page.locator("main").inner_text()
    assert "第1版到第2版，改了1处" in words
    assert "答复：已经补充型号。" in words


def pass_on(page, name, source, target):
    """The applicant chose a body that is not his: one of the office proposes another, the second confirms."""
    become(page, "office-1")
    room(page, "推荐进度")
    with page.expect_navigation():
        page.locator("tr", has_text=name).get_by_role("link", name="转请另一推荐单位").click()
    page.get_by_label("转给").select_option(label=target)
    page.get_by_label("理由").fill("申报人在平遥县工作。")
    press(page, "提出转办")
    address = page.url

    become(page, "office-2")
    page.goto(address)
    words = page.locator("main").inner_text()
    assert f"现在由{source}审查" in words
    sign(page, f"确认转请{target}办理")
    assert f"已经转请{target}办理" in page.locator("body").inner_text()


def examine_first(page, county, name):
    """经办 examines, 审核 agrees."""
    become(page, f"{county}-1")
    recommendation(page, name)
    for result in page.locator('input[name$="_result"][value="ok"]').all():
        result.check()
    page.get_by_label("建议推荐", exact=True).check()
    page.get_by_label("推荐意见").fill("经审查，材料齐全属实，符合申报条件，同意推荐。")
    press(page, "登记对第")

    become(page, f"{county}-2")
    recommendation(page, name)
    page.get_by_label("同意这一份初审意见").check()
    press(page, "登记对第")


def recommend(page, county, name):
    """经办, 审核, 签发: three people of the body, one version."""
    examine_first(page, county, name)
    become(page, f"{county}-3")
    recommendation(page, name)
    sign(page, r"签发第\d版，推荐")
    assert "已经签发，推荐给评选办" in page.locator("body").inner_text()


def recommend_on_paper(page, county, name):
    """Signed and sealed on paper: 经办 enters the scan, 审核 compares it."""
    examine_first(page, county, name)
    become(page, f"{county}-1")
    recommendation(page, name)
    follow(page, "登记扫描件")
    page.get_by_label("落款日期").fill("2026-04-07")
    page.get_by_label("签发人").fill("康世安")
    scan = {"name": "推荐表.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    page.get_by_label("签字盖章后的扫描件").set_input_files(scan)
    press(page, r"登记第\d版的扫描件")

    become(page, f"{county}-2")
    recommendation(page, name)
    follow(page, "核对盖章扫描件")
    page.get_by_label("与扫描件一致，确认").check()
    press(page, "登记核对结果")
    assert "已经确认，逐份登记为签发" in page.locator("body").inner_text()


def stay_silent(page):
    """Nobody acts for the third body: it is reminded, its deadline passes, the office records it."""
    become(page, "office-1")
    clock_to(page, "2026-04-17T09:00")
    room(page, "推荐进度")
    press(page, "催办太谷区人民政府")
    assert "文书已经发出" in page.locator("body").inner_text()
    clock_to(page, "2026-04-21T00:02")
    room(page, "推荐进度")
    press(page, f"把{BRICK}.*记为逾期未推荐")
    assert "已经记为逾期未推荐" in page.locator("body").inner_text()
    assert "每份申报都有推荐结果" in page.locator("main").inner_text()


def ask_departments(page):
    """One department answers, one stays silent until its term has passed."""
    become(page, "office-1")
    for department, answers in (("市应急管理局（演示）", True), ("市税务局（演示）", False)):
        room(page, "资格审查")
        page.get_by_role("link", name="部门意见", exact=True).click()
        fields = {"部门": department, "询问": "近三年有无重大事故和不良记录。", "发函日期": "2026-04-08", "答复期限": "2026-04-15"}
        for label, words in fields.items():
            page.get_by_label(label).first.fill(words)
        press(page, "登记这份函")
        page.get_by_role("link", name=department).first.click()
        (answer if answers else note_silence)(page)


def answer(page):
    """Record the department's letter."""
    page.locator('input[name="answer"][value="none"]').check()
    page.get_by_label("答复日期").fill("2026-04-14")
    page.locator('input[name="document"]').fill("复函〔2026〕8号（演示）")
    press(page, "登记选中各份的答复")
    assert "已经登记" in page.locator("body").inner_text()


def note_silence(page):
    """Note that the term passed."""
    page.get_by_label("催办情况").fill("4月16日电话催办，没有答复。")
    press(page, "把没有答复的记为逾期")
    assert "已经记为逾期" in page.locator("main").inner_text()


def case(page, name):
    """Open one case of the office."""
    open_found(page, ("case", name), lambda: from_list(page, "/qualification/", name))


def examine(page, name, *, fails=""):
    """Write down every condition with its basis; one may be found wanting."""
    become(page, "office-1")
    case(page, name)
    for box in page.locator('input[name$="-verdict"][value="pass"]').all():
        box.check()
    for basis in page.locator('textarea[name$="-basis"]').all():
        basis.fill("查阅申报材料和部门复函。")
    if fails:
        page.locator(f'input[name="{fails}-verdict"][value="fail"]').check()
    press(page, "保存审查结论")
    assert "项审查结论" in page.locator("body").inner_text()


def decide(page, name, label, *, cite=False):
    """One prepares the decision, another confirms it."""
    become(page, "office-1")
    case(page, name)
    page.get_by_role("link", name=f"提出{label}").click()
    if cite:
        page.get_by_label("第九条第（六）项").check()
        page.get_by_label("理由").fill("2024年发生重大生产安全事故，以部门的认定为准。")
    press(page, f"经办：{label}")

    become(page, "office-2")
    case(page, name)
    page.get_by_role("link", name=f"核对并确认：{label}").click()
    press(page, f"确认：{label}")
    assert f"已经决定：{name}" in page.locator("body").inner_text()


def letters_of(page, username, count):
    """How many decisions an applicant can read: none before the letters are out."""
    become(page, username)
    page.goto("/letters/")
    assert page.get_by_role("link", name="申报不予受理通知").count() == count


def publish(page):
    """The list: composed by one, confirmed by the other, out at its hour with its period and checkpoint, on paper too."""
    notice(page, "受理名单公示", TITLE, "2026-04-27T09:00", LISTED)
    for address in ("/", "/notices/"):
        page.goto(address)
        assert TITLE in page.locator("main").inner_text()
    follow(page, re.compile(TITLE))
    assert page.url.endswith("/notices/2026-2/")
    words = page.locator("main").inner_text()
    assert "公示中" in words
    assert "校验点" in words
    assert page.request.get("/notices/2026-2.pdf").body().startswith(b"%PDF")


def notice(page, kind, title, hour, names):
    """Composed by one, confirmed by another, unseen until its hour."""
    become(page, "office-1")
    asked(page, f"拟定.*{kind}")
    lines = page.locator("main").inner_text().splitlines()
    assert {name for name in RECOMMENDED if any(line.startswith(name) for line in lines)} == set(names), lines
    page.get_by_label("发布时间").fill(hour)
    press(page, "拟好")

    become(page, "office-2")
    asked(page, f"确认.*{kind}")
    sign(page, "确认")
    page.goto("/notices/")
    assert title not in page.locator("main").inner_text()
    clock_to(page, hour)


def supplement(page, name):
    """Whoever was held when the list was out stands a period of his own."""
    notice(page, "补充公示", SUPPLEMENT, "2026-04-27T15:00", (name,))
    page.goto("/notices/2026-3/")
    words = page.locator("main").inner_text()
    assert name in words
    assert "公示中" in words


def object_to(page, name):
    """Anybody objects under his own name; two of the office find nothing in it; he is told by his code."""
    status, code = file_objection(page, "/notices/2026-2/", name, "从事质量工作不满五年。")
    dismiss(page, name)
    told(page, status, code)


def file_objection(page, address, name, facts):
    """A citizen objects to one name of a list; return the address of its state and the code of its receipt."""
    leave(page)
    page.goto(address)
    page.get_by_role("link", name="在线提出异议").click()
    page.get_by_label("您的电子邮箱").fill("citizen@example.cn")
    press(page, "把验证码发到这个邮箱")
    page.get_by_label("邮件里的验证码").fill(page.locator("form strong").last.inner_text())
    for label, words in {"真实姓名": "封书砚", "事实": facts, "理由和依据": "曾在同一单位工作。"}.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("以什么身份提出").select_option("person")
    target = page.get_by_label("针对名单里的哪一个")
    target.select_option(label=target.locator("option", has_text=name).first.inner_text())
    page.get_by_label("以上是我的真实姓名").check()
    press(page, "实名提出异议")
    return page.get_by_role("link", name="凭查询码看办理情况").get_attribute("href"), page.locator("dd strong").first.inner_text()


def told(page, status, code):
    """Whoever objected reads the outcome by his code, once its letters are out."""
    release_letters(page)
    leave(page)
    page.goto(status)
    page.get_by_label("查询码").fill(code)
    press(page, "看办理情况")
    assert "已经办结：异议不成立" in page.locator("main").inner_text()


def dismiss(page, name):
    """Prepared by one, confirmed by another."""
    become(page, "office-1")
    asked(page, f"办理对{name}的异议")
    page.get_by_role("link", name="拟处理意见").click()
    page.get_by_label("结论").select_option("dismissed")
    page.get_by_label("核查情况和理由").fill("查劳动合同，从事质量工作已满五年。")
    press(page, "拟好，请另一人确认")

    become(page, "office-2")
    asked(page, f"确认对{name}的异议的处理意见")
    press(page, "确认“异议不成立”")
    assert "已经办结：异议不成立" in page.locator("main").inner_text()


def hold(page, name):
    """One prepares the hold, another confirms it."""
    two_of_holds(page, name, "暂缓", "有关部门正在核查一名成员的情况。")
    assert "现在暂缓1份" in page.locator("main").inner_text()
    release_letters(page)


def lift(page, name):
    """The matter is cleared: lifted by two; what was never noticed asks for a supplementary notice."""
    two_of_holds(page, name, "解除暂缓", "核查完毕，没有问题。")
    assert "还没有公示过，请接着拟定补充公示" in page.locator("body").inner_text()
    assert "现在暂缓0份" in page.locator("main").inner_text()
    release_letters(page)


def two_of_holds(page, name, act, reason):
    """One finds it in the room of holds, the other is asked."""
    become(page, "office-1")
    room(page, "暂缓")
    with page.expect_navigation():
        page.locator("tr", has_text=name).get_by_role("link", name=act, exact=True).click()
    page.get_by_label("理由").fill(reason)
    press(page, f"经办{act}")

    become(page, "office-2")
    asked(page, f"确认{act}：{name}")
    press(page, f"确认{act}")


def close(page):
    """The period runs out at 24:00 of its fifth working day; only then the next step opens."""
    misses(page, "公示期到2026年5月7日（星期四）24:00止。")
    clock_to(page, "2026-05-08T00:00")
    page.goto("/notices/2026-2/")
    assert page.get_by_role("link", name="在线提出异议").count() == 0
    board(page)
    assert "4个中满足4个" in page.locator("main").inner_text()
    next_step(page, "材料评审")
