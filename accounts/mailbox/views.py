"""Where letters of whoever is signed in go: shown, and changed by proving another address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import SIGNED_IN, page
from accounts.mailbox.forms import MailboxForm, ProvedForm
from accounts.mailbox.proving import MINUTES
from accounts.mailbox.services import PROVING, set_mailbox
from accounts.security import throttle
from accounts.security.refusal import too_many


@sensitive_post_parameters()
@page(SIGNED_IN)
def mailbox(request):
    """The address; then the code; then it is set."""
    whom = str(request.user.pk)
    try:
        if "word" in request.POST:
            return _prove(request, ProvedForm(request.POST, proving=PROVING, whom=whom))
        form = MailboxForm(request.POST or None)
        if form.is_valid():
            word, code = PROVING.send(form.cleaned_data["email"], whom=whom, at=request.at)
            return _page(request, ProvedForm(initial={"word": word}, proving=PROVING, whom=whom), demo_code=code)
    except throttle.TooMany as many:
        return too_many(request, many.minutes)
    return _page(request, form)


def _prove(request, form: ProvedForm):
    if not form.is_valid():
        return _page(request, form)
    set_mailbox(form.email, by=request.actor, at=request.at)
    messages.success(request, f"以后的回执、通知和文书同时发到{form.email}。")
    return redirect("mailbox")


def _page(request, form, **more):
    context = {"form": form, "present": request.user.email, "minutes": MINUTES} | more
    return render(request, "accounts/mailbox.html", context, status=422 if form.is_bound and not form.is_valid() else 200)
