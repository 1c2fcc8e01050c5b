"""The room on the day, for the office: who speaks, the countdown, questions and answers; and what is entered afterwards."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from core.ledger.services import ref
from core.rules import RuleRefused
from procedure.parameters.reviewing import ABSENCE
from procedure.parameters.services import value
from procedure.proposals.forms import SendBackForm
from review.defense import registering, room
from review.defense.forms import AbsentForm, CorrectionForm, QuestionForm, ReasonForm, SpeakerForm
from review.defense.models import Slot
from review.defense.services import ARTICLE, against_moving
from review.moves import DEFEND, MISS_DEFENSE
from review.rounds import Round
from review.schedules import told
from review.sheets.closing import missing


@page(Role.OFFICE, article=ARTICLE)
@require_safe
def slot(request, pk):
    """The room page of one applicant."""
    return _room(request, _seen(request, pk))


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def slot_begin(request, pk):
    """He who speaks begins now."""
    found = _seen(request, pk)
    _refuse(room.begin_blockers(found, request.actor, request.at))
    form = SpeakerForm(request.POST)
    if not form.is_valid():
        return _room(request, found, speaker=form)
    room.begin(found, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经开始计时。")
    return redirect("review:slot", found.pk)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def slot_absent(request, pk):
    """Nobody came."""
    found = _seen(request, pk)
    _refuse(room.miss_blockers(found, request.actor, request.at))
    form = AbsentForm(request.POST)
    if not form.is_valid():
        return _room(request, found, absent=form)
    room.miss(found, note=form.cleaned_data["absent_note"], by=request.actor, at=request.at)
    messages.success(request, "已经登记未到场。是另定时间，还是登记未到场答辩，请接着办。")
    return redirect("review:slot", found.pk)


@page(Role.OFFICE, article=ARTICLE)
def slot_correct(request, pk):
    """Who came was entered wrongly: entered anew, with the reason."""
    found = _seen(request, pk)
    blockers, before = room.correct_blockers(found, request.actor, request.at), getattr(found, "appearance", None)
    if request.method == "POST":
        _refuse(blockers)
    words = {name: getattr(before, name, "") for name in ("speaker", "post", "note")}
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, initial=words | {"present": "yes" if before and before.present else "no"})
    if form.is_valid():
        made = room.correct(found, form.entry(), reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        messages.success(request, "到场登记已经更正，原来的登记保留在台账里。")
        return redirect("review:slot", made.slot_id)
    context = {
        "slot": found,
        "application": found.application,
        "appearance": before,
        "form": form,
        "blockers": blockers,
        "locked": room.locked_by(found) if before and before.present else [],
        "article": ARTICLE,
    }
    return render(request, "review/slot_correct.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def slot_ask(request, pk):
    """A question and the gist of its answer."""
    found = _seen(request, pk)
    _refuse(room.ask_blockers(found, request.actor, request.at))
    form = QuestionForm(request.POST, experts=room.experts_of(found))
    if not form.is_valid():
        return _room(request, found, question=form)
    room.ask(found, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经记录。")
    return redirect("review:slot", found.pk)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def slot_defended(request, pk):
    """Enter one as defended."""
    found = _seen(request, pk)
    DEFEND.make(found.application, by=request.actor, at=request.at)
    messages.success(request, f"已经登记：{found.application.applicant.unit}已答辩。")
    return redirect("review:defense", found.application.edition_id)


@page(Role.OFFICE, article=ARTICLE)
def slot_miss(request, pk):
    """Enter as absent: one prepares with the reason, another confirms; the letter with the consequence waits for release."""
    found = _seen(request, pk)
    application, actor = found.application, request.actor
    proposal = MISS_DEFENSE.proposal(application)
    second = proposal is not None and proposal.by_id != actor.person_id
    blockers = (
        registering.second_blockers(application, actor, at=request.at)
        if second
        else MISS_DEFENSE.blockers(application, actor, at=request.at)
    )
    if request.method == "POST":
        _refuse(blockers)
    form = _miss_form(request, application, proposal if second else None)
    if form.is_valid():
        return _missed(request, application, form, second=second)
    context = {
        "slot": found,
        "application": application,
        "appearance": getattr(found, "appearance", None),
        "consequence": "" if blockers else registering.consequence(value(application.edition, ABSENCE)),
        "proposal": proposal,
        "second": second,
        "blockers": blockers,
        "form": form,
        "send_back": SendBackForm(),
        "article": ARTICLE,
    }
    return render(request, "review/slot_miss.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article=ARTICLE)
@require_POST
def slot_miss_back(request, pk):
    """The second hand does not agree."""
    found, form = _seen(request, pk), SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=ARTICLE)
    MISS_DEFENSE.send_back(found.application, by=request.actor, at=request.at, **form.cleaned_data)
    messages.success(request, "已经退回经办。")
    return redirect("review:slot", found.pk)


def _room(request, found, *, speaker=None, absent=None, question=None):
    application, actor, at = found.application, request.actor, request.at
    appearance, experts = getattr(found, "appearance", None), room.experts_of(found)
    here = appearance is not None and appearance.present
    lacking = missing(application.edition, Round.ORAL_DEFENSE, [application]).get(application.pk, "") if here else ""
    bound = speaker or absent or question
    context = {
        "slot": found,
        "application": application,
        "told": ref(found) in told([found]),
        "newer": Slot.objects.filter(replaces=found).first(),
        "appearance": appearance,
        "experts": experts,
        "questions": list(room.questions_of(found)),
        "may_correct": appearance is not None and not room.correct_blockers(found, actor, at),
        "lacking": lacking,
        "begin_blockers": room.begin_blockers(found, actor, at) if appearance is None else [],
        "miss_blockers": room.miss_blockers(found, actor, at) if appearance is None else [],
        "may_ask": here and not room.ask_blockers(found, actor, at),
        "may_move": not against_moving(found, actor, at),
        "register_blockers": DEFEND.blockers(application, actor, at=at) if here else [],
        "speaker": speaker or SpeakerForm(),
        "absent": absent or AbsentForm(),
        "question": question or QuestionForm(experts=experts),
        "others": _neighbours(found),
        "now": at,
    }
    return render(request, "review/slot.html", context, status=422 if bound else 200)


def _neighbours(found):
    """Whoever is heard before and after, by time: (before, after)."""
    row = list(Slot.objects.standing().filter(session=found.session_id).whole().order_by("begins_at", "order"))
    keys = [one.pk for one in row]
    place = keys.index(found.pk) if found.pk in keys else None
    if place is None:
        return None, None
    return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)


def _miss_form(request, application, proposal):
    posted = request.POST if request.method == "POST" else None
    if proposal is None:
        return ReasonForm(posted)
    version = f"{application.applicant.unit.name}：{MISS_DEFENSE.label}"
    act = f"确认：{MISS_DEFENSE.label}"
    return SigningForm(posted, request=request, version=version, fingerprint=proposal.subject_digest, act=act)


def _missed(request, application, form, *, second):
    if second:
        registering.confirm_miss(application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "已经登记未到场答辩。文书已经写好，请到“待发文书”发出。")
    else:
        registering.propose_miss(application, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "已经经办，请另一人核对后确认。")
    return redirect("review:defense", application.edition_id)


def _refuse(blockers):
    if blockers:
        raise RuleRefused(blockers)


def _seen(request, pk) -> Slot:
    return get_object_or_404(Slot.objects.visible_to(request.actor).whole().select_related("appearance"), pk=pk)
