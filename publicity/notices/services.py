"""Composing, confirming and publishing notices. Publishing is due at its hour; nobody decides it again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.canonical import digest
from core.clock import shanghai
from core.ledger.services import checkpoint, cover, lock, lock_every, ref
from core.rules import Blocker, RuleRefused
from procedure.calendar.services import period_end
from procedure.calendar.workdays import UnknownYear
from procedure.editions.models import Edition
from procedure.hands import against_second
from publicity.notices.models import PERIODIC, Notice, NoticeConfirmation, NoticePublication
from publicity.notices.scan import private

LABEL = "公示公告"
ARTICLE = "13(5)"


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
def compose(edition: Edition, draft: Draft, *, replaces: Notice | None = None, by: Actor, at: datetime) -> Notice:
    """The first hand. Raises RuleRefused with everything that stands against it."""
    head = lock(edition.chain)
    _refuse(compose_blockers(edition.fresh(), draft, by, at=at))
    notice = Notice(
        edition=edition,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        rows=draft.rows,
        contact=draft.contact,
        workdays=draft.workdays,
        publish_at=draft.publish_at,
        replaces=replaces,
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(head, notice, at=at, by=by, action="notice.compose")


@transaction.atomic
def confirm(notice: Notice, *, by: Actor, at: datetime, signature: dict | None = None) -> NoticeConfirmation:
    """The second hand; a notice whose hour has come goes out in the same act. Raises RuleRefused with every blocker."""
    lock_every()
    head = lock(notice.edition.chain)
    notice = Notice.objects.select_related("edition", "grant").get(pk=notice.pk)
    _refuse(confirm_blockers(notice, by, at=at))
    row = NoticeConfirmation(notice=notice, by=by.person, at=at)
    cover(head, row, at=at, by=by, action="notice.confirm", object_ref=ref(notice), payload={"signature": signature})
    if notice.publish_at <= at:
        _publish(notice, at)
    return row


def publish_due(at: datetime) -> list[NoticePublication]:
    """Publish what two confirmed for an hour that has come: called every minute, and by whoever moves the demo's clock."""
    done = []
    for pk in Notice.objects.due(at).order_by("publish_at").values_list("pk", flat=True):
        with transaction.atomic():
            lock_every()
            notice = Notice.objects.due(at).filter(pk=pk).select_related("edition").first()
            if notice:
                done.append(_publish(notice, at))
    return done


def _publish(notice: Notice, at: datetime) -> NoticePublication:
    """Number, period, digest and checkpoint in one act; the calendar must know every day of the period."""
    year = shanghai(at).year
    last = NoticePublication.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    row = NoticePublication(
        notice=notice,
        year=year,
        serial=last + 1,
        published_at=at,
        closes_on=period_end(shanghai(at), notice.workdays) if notice.workdays else None,
        fingerprint=fingerprint(notice),
    )
    cover(lock(notice.edition.chain), row, at=at, by=SYSTEM, action="notice.publish", object_ref=ref(notice))
    checkpoint(lock(notice.edition.chain), at=at)
    return row


def fingerprint(notice: Notice) -> str:
    """Return the digest of exactly what a notice says."""
    return digest([notice.kind, notice.title, notice.text, notice.rows, notice.contact, notice.workdays])


def compose_blockers(edition: Edition, draft: Draft, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against a draft: hand, private numbers, the period's calendar, an empty list."""
    found = [] if actor.is_(Role.OFFICE) else ["只有评选办可以拟定公示公告。"]
    words = [draft.title, draft.text, *(str(value) for row in draft.rows for value in row.values())]
    found += [f"公示里有{word}，请删去。" for text in words for word in private(text)]
    if draft.kind in PERIODIC:
        found += _against_period(draft, at)
    return [Blocker(ARTICLE, LABEL, sentence) for sentence in found]


def _against_period(draft: Draft, at: datetime) -> list[str]:
    if draft.workdays < 5:
        return ["公示期不少于5个工作日。"]
    try:
        period_end(shanghai(max(draft.publish_at, at)), draft.workdays)
    except UnknownYear as unknown:
        return [str(unknown)]
    return []


def confirm_blockers(notice: Notice, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return everything that stands against confirming this version; empty when it may be confirmed."""
    if not actor.is_(Role.OFFICE):
        return [Blocker(ARTICLE, LABEL, "只有评选办可以确认公示公告。")]
    if NoticeConfirmation.objects.filter(notice=notice).exists():
        return [Blocker(ARTICLE, LABEL, "这一稿已经确认。")]
    if Notice.objects.filter(replaces=notice).exists():
        return [Blocker(ARTICLE, LABEL, "已经有新的一稿，请看过新的内容再确认。")]
    found = against_second(notice.grant, actor, label="公示公告", at=at)
    found = [found] if found else _against_period(notice, at) if notice.kind in PERIODIC else []
    return [Blocker(ARTICLE, LABEL, sentence) for sentence in found]


def _refuse(found: list[Blocker]) -> None:
    if found:
        raise RuleRefused(found)
