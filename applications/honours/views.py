"""The office's pages of winners from before the system: the list, entering, confirming, correcting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from applications.honours import services
from applications.honours.forms import HonourForm, HonourSigningForm
from applications.honours.models import PriorHonour
from core.rules import RuleRefused

PAGE = 50
WHOLE = ("by", "grant", "person", "unit", "confirmation__by")


@page(Role.OFFICE, article="6")
def honours(request):
    """Every entry in its newest version, those that wait for the second hand marked."""
    rows = PriorHonour.objects.newest().select_related(*WHOLE)
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "waiting": PriorHonour.objects.waiting().count()}
    return render(request, "applications/honours.html", context)


@page(Role.OFFICE, article="6")
def honour_new(request):
    """The first hand enters a winner."""
    form = HonourForm(request.POST or None)
    if form.is_valid():
        row = services.enter(form.words(), by=request.actor, at=request.at)
        messages.success(request, "已经登记，请另一人对照文件确认。确认以前不计算。")
        return redirect("applications:honour", row.pk)
    return render(request, "applications/honour_enter.html", {"form": form}, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="6")
def honour(request, pk):
    """One entry with its versions; the second hand confirms the newest here."""
    found = get_object_or_404(PriorHonour.objects.select_related(*WHOLE), pk=pk)
    confirmed = hasattr(found, "confirmation")
    blockers = [] if confirmed else services.confirm_blockers(found, request.actor, at=request.at)
    if request.method == "POST" and (blockers or confirmed):
        raise RuleRefused(blockers or "这一条已经确认。", article=services.ARTICLE)
    signs = not confirmed and not blockers
    form = HonourSigningForm(request.POST or None, request=request, honour=found) if signs else None
    if form and form.is_valid():
        services.confirm(found, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "已经确认，申报资格从现在起按它核对。")
        return redirect("applications:honours")
    first = found.lineage or found.pk
    versions = PriorHonour.objects.filter(pk=first) | PriorHonour.objects.filter(lineage=first)
    context = {
        "honour": found,
        "confirmed": confirmed,
        "own": found.by_id == request.actor.person_id,
        "blockers": blockers,
        "form": form,
        "newest": not PriorHonour.objects.filter(replaces=found).exists(),
        "versions": versions.select_related(*WHOLE).order_by("-event_id"),
    }
    return render(request, "applications/honour.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article="6")
def honour_correct(request, pk):
    """Another version in the place of this one; it needs its own second hand."""
    current = get_object_or_404(PriorHonour.objects.select_related(*WHOLE), pk=pk)
    form = HonourForm(request.POST or None, current=current)
    if form.is_valid():
        row = services.enter(form.words(), replaces=current, by=request.actor, at=request.at)
        messages.success(request, "更正已经登记，请另一人对照文件确认。确认以前按原来的计算。")
        return redirect("applications:honour", row.pk)
    context = {"form": form, "current": current}
    return render(request, "applications/honour_enter.html", context, status=422 if form.is_bound else 200)
