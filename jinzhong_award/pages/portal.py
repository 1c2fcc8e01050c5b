"""The public's front page: the same bytes for everybody."""

from django.shortcuts import render

from accounts.access import PUBLIC, page
from awards.numbers import public_numbers
from awards.register.models import Register
from core.caching import kept
from core.dates import day_in_words
from core.numerals import chinese_number
from jinzhong_award.progress import nine_steps
from procedure.calendar.services import workdays
from procedure.editions.models import Edition, Step
from publicity.notices.models import OF_AWARD, NoticePublication
from publicity.notices.pages import lines
from publicity.notices.period import Period, article_of, countdown, period_of

SHOWN = 5
LOOKED_AT = 30  # a running period is among the newest notices


@kept
@page(PUBLIC, article="18")
def portal(request):
    """What is going on now, the nine steps, and the ways in."""
    edition = Edition.objects.current()
    found = list(NoticePublication.objects.shown()[:LOOKED_AT])
    calendar = workdays() if found else None
    running = next(((row, period) for row in found if (period := period_of(row, calendar)) and period.runs(request.at)), None)
    context = {
        "edition": edition and headline(edition),
        "steps": nine_steps(edition),
        "notices": lines(found[:SHOWN], calendar, request.at),
        "headline": notice_headline(*running) if running else None if edition else winners_headline(),
        "countdown": _countdown(*running, request.at) if running else None,
        "numbers": public_numbers(edition) if edition and found else None,
    }
    return render(request, "pages/portal.html", context)


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
        "lead": "下一届原则上在三年以后；开始时，这里会登出申报通知，写明条件、材料和起止日期。",
        "article": "5",
        "actions": [{"url": "/winners/", "label": "看获奖名单"}, {"url": "/rules/", "label": "看评选办法"}],
    }


def _countdown(publication: NoticePublication, period: Period, at) -> dict:
    address = f"/notices/{publication.number}/"
    return countdown(period, at, url=address, action="看公示", article=article_of(publication.notice))


def headline(edition: Edition) -> dict:
    """Return the words for the present state of an edition."""
    return {
        "title": str(edition),
        "ordinal": f"第{chinese_number(edition.number)}届",
        "step_number": edition.step,
        "step_cn": chinese_number(edition.step),
        "step_name": Step(edition.step).label,
    }
