"""The public's front page: the same bytes for everybody."""

from django.shortcuts import render

from accounts.access import PUBLIC, page
from awards.numbers import public_numbers
from core.caching import kept
from core.numerals import chinese_number
from jinzhong_award.pages.headlines import first
from jinzhong_award.progress import nine_steps
from procedure.calendar.services import workdays
from procedure.editions.models import Edition, Step
from publicity.notices.models import NoticePublication
from publicity.notices.pages import lines
from publicity.notices.period import period_of

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
        "numbers": public_numbers(edition) if edition and edition.step >= Step.QUALIFICATION else None,
        **first(edition, running, found, request.at),
    }
    return render(request, "pages/portal.html", context)


def headline(edition: Edition) -> dict:
    """Return the words for the present state of an edition."""
    return {
        "title": str(edition),
        "ordinal": f"第{chinese_number(edition.number)}届",
        "step_number": edition.step,
        "step_cn": chinese_number(edition.step),
        "step_name": Step(edition.step).label,
    }
