"""The pages of the office in step 6: the table of sittings, a new sitting with its draw, another time; and the applicant's own page."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.cases.access import own
from applications.cases.models import Application
from core.dates import moment_in_words
from core.ledger.services import ref
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import Edition
from review.defense import registering, services
from review.defense.forms import SittingForm, SlotForm, initial_of
from review.defense.ics import calendar_file
from review.defense.models import DefenseSession, Slot
from review.defense.services import ARTICLE, DRAW
from review.defense.sitting import sitting_of
from review.defense.table import PLACES, boards_of
from review.panels.models import Panel
from review.rounds import Round, steps_of
from review.schedules import told
from review.seating import members_of


@page(Role.OFFICE, article=ARTICLE)
@require_safe
def defense(request, pk):
    """Every sitting with its order, and who still waits for one."""
    edition = get_object_or_404(Edition, pk=pk)
    boards, waiting = boards_of(edition), list(services.waiting(edition))
    counts = Counter(row.place for board in boards for row in board.rows)
    context = {
        "edition": edition,
        "boards": boards,
        "waiting": waiting,
        "proposal": DRAW.proposal(edition),
        "open": edition.step in steps_of(Round.ORAL_DEFENSE),
        "places": [(label, counts[key]) for key, label in PLACES.items() if counts[key]],
    }
    return render(request, "review/defense.html", context)


@page(Role.OFFICE, article=ARTICLE)
def defense_draw(request, pk):
    """A new sitting: one prepares panel, time, room and who is heard; as another confirms, the order is drawn."""
    edition = get_object_or_404(Edition, pk=pk)
    proposal = DRAW.proposal(edition)
    sitting = sitting_of(proposal) if proposal else None
    panel = Panel.objects.filter(pk=sitting.panel).first() if sitting else None
    form = _sitting_form(request, edition, proposal)
    return ActPage(
        act=DRAW,
        edition=edition,
        subject=edition,
        form=form,
        propose=lambda form: services.propose(edition, form.sitting(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: services.confirm(edition, by=request.actor, at=request.at, signature=signature),
        version=_version(edition, sitting),
        template="review/defense_draw.html",
        then=reverse("review:defense", args=[edition.pk]),
        done="次序已经抽定，专家已经分派。给申报者的文书已经写好，请到“待发文书”发出。",
        context={
            "sitting": sitting,
            "panel": panel,
            "team": members_of(panel) if panel else [],
            "entrants": Application.objects.filter(pk__in=sitting.entrants).whole().order_by("number", "pk") if sitting else [],
            "panels": form.fields["panel"].queryset.exists(),
            "anybody": form.fields["entrants"].queryset.exists(),
        },
    ).answer(request)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def defense_register(request, pk, session):
    """Enter everybody of a sitting who spoke and is fully scored as defended."""
    found = get_object_or_404(DefenseSession.objects.select_related("edition"), pk=session, edition=pk)
    done = registering.defend_all(found, by=request.actor, at=request.at)
    messages.success(request, f"已经登记{len(done)}家已答辩。")
    return redirect("review:defense", found.edition_id)


@page(Role.OFFICE, article=ARTICLE)
def slot_move(request, pk):
    """Another time for one applicant, with the reason."""
    slot = get_object_or_404(Slot.objects.visible_to(request.actor).whole(), pk=pk)
    blockers = services.against_moving(slot, request.actor, request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    posted = request.POST if request.method == "POST" else None
    form = SlotForm(posted, initial={"begins_at": slot.begins_at})
    if form.is_valid():
        services.move_slot(slot, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "时间已经更改。给申报者的文书已经写好，请到“待发文书”发出。")
        return redirect("review:defense", slot.application.edition_id)
    context = {"slot": slot, "application": slot.application, "form": form, "blockers": blockers, "told": ref(slot) in told([slot])}
    return render(request, "review/slot_move.html", context, status=422 if form.is_bound else 200)


@page(Role.APPLICANT, article=ARTICLE)
@require_safe
def defense_told(request, pk):
    """When, where, how long, what may be brought: what the released letter told, and nothing before it."""
    application = own(request, pk)
    context = {"application": application, "slot": services.told_slot(application)}
    return render(request, "review/defense_told.html", context)


@page(Role.APPLICANT, article=ARTICLE)
@require_safe
def defense_calendar(request, pk):
    """The same as a calendar file."""
    slot = services.told_slot(own(request, pk))
    if slot is None:
        raise Http404
    response = HttpResponse(calendar_file(slot, host=request.get_host(), at=request.at), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="defense.ics"'
    return response


def _sitting_form(request, edition, proposal):
    posted = request.POST if request.method == "POST" else None
    return SittingForm(posted, edition=edition, initial=initial_of(edition, proposal))


def _version(edition, sitting) -> str:
    if sitting is None:
        return str(edition)
    return f"{edition}陈述答辩：{len(sitting.entrants)}份，{moment_in_words(sitting.begins_at)}起，{sitting.room}；确认时抽签定次序"
