"""The sitting (article 18(6)): panel, time and room by two of the office; the order is drawn as the second confirms, never before."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.clock import midnight_after, shanghai
from core.dates import moment_in_words
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.parameters.reviewing import DEFENSE_LEAST
from procedure.parameters.services import value
from procedure.proposals.models import ActConfirmation, Proposal
from review.assignments.services import assign_panel, conflicts
from review.defense.models import Appearance, DefenseSession, Slot
from review.defense.sitting import Sitting, drawn, minutes_of, sitting_of, times
from review.panels.models import Panel, PanelSeat
from review.recusals.facts import declared
from review.rounds import Round, steps_of
from review.schedules import told, write_schedule
from review.seating import chaired, members_of, names, undeclared, unpledged
from review.sheets.items import THEMES

ARTICLE = "18(6)"
DRAW = Act("defense-draw", "安排答辩并抽签", ARTICLE, steps=steps_of(Round.ORAL_DEFENSE))
MOVE = "更改答辩时间"
PAST = "开始时间已经过去。"
OUTRUN = "这个答辩时间已经更改，请看新的时间。"


def waiting(edition: Edition) -> models.QuerySet:
    """Return who passed the on-site review, is not held and has no time yet, by number. One query."""
    held = Hold.objects.standing().filter(application=models.OuterRef("pk"))
    slots = Slot.objects.filter(application=models.OuterRef("pk"))
    found = Application.objects.filter(edition=edition, status=Status.PASSED).whole().order_by("number", "pk")
    return found.exclude(models.Exists(held)).exclude(models.Exists(slots))


def told_slot(application: Application) -> Slot | None:
    """Return the newest time of which the applicant was told, or None. Two queries."""
    slots = list(Slot.objects.filter(application=application).whole().order_by("-event_id"))
    known = told(slots)
    return next((slot for slot in slots if ref(slot) in known), None)


@transaction.atomic
def propose(edition: Edition, sitting: Sitting, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything against the sitting, members in conflict by name. Nothing is drawn."""
    lock(edition.chain)
    refuse(DRAW.blockers(edition, by, at=at) or against(edition, sitting, by, at=at))
    return DRAW.propose(edition, edition, content=sitting.content(), by=by, at=at, facts=facts(edition, sitting))


@transaction.atomic
def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> DefenseSession:
    """The second hand: the seed is drawn, each gets his time, the panel its assignments, the letters wait.

    RuleRefused with every blocker; nothing is drawn then.
    """
    lock(edition.chain)
    refuse(DRAW.second_blockers(edition, edition, by, at=at))
    sitting = sitting_of(DRAW.proposal(edition))
    decision = DRAW.confirm(edition, edition, by=by, at=at, signature=signature, facts=facts(edition, sitting))
    refuse(against(edition, sitting, by, at=at))
    session = _session(edition, sitting, decision, by, at)
    known = {str(one.pk): one for one in Application.objects.filter(pk__in=sitting.entrants).whole()}
    order = [known[key] for key in drawn(sitting.entrants, session.seed)]
    head, slots = lock(edition.chain), []
    for place, (application, begins_at) in enumerate(zip(order, times(sitting), strict=True), 1):
        row = Slot(session=session, application=application, order=place, begins_at=begins_at, at=at)
        slots.append(cover(head, row, at=at, by=by, action="defense.slot"))
    assign_panel(session.panel, order, decision=decision, by=by, at=at)
    for slot in slots:
        _tell(slot, None, by, at)
    return session


@transaction.atomic
def move_slot(slot: Slot, *, begins_at: datetime, reason: str, by: Actor, at: datetime) -> Slot:
    """Give an applicant another time in the same room, with the reason; the letter about it waits. RuleRefused with every blocker."""
    head = lock(slot.application.edition.chain)
    slot = Slot.objects.whole().get(pk=slot.pk)
    found = against_moving(slot, by, at)
    refuse(found or [_moving(sentence) for sentence in _against_time(slot, begins_at, reason, at)])
    row = Slot(
        session=slot.session,
        application=slot.application,
        order=slot.order,
        begins_at=begins_at,
        reason=reason,
        replaces=slot,
        at=at,
    )
    cover(head, row, at=at, by=by, action="defense.move")
    _tell(row, slot, by, at)
    return row


