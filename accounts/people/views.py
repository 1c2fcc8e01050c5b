"""Everybody who can sign in: kept by security, read by audit, second factors released by system."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import ADMINISTRATORS, Grant, Role
from accounts.people import services
from accounts.people.forms import PersonForm
from accounts.users.models import User


@page(*ADMINISTRATORS)
def people(request):
    """Who there is, by name or user name."""
    wanted = request.GET.get("q", "").strip()
    found = User.objects.annotate(granted=Exists(Grant.objects.standing().filter(person=OuterRef("pk")))).order_by("username")
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(username__icontains=wanted))
    shown = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": shown, "q": wanted, "role": request.actor.role})


@never_cache
@page(Role.SECURITY)
def person_new(request):
    """Open an account; its temporary password is on the answer and never again."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person, password = services.add_person(**form.cleaned_data, by=request.actor, at=request.at)
        return render(request, "accounts/temporary_password.html", {"person": person, "password": password})
    return render(request, "accounts/person_new.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@page(Role.SECURITY)
def person_password(request, pk):
    """A new temporary password."""
    person = get_object_or_404(User, pk=pk)
    password = services.renew_password(person, by=request.actor, at=request.at)
    return render(request, "accounts/temporary_password.html", {"person": person, "password": password})


@page(*ADMINISTRATORS)
def person(request, pk):
    """One account with its grants and what may be done about it."""
    shown = get_object_or_404(User, pk=pk)
    grants = Grant.objects.filter(person=shown).select_related("unit", "confirmation", "end").order_by("-at", "pk")
    return render(request, "accounts/person.html", {"person": shown, "grants": grants, "role": request.actor.role})


@require_POST
@page(Role.SECURITY)
def person_switch(request, pk):
    """Close or open an account."""
    person = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    services.switch_person(person, active=active, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    messages.success(request, f"已{'恢复' if active else '停用'}{person.name}的账号。")
    return redirect("person", pk=pk)


@require_POST
@page(Role.SYSTEM)
def person_factors(request, pk):
    """Release a lost second factor."""
    person = get_object_or_404(User, pk=pk)
    services.release_factors(person, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    messages.success(request, f"已解除{person.name}的第二重验证，下次登录后重新添加。")
    return redirect("person", pk=pk)
