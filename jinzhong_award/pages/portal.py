"""The public's front page: the same bytes for everybody."""

from dataclasses import dataclass

from django.shortcuts import render

from accounts.access import PUBLIC, page
from awards.numbers import public_numbers
from core.caching import kept
from core.ledger.remembering import held, mark_of_every
from core.numerals import chinese_number
from jinzhong_award.pages.headlines import first
from jinzhong_award.progress import nine_steps
from procedure.calendar.services import workdays
from procedure.calendar.workdays import Workdays
from procedure.editions.models import Edition, Step
from publicity.notices.models import NoticePublication
from publicity.notices.pages import lines
from publicity.notices.period import Period, period_of

SHOWN = 5
LOOKED_AT = 30  # a running period is among the newest notices


@dataclass(frozen=True)
class Facts:
    """What the page says, whatever the hour: the edition that runs, the newest notices with their periods, the public numbers."""

    edition: Edition | None
    found: list[NoticePublication]
    calendar: Workdays | None
    periods: list[tuple[NoticePublication, Period]]
    numbers: dict | None


@kept
@page(PUBLIC, article="18")
def portal(request):
    """What is going on now, the nine steps, and the ways in."""
    facts = held("portal", facts_now, mark=mark_of_every())
    edition, at = facts.edition, request.at
    running = next(((row, period) for row, period in facts.periods if period.runs(at)), None)
    context = {
        "edition": edition and headline(edition),
        "steps": nine_steps(edition),
        "notices": lines(facts.found[:SHOWN], facts.calendar, at),
        "numbers": facts.numbers,
        **first(edition, running, facts.found, at),
    }
    return render(request, "pages/portal.html", context)


def facts_now() -> Facts:
    """Read what the page says; it changes by acts alone."""
    edition, found = Edition.objects.current(), list(NoticePublication.objects.shown()[:LOOKED_AT])
    calendar = workdays() if found else None
    return Facts(
        edition=edition,
        found=found,
        calendar=calendar,
        periods=[(row, period) for row in found if (period := period_of(row, calendar))],
        numbers=public_numbers(edition) if edition and edition.step >= Step.QUALIFICATION else None,
    )


def headline(edition: Edition) -> dict:
    """Return the words for the present state of an edition."""
    return {
        "title": str(edition),
        "ordinal": f"第{chinese_number(edition.number)}届",
        "step_number": edition.step,
        "step_cn": chinese_number(edition.step),
        "step_name": Step(edition.step).label,
    }
