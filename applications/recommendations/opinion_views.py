"""The office's page of the opinions of one application: what is needed, what is there, entering another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.recommendations import further, opinions
from applications.recommendations.forms import OpinionForm
from applications.recommendations.models import FurtherOpinion
from applications.recommendations.views import own
from applications.snapshots.models import Snapshot
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.parameters.catalogue import OPINIONS


@page(Role.OFFICE, article="18(3)")
def recommendation_opinions(request, pk):
    """Those that stand on the newest version, those that a newer version made void, and entering one from its sealed paper."""
    application = own(request, pk)
    blockers = opinions.enter_blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else OpinionForm(request.POST or None, request.FILES or None, body=application.body)
    if form and form.is_valid():
        seen = request.POST.get("seen", "")
        row = opinions.enter(application, seen=seen, by=request.actor, at=request.at, **form.opinion())
        messages.success(request, f"{row.body}的推荐意见已经登记。")
        return redirect("applications:recommendation_opinions", application.pk)
    snapshot = Snapshot.objects.latest_of(application)
    rows = FurtherOpinion.objects.filter(snapshot__application=application, replaced_by=None)
    context = {
        "application": application,
        "snapshot": snapshot,
        "need": dict(OPINIONS.choices)[further.need_of(application.edition)],
        "missing": further.missing(application),
        "rows": rows.select_related("snapshot", "body", "by", "scan").defer("snapshot__content").order_by("event_id"),
        "form": form,
        "blockers": blockers,
    }
    return render(request, "applications/recommendation_opinions.html", context, status=422 if form and form.is_bound else 200)


@page(Role.OFFICE, article="18(3)")
@require_safe
def recommendation_opinion_scan(request, pk, opinion):
    """The sealed paper."""
    row = get_object_or_404(FurtherOpinion.objects.select_related("scan"), pk=opinion, snapshot__application=own(request, pk))
    return serve(row.scan, inline="inline" in request.GET, asked=request.headers.get("Range", ""))
