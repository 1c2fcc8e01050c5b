"""The room on the day: who speaks and when he began, what was asked and answered, or that nobody came. One of the office keeps it."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from applications.cases.models import Status
from core.clock import shanghai
from core.dates import day_in_words, moment_in_words
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from review.assignments.models import Assignment
from review.defense.models import Appearance, Question, Slot
from review.defense.services import ARTICLE, OUTRUN, hand_blockers
from review.reviewers.models import Reviewer
from review.rounds import Round
from review.schedules import told
from review.sheets.models import Sheet

SCORED = "{}已经锁定评分表，不能更正为没有到场。确实没有到场的，先由两人将这些评分表不计入。"
COME, STAYED_AWAY, ASK, CORRECT = "登记到场", "登记未到场", "记录质询", "更正到场登记"


@dataclass(frozen=True)
class Entry:
    """What is entered at a slot: who spoke, or that nobody came."""

    present: bool
    speaker: str = ""
    post: str = ""
    note: str = ""


def experts_of(slot: Slot) -> list[Reviewer]:
    """Return who hears this application now, by name: standing assignments alone. One query."""
    found = Assignment.objects.standing().filter(application=slot.application_id, round=Round.ORAL_DEFENSE)
    return [one.reviewer for one in found.select_related("reviewer__person").order_by("reviewer__person__name", "pk")]


def questions_of(slot: Slot) -> QuerySet:
    """Return what was asked in this time, in order: before a correction too. One query."""
    same = Question.objects.filter(slot__application=slot.application_id, slot__begins_at=slot.begins_at)
    return same.select_related("reviewer__person").order_by("event_id")


def locked_by(slot: Slot) -> list[str]:
    """Return the names of those whose counted sheets say that they heard this application. One query."""
    found = Sheet.objects.counted().filter(assignment__application=slot.application_id, assignment__round=Round.ORAL_DEFENSE)
    return list(found.order_by("assignment__reviewer__person__name").values_list("assignment__reviewer__person__name", flat=True))


@transaction.atomic
def begin(slot: Slot, *, speaker: str, post: str, note: str = "", by: Actor, at: datetime) -> Appearance:
    """The statement begins now. RuleRefused with every blocker, and without a speaker."""
    head = lock(slot.application.edition.chain)
    found = begin_blockers(slot, by, at)
    if not found and not speaker.strip():
        found = [Blocker(ARTICLE, COME, "到场的，请写明主讲人。")]
    refuse(found)
    row = Appearance(slot=slot, present=True, speaker=speaker, post=post, began_at=at, note=note, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="defense.begin")


@transaction.atomic
def miss(slot: Slot, *, note: str, by: Actor, at: datetime) -> Appearance:
    """Nobody came; what is known of why. RuleRefused with every blocker: before the time, before the applicant was told, without a word."""
    head = lock(slot.application.edition.chain)
    found = miss_blockers(slot, by, at)
    if not found and not note.strip():
        found = [Blocker(ARTICLE, STAYED_AWAY, "请写明未到场的情况：怎样联系过，对方怎样说。")]
    refuse(found)
    row = Appearance(slot=slot, present=False, note=note, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="defense.absent")


@transaction.atomic
def ask(slot: Slot, *, reviewer: Reviewer, text: str, answer: str, by: Actor, at: datetime) -> Question:
    """A question of an expert and the gist of the answer. RuleRefused with every blocker, and for somebody who does not hear this one."""
    head = lock(slot.application.edition.chain)
    found = ask_blockers(slot, by, at)
    if not found and reviewer not in experts_of(slot):
        found = [Blocker(ARTICLE, ASK, f"{reviewer}不是这份申报的答辩专家。")]
    if not found and not text.strip():
        found = [Blocker(ARTICLE, ASK, "请写明问题。")]
    refuse(found)
    row = Question(slot=slot, reviewer=reviewer, text=text, answer=answer, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="defense.ask")


@transaction.atomic
def correct(slot: Slot, entry: Entry, *, reason: str, by: Actor, at: datetime) -> Appearance:
    """Record anew who came, with the reason: a slot at the same time takes the place of the one that was entered wrongly.

    What was entered stays with the old slot. The clock of a statement that had begun goes on. RuleRefused with every blocker,
    without a reason, where nothing changes, and as `begin` and `miss` for what they ask. Nobody is entered as absent whom an
    expert's counted sheet says he heard: no figure stands on a statement that was not made.
    """
    head = lock(slot.application.edition.chain)
    found = correct_blockers(slot, by, at)
    refuse(found or [Blocker(ARTICLE, CORRECT, sentence) for sentence in _against_entry(slot, entry, reason, at)])
    before = slot.appearance
    words = {"session": slot.session, "application": slot.application, "order": slot.order, "begins_at": slot.begins_at}
    row = cover(head, Slot(**words, reason=reason, replaces=slot, at=at), at=at, by=by, action="defense.correct")
    began_at = (before.began_at or at) if entry.present else None
    made = Appearance(slot=row, **asdict(entry), began_at=began_at, by=by.person, at=at)
    return cover(head, made, at=at, by=by, action="defense.begin" if entry.present else "defense.absent")


def correct_blockers(slot: Slot, actor: Actor, at: datetime) -> list[Blocker]:
    """Return what stands against this actor correcting what was entered at a slot."""
    if found := _standing(slot, actor, at, CORRECT, "到场登记不能再更正"):
        return found
    here = Appearance.objects.filter(slot=slot).exists()
    return [] if here else [Blocker(ARTICLE, CORRECT, "还没有登记到场情况，不用更正。")]


def _against_entry(slot: Slot, entry: Entry, reason: str, at: datetime) -> list[str]:
    """What stands against entering this instead."""
    before = Entry(*(getattr(slot.appearance, one.name) for one in fields(Entry)))
    if entry == before:
        return ["与原来登记的相同，没有要更正的。"]
    if not reason.strip():
        return ["请写明更正的理由。"]
    if entry.present:
        return [] if entry.speaker.strip() else ["到场的，请写明主讲人。"]
    if locked := locked_by(slot):
        return [SCORED.format("、".join(locked))]
    if at < slot.begins_at:
        return [f"答辩在{moment_in_words(slot.begins_at)}开始，还没有到时间。"]
    if not before.present or told(_same_time(slot)):
        return [] if entry.note.strip() else ["请写明未到场的情况：怎样联系过，对方怎样说。"]
    return ["告知答辩时间的文书还没有发出，不能登记未到场。"]


def _same_time(slot: Slot) -> list[Slot]:
    """The slots of this application at the same time: one that corrects another has no letter of its own."""
    return list(Slot.objects.filter(application=slot.application_id, begins_at=slot.begins_at))


def begin_blockers(slot: Slot, actor: Actor, at: datetime) -> list[Blocker]:
    """Return what stands against this actor beginning the statement."""
    if found := _open(slot, actor, at, COME):
        return found
    if shanghai(at) < shanghai(slot.begins_at):
        return [Blocker(ARTICLE, COME, f"答辩在{day_in_words(shanghai(slot.begins_at))}，还没有到这一天。", wait=True)]
    return []


def miss_blockers(slot: Slot, actor: Actor, at: datetime) -> list[Blocker]:
    """Return what stands against this actor recording that nobody came."""
    if found := _open(slot, actor, at, STAYED_AWAY):
        return found
    if at < slot.begins_at:
        return [Blocker(ARTICLE, STAYED_AWAY, f"答辩在{moment_in_words(slot.begins_at)}开始，还没有到时间。", wait=True)]
    if ref(slot) not in told([slot]):
        return [Blocker(ARTICLE, STAYED_AWAY, "告知答辩时间的文书还没有发出，不能登记未到场。")]
    return []


def ask_blockers(slot: Slot, actor: Actor, at: datetime) -> list[Blocker]:
    """Return what stands against this actor recording a question."""
    if found := _standing(slot, actor, at, ASK, "不能再记录质询"):
        return found
    here = Appearance.objects.filter(slot=slot, present=True).exists()
    return [] if here else [Blocker(ARTICLE, ASK, "还没有登记到场，不能记录质询。")]


def _standing(slot: Slot, actor: Actor, at: datetime, label: str, refusal: str) -> list[Blocker]:
    """What stands against recording anything at a time: another hand, a newer time, an application that went on."""
    if found := hand_blockers(slot.application, actor, at, label=label):
        return found
    if Slot.objects.filter(replaces=slot).exists():
        return [Blocker(ARTICLE, label, OUTRUN)]
    status = Status(slot.application.fresh().status)
    return [] if status == Status.PASSED else [Blocker(ARTICLE, label, f"这份申报“{status.label}”，{refusal}。")]


def _open(slot: Slot, actor: Actor, at: datetime, label: str) -> list[Blocker]:
    """What stands against recording who came, whether anybody did or not."""
    if found := _standing(slot, actor, at, label, "不能再登记"):
        return found
    done = Appearance.objects.filter(slot=slot).exists()
    return [Blocker(ARTICLE, label, "这一次的到场情况已经登记。")] if done else []
