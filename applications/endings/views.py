"""The applicant's page to withdraw; the page on which the office, later the leading group, ends an application by two."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.applicants.models import ApplicantKind
from applications.cases.access import own
from applications.cases.models import Status
from applications.endings import services
from applications.endings.forms import EndForm, WithdrawForm
from applications.endings.models import Ending
from applications.moves import END, END_LATE, STANDING, TAKE_BACK
from core.files.serving import serve
from core.rules import RuleRefused
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal


@page(Role.APPLICANT, article="5")
def withdraw(request, pk):
    """What withdrawing means, then the reason and the signature."""
    application = own(request, pk)
    blockers = services.withdraw_blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _withdraw_form(request, application)
    if form and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.withdraw(application, reason=reason, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "申报已经撤回，推荐单位和评选办不再办理。")
        return redirect("applications:application", application.pk)
    context = {
        "application": application,
        "draft": application.status == Status.DRAFT,
        "late": application.edition.step >= Step.DELIBERATION,
        "team": application.applicant.kind == ApplicantKind.TEAM,
        "may_take_back": not TAKE_BACK.blockers(application, request.actor, at=request.at),
        "form": form,
        "blockers": blockers,
    }
    return render(request, "applications/withdraw.html", context, status=422 if form and form.is_bound else 200)


def _withdraw_form(request, application) -> WithdrawForm:
    number = f"（编号{application.number}）" if application.number else ""
    version = f"{application.applicant.unit.name}的申报{number}，{application.edition}"
    fingerprint = services.withdrawal_digest(application)
    return WithdrawForm(request.POST or None, request=request, version=version, fingerprint=fingerprint, act="撤回申报")


@page(Role.OFFICE, Role.LEADING_GROUP, article="13(3)")
@require_safe
def endings(request, pk):
    """What stands in an edition and may be ended, what was ended, and why."""
    edition = get_object_or_404(Edition, pk=pk)
    found = services.endable(request.actor).filter(edition=edition, status__in=[*STANDING, Status.ENDED]).order_by("number")
    rows = {row.application_id: row for row in Ending.objects.filter(application__in=found, replaced_by=None).select_related("by")}
    names = [move.name for move in (END, END_LATE)]
    waiting = set(Proposal.objects.standing().filter(edition=edition, move__in=names).values_list("subject", "after"))
    lines = [
        {"application": one, "ending": rows.get(one.pk), "ended": one.status == Status.ENDED, "waits": (str(one.pk), one.last) in waiting}
        for one in found.annotate(last=Max("changes__pk"))
    ]
    return render(request, "applications/endings.html", {"edition": edition, "lines": lines})


@page(Role.OFFICE, Role.LEADING_GROUP, article="13(3)")
def end(request, pk):
    """The first hand states ground and proof; the second looks at the proof and signs."""
    application = get_object_or_404(services.endable(request.actor), pk=pk)
    actor, at, move = request.actor, request.at, services.move_of(request.actor)
    waiting = services.waiting_of(application)
    second = waiting is not None and waiting.by_id != actor.person_id and "again" not in request.GET
    blockers = (move.second_blockers if second else services.end_blockers)(application, actor, at=at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    form = None if blockers else _end_form(request, application, waiting if second else None)
    if form and form.is_valid():
        return _ended(request, application, waiting if second else None, form)
    context = {
        "application": application,
        "row": waiting or (Ending.objects.newest_of(application) if application.status == Status.ENDED else None),
        "waiting": waiting,
        "second": second,
        "form": form,
        "blockers": [] if application.status == Status.ENDED else blockers,
    }
    return render(request, "applications/end.html", context, status=422 if form and form.is_bound else 200)


def _end_form(request, application, waiting):
    if waiting is None:
        return EndForm(request.POST or None, request.FILES or None)
    version = f"{application.applicant.unit.name}的申报，{waiting.get_ground_display()}"
    return SigningForm(request.POST or None, request=request, version=version, fingerprint=waiting.digest(), act="确认终止这份申报")


def _ended(request, application, waiting, form):
    if waiting is None:
        services.propose_end(application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "终止已经提出，请另一人核对证明后确认。")
        return redirect("applications:end", application.pk)
    services.confirm_end(waiting, by=request.actor, at=request.at, signature=form.signature())
    messages.success(request, f"{application.applicant.unit}的申报已经终止，告知的文书等待发出。")
    return redirect("applications:endings", application.edition_id)


@page(Role.OFFICE, Role.LEADING_GROUP, article="13(3)")
@require_safe
def end_scan(request, pk):
    """The proof."""
    row = Ending.objects.newest_of(get_object_or_404(services.endable(request.actor), pk=pk))
    if row is None:
        raise Http404
    return serve(row.scan, inline="inline" in request.GET, asked=request.headers.get("Range", ""))