def against_moving(slot: Slot, actor: Actor, at: datetime) -> list[Blocker]:
    """Return what stands against this actor giving another time, whatever the time."""
    if found := hand_blockers(slot.application, actor, at, label=MOVE):
        return found
    if Slot.objects.filter(replaces=slot).exists():
        return [_moving(OUTRUN)]
    if slot.application.status != Status.PASSED:
        return [_moving(f"这份申报“{Status(slot.application.status).label}”，不能再改时间。")]
    return [_moving("已经到场答辩，不能再改时间。")] if Appearance.objects.filter(slot=slot, present=True).exists() else []


def hand_blockers(application: Application, actor: Actor, at: datetime, *, label: str) -> list[Blocker]:
    """Return why this actor cannot act on the defense of this application: role, step, interest. For acts of one hand."""
    edition = application.edition
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [Blocker(ARTICLE, label, f"您的身份不能{label}。")]
    if edition.fresh().step not in steps_of(Round.ORAL_DEFENSE):
        return [Blocker(ARTICLE, label, f"本届不在“{Step.DEFENSE.label}”，不能{label}。")]
    sentence = application.excluded(actor, at)
    return [Blocker(ARTICLE, label, sentence)] if sentence else []


def against(edition: Edition, sitting: Sitting, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against a sitting: its time and room, its entrants, and its team by name."""
    panel = Panel.objects.standing().filter(pk=sitting.panel, edition=edition, round=Round.ORAL_DEFENSE).first()
    if panel is None:
        return [DRAW.blocker("请选择本届陈述答辩的专家组。")]
    entrants = list(Application.objects.filter(pk__in=sitting.entrants, edition=edition).whole())
    found = [
        *_against_when(edition, sitting, panel, at),
        *_against_entrants(edition, sitting, entrants, panel, actor, at),
        *_against_team(edition, panel, entrants),
    ]
    return [DRAW.blocker(sentence) for sentence in found]


def facts(edition: Edition, sitting: Sitting) -> dict:
    """Return what a sitting rests on beside its words: who is on the team, who waits, and the time rule of the edition."""
    seats = PanelSeat.objects.filter(panel=sitting.panel).members().values_list("reviewer", "chair")
    ready = waiting(edition).filter(pk__in=sitting.entrants).values_list("pk", flat=True)
    return {
        "members": sorted([str(reviewer), chair] for reviewer, chair in seats),
        "waiting": sorted(str(key) for key in ready),
        "minutes": minutes_of(edition),
    }


def _session(edition: Edition, sitting: Sitting, decision: ActConfirmation, by: Actor, at: datetime) -> DefenseSession:
    """The row, with the seed drawn now; the ledger keeps seed and entrants in plain words beside its digest."""
    row = DefenseSession(
        edition=edition,
        panel=Panel.objects.select_related("edition").get(pk=sitting.panel),
        begins_at=sitting.begins_at,
        room=sitting.room,
        speak_minutes=sitting.speak_minutes,
        question_minutes=sitting.question_minutes,
        entrants=sorted(sitting.entrants),
        seed=secrets.token_hex(32),
        decision=decision,
        at=at,
    )
    return cover(lock(edition.chain), row, at=at, by=by, action="defense.draw", payload={"seed": row.seed, "entrants": row.entrants})


def _against_when(edition: Edition, sitting: Sitting, panel: Panel, at: datetime) -> list[str]:
    found = []
    if sitting.begins_at <= at:
        found.append(PAST)
    if not sitting.room.strip():
        found.append("请写明地点。")
    if sitting.ends_at > midnight_after(shanghai(sitting.begins_at)):
        found.append(f"照此要排到{moment_in_words(sitting.ends_at)}。一场要在当天结束，请少选几份，另排一场。")
    standing = _standing(edition)
    if taken := _overlap(standing, panel, sitting.room, sitting.begins_at, sitting.ends_at):
        found.append(taken)
    return found


def _against_entrants(
    edition: Edition, sitting: Sitting, entrants: Sequence[Application], panel: Panel, actor: Actor, at: datetime
) -> list[str]:
    if not entrants or len(entrants) != len(sitting.entrants):
        return ["请选择这一场答辩的申报。"]
    ready = set(waiting(edition).values_list("pk", flat=True))
    found = [f"{one.applicant.unit}现在不等待安排答辩。" for one in entrants if one.pk not in ready]
    if panel.category:
        found += [f"{panel}不评{one.applicant.unit}这一类奖项。" for one in entrants if one.category != panel.category]
    return found + [f"{one.applicant.unit}：{sentence}" for one in entrants if (sentence := one.excluded(actor, at))]


def _against_team(edition: Edition, panel: Panel, entrants: Sequence[Application]) -> list[str]:
    members, least, apart, asked = members_of(panel), value(edition, DEFENSE_LEAST), conflicts(edition), declared(edition)
    found = []
    if least and len(members) < least:
        found.append(f"{panel}只有{len(members)}名专家，本届规定至少{least}名。")
    if not chaired(panel):
        found.append(f"{panel}还没有组长。")
    for one in entrants:
        if recused := [who for who in members if (one.pk, who.pk) in apart]:
            found.append(f"{names(recused)}应当回避{one.applicant.unit}，请把它排进另一个专家组的一场，或者先由备选替补。")
        if silent := undeclared(one, [who for who in members if (one.pk, who.pk) not in apart], asked):
            found.append(f"{names(silent)}还没有声明对{one.applicant.unit}有没有利害关系。")
    if unready := unpledged(panel, members):
        found.append(f"{names(unready)}还没有接受邀请并签署承诺。")
    return found


def _against_time(slot: Slot, begins_at: datetime, reason: str, at: datetime) -> list[str]:
    """What stands against another time."""
    session, found = slot.session, []
    if not reason.strip():
        found.append("请写明更改的原因。")
    if begins_at <= at:
        found.append(PAST)
    if begins_at == slot.begins_at:
        found.append("时间没有变化。")
    others = [one for one in _standing(slot.application.edition) if one.pk != slot.pk]
    if taken := _overlap(others, session.panel, session.room, begins_at, begins_at + session.length):
        found.append(taken)
    return found


def _standing(edition: Edition) -> list[Slot]:
    return list(Slot.objects.standing().filter(session__edition=edition).whole().order_by("begins_at", "event_id"))


def _overlap(slots: Iterable[Slot], panel: Panel, room: str, begins_at: datetime, ends_at: datetime) -> str:
    """Say which time of the same experts or in the same room overlaps, if one does."""
    for one in slots:
        shared = one.session.panel_id == panel.pk or one.session.room == room
        if shared and one.begins_at < ends_at and begins_at < one.ends_at:
            return f"与{one.application.applicant.unit}的答辩时间（{moment_in_words(one.begins_at)}）重叠。"
    return ""


def _moving(sentence: str) -> Blocker:
    return Blocker(ARTICLE, MOVE, sentence)


def _tell(slot: Slot, before: Slot | None, by: Actor, at: datetime) -> None:
    """The letter: his own time, the room, the time rule, what may be brought. Nothing of anybody else, no name of an expert."""
    session, edition = slot.session, slot.application.edition
    knows = before and told(Slot.objects.filter(application=slot.application))
    changed = f"原来的时间作废，以这一次为准。更改的原因：{slot.reason}\n" if knows else ""
    when = f"请于{moment_in_words(slot.begins_at)}到{session.room}参加陈述答辩。"
    themes = "、".join(title for _, title in THEMES)
    rule = f"陈述{session.speak_minutes}分钟，集中阐述{themes}；随后接受专家组质询{session.question_minutes}分钟。"
    drawn_words = "" if before else "次序由抽签确定。"
    bring = f"\n可以携带：{session.bring}" if session.bring else ""
    write_schedule(
        slot.application,
        slot,
        before=before,
        act=f"{edition.chain}:defense-draw",
        title=f"{edition}陈述答辩的安排",
        text=f"{changed}{when}{drawn_words}\n{rule}{bring}\n登录系统，打开“陈述答辩”，可以把时间存入日历。",
        article=ARTICLE,
        by=by,
        at=at,
    )
