"""Composing and confirming notices. Publishing is due at its hour (publishing.py); nobody decides it again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.ledger.services import cover, lock, lock_every, ref
from core.rules import Blocker, refuse
from procedure.calendar.services import period_end
from procedure.calendar.workdays import UnknownYear
from procedure.editions.models import Edition, Step
from procedure.hands import against_second
from publicity.meetings.decided import DECIDING
from publicity.meetings.guards import conditions_asked_again, meeting_decided, minutes_recorded
from publicity.notices.award_lists import award_unnoticed, is_award_out
from publicity.notices.lists import is_out, rows_for, undecided
from publicity.notices.models import OF_AWARD, PERIODIC, Notice, NoticeConfirmation, NoticeKind
from publicity.notices.publishing import publish
from publicity.notices.scan import IDENTITY, private

LABEL = "公示公告"
ARTICLE = "13(5)"
LEAST = 5
BEFORE_NOTICE = (meeting_decided, minutes_recorded, conditions_asked_again)
COMPOSED = (NoticeKind.ACCEPTANCE, NoticeKind.SUPPLEMENT, NoticeKind.AWARD, NoticeKind.AWARD_SUPPLEMENT, NoticeKind.EXPLANATION)
CHANGED = "名单与现在的决定不一致，请另拟一稿。"


@dataclass(frozen=True)
class Draft:
    """The words of a notice, before it is a row."""

    kind: str
    title: str
    text: str
    publish_at: datetime
    rows: list
    contact: str = ""
    workdays: int = 0


@transaction.atomic
def compose(edition: Edition, draft: Draft, *, by: Actor, at: datetime) -> Notice:
    """The first hand; it takes the place of the version of its kind that is not out. RuleRefused with everything against it."""
    head, edition = lock(edition.chain), edition.fresh()
    refuse(compose_blockers(edition, draft.kind, by, at=at) or faults(edition, draft, at=at))
    notice = Notice(
        edition=edition,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        rows=draft.rows,
        contact=draft.contact,
        workdays=draft.workdays,
        publish_at=draft.publish_at,
        replaces=Notice.objects.unpublished(edition, draft.kind),
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(head, notice, at=at, by=by, action="notice.compose")


@transaction.atomic
def confirm(notice: Notice, *, by: Actor, at: datetime, signature: dict | None = None) -> NoticeConfirmation:
    """The second hand; a notice whose hour has come goes out in the same act. RuleRefused with every blocker."""
    lock_every()
    head = lock(notice.edition.chain)
    notice = Notice.objects.select_related("edition", "grant").get(pk=notice.pk)
    refuse(confirm_blockers(notice, by, at=at))
    row = NoticeConfirmation(notice=notice, by=by.person, at=at)
    cover(head, row, at=at, by=by, action="notice.confirm", object_ref=ref(notice), payload={"signature": signature})
    if notice.publish_at <= at:
        publish(notice, at)
    return row


def compose_blockers(edition: Edition, kind: str, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot compose a notice of this kind now, whatever it says."""
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以拟定公示公告。")]
    if kind not in COMPOSED:
        return [_blocker("申报通知在“申报通知”里拟定，确认以后自动公开。")]
    return [_blocker(sentence) for sentence in _untimely(edition, kind, at)]


def faults(edition: Edition, draft: Draft, *, at: datetime) -> list[Blocker]:
    """Return what stands against these words: private numbers, the list, the period's calendar."""
    found = [] if draft.title.strip() and draft.text.strip() else ["请写标题和正文。"]
    words = [draft.title, draft.text, *(str(row[name]) for row in draft.rows for name in ("name", "place"))]
    told = [word for text in words for word in private(text)] + private(draft.contact, IDENTITY)
    found += [f"公示里有{word}，请删去。" for word in told]
    return [_blocker(sentence) for sentence in found + _against_list(edition, draft) + _against_period(draft, at)]


def confirm_blockers(notice: Notice, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return everything that stands against confirming this version; empty when it may be confirmed."""
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以确认公示公告。")]
    if NoticeConfirmation.objects.filter(notice=notice).exists():
        return [_blocker("这一稿已经确认。")]
    if Notice.objects.filter(replaces=notice).exists():
        return [_blocker("已经有新的一稿，请看过新的内容再确认。")]
    second = against_second(notice.grant, actor, label=LABEL, at=at)
    found = ([second] if second else []) + _untimely(notice.edition, notice.kind, at)
    return [_blocker(sentence) for sentence in found + _against_list(notice.edition, notice) + _against_period(notice, at)]


def _untimely(edition: Edition, kind: str, at: datetime) -> list[str]:
    """By its step, and by what was published before."""
    if edition.step >= Step.COMPLETED:
        return ["本届已经结束。"] if kind in PERIODIC else []
    if kind not in PERIODIC:
        return []
    if kind in OF_AWARD:
        return _untimely_award(edition, kind, at)
    if edition.step < Step.QUALIFICATION or (kind == NoticeKind.ACCEPTANCE and edition.step > Step.QUALIFICATION):
        return [f"本届正处于“{Step(edition.step).label}”，不能拟定{NoticeKind(kind).label}。"]
    out = is_out(edition)
    if kind == NoticeKind.ACCEPTANCE:
        return ["受理名单已经公示；以后受理的，拟补充公示。"] if out else []
    if not out:
        return ["受理名单还没有公示，不用补充。"]
    return [] if rows_for(edition, kind) else ["没有要补充公示的申报。"]


def _untimely_award(edition: Edition, kind: str, at: datetime) -> list[str]:
    """The notice is the leading group's decision, published on its behalf (13(5)): first comes what it rests on."""
    if edition.step not in DECIDING:
        return [f"本届正处于“{Step(edition.step).label}”，不能拟定{NoticeKind(kind).label}。"]
    if found := [one.sentence for guard in BEFORE_NOTICE if (one := guard.blocker(edition, at))]:
        return found
    out = is_award_out(edition)
    if kind == NoticeKind.AWARD:
        return ["拟授奖名单已经公示；以后新列入或者提高等次的，拟补充公示。"] if out else []
    if not out:
        return ["拟授奖名单还没有公示，不用补充。"]
    return [] if award_unnoticed(edition) else ["没有要补充公示的申报。"]


def _against_list(edition: Edition, draft: "Draft | Notice") -> list[str]:
    """The list is what the decisions say, under the lock."""
    if draft.kind not in PERIODIC:
        return []
    if draft.rows != rows_for(edition, draft.kind):
        return [CHANGED]
    waiting = 0 if draft.rows or draft.kind != NoticeKind.ACCEPTANCE else undecided(edition)
    return [f"还没有受理的申报，另有{waiting}份没有决定，办完再公示。"] if waiting else []


def _against_period(draft: "Draft | Notice", at: datetime) -> list[str]:
    if draft.kind not in PERIODIC:
        return []
    if draft.workdays < LEAST:
        return [f"公示期不少于{LEAST}个工作日。"]
    try:
        period_end(shanghai(max(draft.publish_at, at)), draft.workdays)
    except UnknownYear as unknown:
        return [str(unknown)]
    return []


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
