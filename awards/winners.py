"""The public register of winners (articles 22, 24): from the moment in which an edition's awards are registered."""

from collections import Counter

from django.shortcuts import render

from accounts.access import PUBLIC, page
from accounts.units.counties import county_map
from applications.cases.models import Application, Grade, Status
from applications.honours.models import PriorHonour
from awards.earlier import earlier, heading, rows_of, tab
from awards.numbers import public_numbers
from awards.register.models import Register
from core.caching import kept
from core.clock import shanghai
from core.ledger.remembering import held, mark_of_every
from core.numerals import chinese_number
from core.papers.content import day
from procedure.editions.models import Category

LONGEST = 4  # digits of an edition's number


@kept
@page(PUBLIC, article="24")
def winners(request):
    """Winners by edition, those before the system too, the newest unless the address names another; with the year of each title."""
    asked = request.GET.get("edition", "")
    asked = asked if asked.isdecimal() and len(asked) < LONGEST else ""
    return render(request, "pages/winners.html", held(f"winners-{asked}", lambda: context_of(asked), mark=mark_of_every()))


def context_of(asked: str) -> dict:
    """Return what the page says of one edition; it changes by acts alone."""
    registers, before = list(Register.objects.public()), earlier()
    known = {one.edition.number: one for one in registers}
    numbers = [*known, *(number for number in before if number not in known)]
    number = next((one for one in numbers if str(one) == asked), numbers[0] if numbers else None)
    chosen = known.get(number)
    standing = _standing(chosen) if chosen else []
    entered = before.get(number, [])  # of one that this system ran: awarded late, on a judgment
    found = [_row(one, chosen) for one in standing] + rows_of(entered)
    return {
        "editions": [_tab(known[one], chosen) if one in known else tab(one, before[one], current=one == number) for one in numbers],
        "chosen": _chosen(chosen, entered) if chosen else heading(number, entered) if number else None,
        "order": "按类别和名称排列，不分先后",
        "awards": [row for row in found if row["grade"] == Grade.AWARD],
        "nominations": [row for row in found if row["grade"] == Grade.NOMINATION],
        "counties": county_map(Counter(one.body_id for one in standing)) if standing else None,
        "numbers": public_numbers(chosen.edition, register=chosen) if chosen else None,
    }


def year_of(register: Register) -> int:
    """Return the year in which an edition was won: that of the commendation, or of the register where nobody won."""
    commendation = getattr(register.approval, "commendation", None) if register.approval else None
    return commendation.dated_on.year if commendation else shanghai(register.at).year


def _standing(register: Register) -> list[Application]:
    """The applications of the register whose awards stand."""
    keys = [row["application"] for row in register.rows]
    return list(Application.objects.filter(pk__in=keys, status=Status.AWARDED).whole().order_by("-category", "applicant__unit__name", "pk"))


def _row(application: Application, register: Register) -> dict:
    """One winner as he was named then."""
    body, year = application.body, year_of(register)
    return {
        "grade": application.grade,
        "name": next(row["name"] for row in register.rows if row["application"] == str(application.pk)),
        "category": "组织" if application.category == Category.ORGANIZATION else "个人",
        "place": (body.short_name or body.name) if body else "",
        "line": f"{year}年晋中市质量奖{'提名奖' if application.grade == Grade.NOMINATION else ''}",
    }


def _tab(register: Register, chosen: Register | None) -> dict:
    number = register.edition.number
    ordinal = f"第{chinese_number(number)}届"
    return {"url": f"/winners/?edition={number}", "ordinal": ordinal, "year": year_of(register), "current": register == chosen}


def _chosen(register: Register, late: list[PriorHonour]) -> dict:
    mark = "（演示）" if register.edition.demo else ""
    commendation = getattr(register.approval, "commendation", None) if register.approval else None
    said = f"{commendation.document_number}，{day(commendation.dated_on)}印发。" if commendation else "本届没有授奖。"
    added = f"办结以后另有补授，{heading(register.edition.number, late)['lead']}" if late else ""
    return {"ordinal": f"第{chinese_number(register.edition.number)}届", "lead": f"{said}{added}{mark}"}
