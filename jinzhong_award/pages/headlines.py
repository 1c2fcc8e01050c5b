"""What the front page says first: a running period, else an open window, else the newest winners. Words, ways in, days left."""

from datetime import datetime

from awards.register.models import Register
from core.clock import shanghai
from core.dates import day_in_words
from core.numerals import chinese_number
from procedure.calls.window import Window, deadline_in_words, window
from procedure.editions.models import Edition, Step
from publicity.notices.models import OF_AWARD, NoticeKind, NoticePublication
from publicity.notices.period import Period, article_of, countdown

BEFORE = (Step.CALL, Step.APPLYING)
EVERY_THREE_YEARS = "下一届原则上在三年以后；开始时，这里会登出申报通知，写明条件、材料和起止日期。"


def first(edition: Edition | None, running: tuple | None, found: list[NoticePublication], at: datetime) -> dict:
    """Return `headline`, `countdown` and `applying` for the page, as far as there is something to say."""
    if running:
        publication, period = running
        left = countdown(period, at, article=article_of(publication.notice))
        return {"headline": notice_headline(publication, period), "countdown": left, "applying": door(edition)}
    if edition is None:
        return {"headline": winners_headline()}
    opened = window(edition, at) if edition.step in BEFORE else None
    if opened is None:
        return {"applying": door(edition)}
    call = next((row for row in found if row.notice.kind == NoticeKind.CALL and row.notice.edition == edition), None)
    return applying(edition, opened, call, at)


def notice_headline(publication: NoticePublication, period: Period) -> dict:
    """Return the words for a running period, which go before everything else."""
    notice, address = publication.notice, f"/notices/{publication.number}/"
    award = notice.kind in OF_AWARD
    lead = "公示期在新闻媒体刊登以后起算。" if period.open else f"公示到{day_in_words(period.closes_on)}24:00。"
    ways = [{"url": address, "label": "看公示名单"}, {"url": f"{address}object/", "label": "提出异议"}]
    return {
        "eyebrow": f"{notice.edition} · {notice.get_kind_display()}",
        "phrases": ["拟授奖名单" if award else "受理名单", "正在公示"],
        "lead": f"{lead}任何单位和个人有异议的，请在公示期内实名提出，评选办逐件核查、逐件答复。",
        "article": article_of(notice),
        "actions": ways[:1] if award else ways,
    }


def winners_headline() -> dict | None:
    """Return the words between two editions, while the newest winners are what there is to read; None before the first register."""
    newest = Register.objects.public().first()
    if newest is None:
        return None
    return {
        "eyebrow": str(newest.edition),
        "phrases": [f"第{chinese_number(newest.edition.number)}届", "获奖名单已经公布" if newest.rows else "全部空缺"],
        "lead": EVERY_THREE_YEARS,
        "article": "5",
        "actions": [{"url": "/winners/", "label": "看获奖名单"}, {"url": "/rules/", "label": "看评选办法"}],
    }


def applying(edition: Edition, opened: Window, call: NoticePublication | None, at: datetime) -> dict:
    """Return the words for the window in which everybody may apply, and for the days before it and after it."""
    if at >= opened.closes_at:
        return {"applying": door(edition)}
    ends = deadline_in_words(opened.closes_at)
    open_now = opened.is_open(at)
    lead = f"{ends}截止。" if open_now else f"{deadline_in_words(opened.opens_at)}开始，{ends}截止。"
    ways = [{"url": "/register/", "label": "注册，开始申报"}] if open_now else []
    ways += [{"url": f"/notices/{call.number}/", "label": "看申报通知"}] if call else []
    said = {
        "eyebrow": f"{edition} · 第{chinese_number(edition.step)}步 {Step(edition.step).label}",
        "phrases": ["正在接受申报" if open_now else "就要开始申报"],
        "lead": f"{lead}组织和个人自愿申报，由县（市、区）人民政府、开发区管委会或者主管部门推荐，不收任何费用。",
        "article": "18(2)",
        "actions": [*ways, {"url": "/rules/#art9", "label": "看申报条件"}],
    }
    left = (shanghai(opened.closes_at if open_now else opened.opens_at) - shanghai(at)).days
    days = {
        "title": "离申报截止还有" if open_now else "离申报开始还有",
        "value": left,
        "unit": "天",
        "facts": [("开始", deadline_in_words(opened.opens_at)), ("截止", ends)],
        "hint": "截止以前没有提交的，不再接收；材料可以先存着，随时修改。",
    }
    begin = {"sentence": f"{ends}截止。注册以后可以边填边存，也可以请同事一起填。", "url": "/register/", "action": "开始申报"}
    return {"headline": said, "countdown": days, "applying": begin if open_now else None}


def door(edition: Edition | None) -> dict | None:
    """Return what stands at the door to applying once the window is past; None before."""
    if edition is None or edition.step < Step.QUALIFICATION:
        return None
    return {"sentence": "本届申报已经截止。下一届原则上在三年以后，可以先看条件、对照自查。"}
