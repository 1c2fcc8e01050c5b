"""The office's pages of the call: how it stands, composing a version, confirming it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from core.dates import moment_in_words
from core.rules import RuleRefused
from procedure.calendar.services import workdays
from procedure.calls import services
from procedure.calls.blocks import call_blocks, times
from procedure.calls.defaults import first_draft
from procedure.calls.drafts import draft_of
from procedure.calls.forms import CallForm, CallSigningForm, soon
from procedure.calls.models import Call
from procedure.calls.window import in_force, pending, published_at
from procedure.editions.models import Edition


@page(Role.OFFICE, article="18(1)")
def call(request, pk):
    """How the call stands; the second hand confirms here what the first put before him."""
    edition = get_object_or_404(Edition, pk=pk)
    newest = Call.objects.newest(edition)
    waiting = newest if newest and not hasattr(newest, "confirmation") else None
    if request.method == "POST" and waiting is None:
        raise RuleRefused("没有等待确认的申报通知。", article=services.ARTICLE)
    blockers = services.confirm_blockers(waiting, request.actor, at=request.at) if waiting else []
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = CallSigningForm(request.POST or None, request=request, call=waiting) if waiting and not blockers else None
    if form and form.is_valid():
        services.confirm(waiting, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, f"申报通知已经确认，{moment_in_words(max(waiting.publish_at, request.at))}公开。")
        return redirect("procedure:call", edition.pk)
    context = _standing(edition, request.at) | {
        "edition": edition,
        "waiting": waiting,
        "own": waiting is not None and waiting.by_id == request.actor.person_id,
        "blockers": blockers,
        "form": form,
        "compose_blockers": services.compose_blockers(edition, request.actor, at=request.at),
        "versions": Call.objects.filter(edition=edition).select_related("by", "confirmation__by").order_by("-event_id"),
    }
    context["blocks"] = call_blocks(shown) if (shown := waiting or context["coming"] or context["current"]) else []
    context["shown"] = shown
    return render(request, "procedure/call.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article="18(1)")
def call_compose(request, pk):
    """Compose the first version, another one, or an extension."""
    edition = get_object_or_404(Edition, pk=pk)
    if blockers := services.compose_blockers(edition, request.actor, at=request.at):
        raise RuleRefused(blockers)
    current = in_force(edition, request.at)
    form = CallForm(request.POST or None, edition=edition, at=request.at, shown=_shown(edition, current, request.at))
    if form.is_valid():
        services.compose(edition, form.draft, by=request.actor, at=request.at)
        messages.success(request, "申报通知已经拟好，请另一人核对后确认。")
        return redirect("procedure:call", edition.pk)
    context = {"edition": edition, "form": form, "current": current, "times": times(current) if current else []}
    return render(request, "procedure/call_compose.html", context, status=422 if form.is_bound else 200)


def _shown(edition, current, at):
    """What the form starts with: the newest version, or the suggestion for a first one."""
    newest = Call.objects.newest(edition)
    if newest is None:
        return first_draft(edition, workdays=workdays(), at=at)
    changed = {"publish_at": soon(at)} if newest.publish_at < at else {}
    return draft_of(newest, **changed, **({"reason": ""} if newest == current else {}))


def _standing(edition, at) -> dict:
    current, coming = in_force(edition, at), pending(edition, at)
    return {
        "current": current,
        "times": times(current) if current else [],
        "coming": coming,
        "coming_at": published_at(coming) if coming else None,
        "closed": bool(current and at >= current.closes_at),
    }
