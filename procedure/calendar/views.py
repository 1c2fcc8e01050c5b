"""The working calendar: the years on record, one year at a glance, and the office's form for a year's arrangement."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.access import page
from accounts.grants.models import Role
from core.clock import shanghai
from procedure.calendar import services
from procedure.calendar.arrangement import write
from procedure.calendar.forms import CONFIRM, EDIT, PREVIEW, ArrangementForm
from procedure.calendar.models import CalendarYear
from procedure.calendar.workdays import YearRules
from procedure.calendar.year_page import differences, months

READERS = (Role.OFFICE, Role.SECRETARY, Role.SUPERVISOR, Role.SYSTEM)
FIRST_YEAR, LAST_YEAR = 2004, 2200


@page(*READERS, article="18(3)")
def calendar(request):
    versions = list(CalendarYear.objects.in_force().order_by("-year"))
    context = {
        "versions": versions,
        "next_year": versions[0].year + 1 if versions else shanghai(request.at).year,
        "may_enter": request.actor.is_(Role.OFFICE),
    }
    return render(request, "procedure/calendar.html", context)


@page(*READERS, article="18(3)")
def calendar_year(request, year):
    _known(year)
    versions = list(CalendarYear.objects.filter(year=year).select_related("by").order_by("-event__seq"))
    current = versions[0] if versions else None
    context = {
        "year": year,
        "current": current,
        "versions": versions,
        "months": months(year, current.rules, today=shanghai(request.at)) if current else [],
        "may_enter": request.actor.is_(Role.OFFICE),
    }
    context["workdays"] = sum(month.workdays for month in context["months"])
    return render(request, "procedure/calendar_year.html", context)


@page(Role.OFFICE, article="18(3)")
def calendar_enter(request, year):
    _known(year)
    current = CalendarYear.objects.in_force().filter(year=year).first()
    initial = {
        "text": write(current.rules) if current else "",
        "source": f"国务院办公厅关于{year}年部分节假日安排的通知",
        "action": PREVIEW,
    }
    form = ArrangementForm(request.POST or None, year=year, at=request.at, initial=initial)
    context = {"year": year, "current": current, "form": form}
    if not form.is_valid():
        if form.arrangement and form.data.get("action") == CONFIRM:
            return render(request, "procedure/calendar_preview.html", context | _preview(form), status=422)
        return render(request, "procedure/calendar_enter.html", context, status=422 if form.is_bound else 200)
    if form.cleaned_data["action"] == EDIT:
        return render(request, "procedure/calendar_enter.html", context)
    if form.cleaned_data["action"] == PREVIEW:
        return render(request, "procedure/calendar_preview.html", context | _preview(form))
    return _enter(request, year, form)


def _enter(request, year, form):
    words = form.cleaned_data
    services.enter_arrangement(
        form.arrangement,
        paper=services.Paper(words["source"], words["document_number"], words["text"]),
        reason=words["reason"],
        seen=words["seen"],
        by=request.actor,
        at=request.at,
    )
    messages.success(request, f"{year}年放假安排已录入，工作日历已更新。")
    return redirect("procedure:calendar_year", year)


def _preview(form):
    """What was understood, year by year, beside the present table; against the plain week where there is none."""
    years = []
    for year, rules, current in form.tables:
        old = current.rules if current else YearRules()
        changed = services.changes(old, rules)
        years.append(
            {
                "year": year,
                "known": current is not None,
                "differences": differences(old, rules, changed),
                "months": months(year, rules, changed=set(changed) if current else ()),
            }
        )
    changed = any(year["differences"] or not year["known"] for year in years)
    return {"years": years, "arrangement": form.arrangement, "changed": changed, "seen": services.fingerprint(form.tables)}


def _known(year):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
