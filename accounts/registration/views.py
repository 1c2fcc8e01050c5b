"""Registering, open to everybody, counted per address."""

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import PUBLIC, page
from accounts.registration import services
from accounts.registration.forms import OrganizationForm, PersonForm
from accounts.security import throttle
from accounts.security.log import address, note
from accounts.security.models import Kind
from accounts.security.refusal import too_many


@page(PUBLIC)
def register(request):
    """Who registers: an organization, or a person."""
    return render(request, "accounts/register.html")


@sensitive_post_parameters()
@page(PUBLIC, article="10")
def register_organization(request):
    """An organization and its first member."""
    form = OrganizationForm(request.POST or None)
    if form.is_bound and (refusal := counted(request)):
        return refusal
    if form.is_valid():
        return welcome(request, services.register_organization(**form.unit(), at=request.at))
    return render(request, "accounts/register_organization.html", {"form": form}, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@page(PUBLIC, article="11")
def register_person(request):
    """A person, with the separate notice about the ID number."""
    form = PersonForm(request.POST or None, at=request.at)
    if form.is_bound and (refusal := counted(request)):
        return refusal
    if form.is_valid():
        return welcome(request, services.register_person(**form.person(), at=request.at))
    return render(request, "accounts/register_person.html", {"form": form}, status=422 if form.is_bound else 200)


def counted(request):
    """Count one try of this address; answer 429 when there were too many."""
    try:
        throttle.take(throttle.REGISTER, address(request))
    except throttle.TooMany as many:
        return too_many(request, many.minutes)
    return None


def welcome(request, person):
    """Sign in whoever has just registered."""
    note(request, Kind.REGISTERED, person=person)
    get_adapter(request).login(request, person)
    return redirect("home")
