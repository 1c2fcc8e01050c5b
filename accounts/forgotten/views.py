"""Resetting a forgotten password, open to everybody: counted by name and address, and by address, as sign-in is."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import PUBLIC, page
from accounts.forgotten import services
from accounts.forgotten.forms import NameForm, RenewalForm
from accounts.mailbox.proving import MINUTES
from accounts.security import throttle
from accounts.security.log import address, name_hash, note
from accounts.security.models import Kind
from accounts.security.refusal import too_many
from accounts.security.throttle import Limit
from accounts.users.models import User

ASKED = Limit("forgotten", 3, 60)  # codes asked for, by name and address
ASKING = Limit("forgotten-address", 20, 60)


@sensitive_post_parameters()
@page(PUBLIC)
def forgotten(request):
    """The user name; then the code and the new password; then sign-in, where the second factor is asked as ever."""
    try:
        if "word" in request.POST:
            return _renew(request, RenewalForm(request.POST))
        form = NameForm(request.POST or None)
        if form.is_valid():
            name = form.cleaned_data["username"].strip()
            throttle.take(ASKED, f"{name_hash(name)}@{address(request)}")
            throttle.take(ASKING, address(request))
            return _page(request, RenewalForm(initial={"word": services.ask(name, at=request.at)}))
    except throttle.TooMany as many:
        return too_many(request, many.minutes)
    return _page(request, form)


def _renew(request, form: RenewalForm):
    """The code is looked at last, and counted like a password at sign-in."""
    if not form.is_valid():
        return _page(request, form)
    name = form.username
    attempt = throttle.attempt(name, address(request))
    if sentence := services.against(form.cleaned_data["word"], form.cleaned_data["code"]):
        left = attempt.failed()
        note(request, Kind.FAILED if left else Kind.LOCKED, person=User.objects.filter(username=name).first(), name=name)
        form.add_error("code", sentence)
        return _page(request, form)
    attempt.passed()
    person = services.renew(name, form.cleaned_data["password"], at=request.at)
    note(request, Kind.PASSWORD, person=person)
    messages.success(request, "密码已经重设，请用新密码登录。")
    return redirect("account_login")


def _page(request, form):
    context = {"form": form, "minutes": MINUTES}
    return render(request, "accounts/forgotten.html", context, status=422 if form.is_bound and not form.is_valid() else 200)
