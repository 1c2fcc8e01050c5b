"""The pages of the organizers in step 5: the table, the plan of one visit; the office's decision; the applicant's answer."""

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.access import own
from core.ledger.services import ref
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from procedure.proposals.forms import SendBackForm
from review.mandates.models import Mandate
from review.moves import PASS
from review.organizers import ORGANIZERS
from review.panels.models import Panel
from review.schedules import told
from review.seating import members_of
from review.visits import deciding, record, reporting, services
from review.visits.forms import AnswerForm, PlanForm, ReasonForm, initial_of
from review.visits.listed import ended_for_office, outcome_of, planned
from review.visits.models import Visit, VisitAnswer
from review.visits.services import PLAN, plan_blockers, plan_of, standing_visit
from review.visits.table import PLACES, rows_of

ARTICLE = "18(5)"


@page(*ORGANIZERS, article=ARTICLE)
@require_safe
def visits(request, pk):
    """Every application that was ever on the on-site list and where it stands in this round."""
    edition = _edition(request, pk)
    every = rows_of(edition, request.actor)
    counts, place = Counter(row.place for row in every), request.GET.get("place", "")
    context = {
        "edition": edition,
        "office": request.actor.is_(Role.OFFICE),
        "total": len(every),
        "rows": [row for row in every if place not in PLACES or row.place == place],
        "place": PLACES.get(place, ""),
        "places": [(key, label, counts[key]) for key, label in PLACES.items() if counts[key]],
    }
    return render(request, "review/visits.html", context)


@page(*ORGANIZERS, article=ARTICLE)
def visit_plan(request, pk, application):
    """Plan one visit, or confirm what another has prepared."""
    edition = _edition(request, pk)
    row = get_object_or_404(planned(edition, request.actor), pk=application)
    if request.method == "POST" and (found := plan_blockers(row, request.actor, at=request.at)):
        raise RuleRefused(found)
    visit, proposal = standing_visit(row), PLAN.proposal(row)
    form = PlanForm(request.POST or None, application=row, initial=initial_of(visit, proposal))
    then = reverse("review:visits", args=[edition.pk])
    prepared = plan_of(proposal) if proposal else None
    panel = Panel.objects.filter(pk=prepared.panel).first() if prepared else None
    answer = ActPage(
        act=PLAN,
        edition=edition,
        subject=row,
        form=form,
        propose=lambda form: services.propose(row, form.plan(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: services.confirm(row, by=request.actor, at=request.at, signature=signature),
        version=f"{row.applicant.unit.name}的现场评审安排",
        template="review/visit_plan.html",
        then=then,
        done="安排已经确定，评审组可以打开材料。给申报者的文书已经写好，请到“待发文书”发出。",
        context={
            "application": row,
            "visit": visit,
            "told": visit is not None and ref(visit) in told([visit]),
            "answer": VisitAnswer.objects.filter(visit=visit).first() if visit else None,
            "prepared": "review/_visit_prepared.html",
            "plan": prepared,
            "panel": panel,
            "team": members_of(panel) if panel else [],
            "panels": form.fields["panel"].queryset.exists(),
        },
    )
    return answer.answer(request)


@page(Role.OFFICE, article=ARTICLE)
def visit_decide(request, pk, name):
    """Passed or not, on the report: one prepares with the reason, another confirms; the letter waits for release."""
    visit, move = _seen(request, pk), _move(name)
    application = visit.application
    proposal = move.proposal(application)
    second = proposal is not None and proposal.by_id != request.actor.person_id
    standing = deciding.second_blockers if second else deciding.first_blockers
    blockers = standing(move, application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    report = reporting.standing_report(visit)
    form = _decision_form(request, move, application, proposal if second else None)
    if form.is_valid():
        return _decided(request, move, application, form, second=second)
    context = {
        "visit": visit,
        "application": application,
        "move": move,
        "passes": move is PASS,
        "report": report,
        "members": reporting.team(visit, report) if report else [],
        "files": record.files_of(visit),
        "proposal": proposal,
        "second": second,
        "blockers": blockers,
        "ended": ended_for_office(application, outcome_of(application)),
        "form": form,
        "send_back": SendBackForm(),
    }
    return render(request, "review/visit_decide.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def visit_send_back(request, pk, name):
    """The second hand does not agree."""
    visit, move, form = _seen(request, pk), _move(name), SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=move.article)
    move.send_back(visit.application, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经退回经办。")
    return redirect("review:visits", visit.application.edition_id)


@page(Role.APPLICANT, article=ARTICLE)
def visit_told(request, pk):
    """When and where, who comes, what to prepare: from the release of the letter on. The applicant confirms or says what is against it."""
    application = own(request, pk)
    visit = services.told_visit(application)
    answer = VisitAnswer.objects.filter(visit=visit).first() if visit else None
    against = services.against_answer(visit, request.actor, request.at) if visit else [services.NOT_TOLD]
    if request.method == "POST" and against:
        raise RuleRefused(against[0], article=ARTICLE)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        row = services.answer(visit, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "已经确认，请按安排准备。" if row.agreed else "已经告诉评选办，请等新的通知。")
        return redirect("review:visit_told", application.pk)
    context = {
        "application": application,
        "visit": visit,
        "team": members_of(visit.panel) if visit else [],
        "answer": answer,
        "form": None if against else form,
        "changing": against == [services.CHANGING],
    }
    return render(request, "review/visit_told.html", context, status=422 if form.is_bound else 200)


def _decision_form(request, move, application, proposal):
    posted = request.POST if request.method == "POST" else None
    if proposal is None:
        return ReasonForm(posted)
    version = f"{application.applicant.unit.name}：{move.label}"
    return SigningForm(posted, request=request, version=version, fingerprint=proposal.subject_digest, act=f"确认：{move.label}")


def _decided(request, move, application, form, *, second):
    if second:
        deciding.confirm(move, application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, f"已经决定：{application.applicant.unit}{move.label}。文书已经写好，发出以前申报者看不到结果。")
    else:
        deciding.propose(move, application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"已经提出{move.label}，请另一人核对后确认。")
    return redirect("review:visits", application.edition_id)


def _edition(request, pk) -> Edition:
    """The edition, for the office; for an agency, where it has a mandate for the on-site review."""
    editions = Edition.objects.all()
    if not request.actor.is_(Role.OFFICE):
        editions = editions.filter(pk__in=Mandate.objects.of(request.actor).filter(on_site=True).values("edition"))
    return get_object_or_404(editions, pk=pk)


def _seen(request, pk) -> Visit:
    return get_object_or_404(Visit.objects.visible_to(request.actor).standing().whole(), pk=pk)


def _move(name):
    if name not in deciding.MOVES:
        raise Http404
    return deciding.MOVES[name]
