"""The applicant's pages: beginning, the overview with what is missing, the check."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.choice import choose, grants_of
from accounts.grants.models import Role
from applications.applicants.models import Applicant, ApplicantKind, TeamMember
from applications.applicants.twice import twice
from applications.cases import services
from applications.cases.access import own
from applications.cases.forms import BeginForm, BodyForm, PersonBeginForm
from applications.cases.history import history
from applications.cases.models import Application, Status
from applications.cases.progress import deadline, progress
from applications.cases.rules import editing_blockers, window_blockers
from applications.cases.told import shown_status
from applications.eligibility.services import findings
from applications.eligibility.verdict import Finding, Verdict
from applications.endings.services import withdraw_blockers
from applications.evidence.services import standing
from applications.moves import RESUBMIT, SUBMIT, TAKE_BACK
from core.rules import RuleRefused
from procedure.editions.models import Category, Edition

STATES = {Verdict.PASS: "ok", Verdict.FAIL: "shut", Verdict.PERSON: "note"}


@page(Role.APPLICANT, article="18(2)")
def apply(request):
    """Whether one may apply, read before anything is typed; what one has; beginning."""
    edition = Edition.objects.current()
    blockers = services.begin_blockers(edition, request.actor, at=request.at) if edition else []
    form = _begin_form(request, edition, blockers)
    if request.method == "POST":
        if form is None:
            raise RuleRefused(blockers or "现在没有正在进行的评选。", article="18(2)")
        if form.is_valid():
            return _begun(request, edition, form)
    applications = Application.objects.visible_to(request.actor).whole().order_by("-edition__number")
    invitations = TeamMember.objects.filter(person=request.actor.person, confirmed_at=None, left_at=None)
    context = {
        "edition": edition,
        "form": form,
        "blockers": blockers,
        "deadline": edition and deadline(edition, request.at),
        "conditions": [condition(finding) for finding in _beforehand(request, edition)] if edition and form else [],
        "applications": [{"application": one, "status": shown_status(one, request.actor)} for one in applications],
        "invitations": invitations.select_related("applicant__unit").order_by("pk"),
    }
    return render(request, "applications/apply.html", context, status=422 if form and form.is_bound else 200)


def condition(finding: Finding) -> dict:
    """Return one line of eligibility as the gate prints it."""
    return {"state": STATES[finding.verdict], "label": finding.label, "sentence": finding.sentence, "article": finding.article}


def _begin_form(request, edition, blockers):
    """The form to begin with; a person who applies already may still begin with a team."""
    if edition is None:
        return None
    data, unit = request.POST or None, request.actor.unit
    personal = not unit.credit_code and not Applicant.objects.filter(unit=unit, kind=ApplicantKind.TEAM).exists()
    if not blockers:
        return PersonBeginForm(data) if personal else BeginForm(data)
    alone = personal and not window_blockers(edition, request.at)
    return PersonBeginForm(data, alone=False) if alone else None


def _begun(request, edition, form):
    if name := form.team_name:
        application = services.begin_team(edition, name=name, body=form.cleaned_data["body"], by=request.actor, at=request.at)
        choose(request, grants_of(request.actor.person, request.at).get(unit=application.applicant.unit))
        messages.success(request, f"小组已经建立，现在以“{name}”的身份办理。请添加成员，由各人自己确认。")
        return redirect("applications:members", application.pk)
    application = services.begin(edition, body=form.cleaned_data["body"], by=request.actor, at=request.at)
    return redirect("applications:application", application.pk)


def _beforehand(request, edition) -> list[Finding]:
    """Eligibility of somebody who has typed nothing yet."""
    unit = request.actor.unit
    kind = ApplicantKind.ORGANIZATION if unit.credit_code else ApplicantKind.PERSON
    applicant = Applicant.objects.filter(unit=unit).select_related("unit").first() or Applicant(kind=kind, unit=unit)
    category = Category.ORGANIZATION if applicant.kind == ApplicantKind.ORGANIZATION else Category.INDIVIDUAL
    return findings(Application(edition=edition, applicant=applicant, category=category), request.at)


@page(Role.APPLICANT, article="18(2)")
def application(request, pk):
    """One application at a glance: how complete, what is missing, until when; members, files, commitment, what happened."""
    application, at = own(request, pk), request.at
    blockers = editing_blockers(application, request.actor, at=at)
    move = RESUBMIT if application.status == Status.RETURNED else SUBMIT
    standing_against = [] if blockers else [blocker for guard in move.guards if (blocker := guard.blocker(application, at))]
    context = {
        "application": application,
        "status": shown_status(application, request.actor),
        "editable": not blockers,
        "why_not": blockers,
        "progress": progress(application),
        "deadline": deadline(application.edition, at),
        "missing": standing_against,
        "files": standing(application).count(),
        "may_take_back": not TAKE_BACK.blockers(application, request.actor, at=at),
        "may_withdraw": not withdraw_blockers(application, request.actor, at=at),
        "returned": application.status == Status.RETURNED,
        "team": application.applicant.kind == ApplicantKind.TEAM,
        "twice": twice(application),
        "body_form": BodyForm(initial={"body": application.body_id}),
        "history": history(application),
    }
    return render(request, "applications/application.html", context)


@page(Role.APPLICANT, article="18(3)")
@require_POST
def application_body(request, pk):
    """Choose another recommending body."""
    application = own(request, pk)
    form = BodyForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请从列出的推荐单位里选一个。", article="18(3)")
    services.choose_body(application, form.cleaned_data["body"], by=request.actor, at=request.at)
    messages.success(request, f"推荐单位改为{form.cleaned_data['body']}。")
    return redirect("applications:application", application.pk)


@page(Role.APPLICANT, article="18(2)")
def check(request, pk):
    """Everything that is wrong or missing, each with the way to it, and eligibility as it reads now."""
    application = own(request, pk)
    context = {
        "application": application,
        "editable": not editing_blockers(application, request.actor, at=request.at),
        "progress": progress(application),
        "deadline": deadline(application.edition, request.at),
        "conditions": [condition(finding) for finding in findings(application, request.at)],
        "others": [blocker for guard in SUBMIT.guards if (blocker := guard.blocker(application, request.at))],
        "twice": twice(application),
    }
    return render(request, "applications/check.html", context)
