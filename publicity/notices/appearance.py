"""The first news medium that printed an award notice (article 18(8)): its record starts the count of the period."""

from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.services import cover, lock, lock_every, ref
from core.rules import Blocker, refuse
from procedure.calendar.services import period_end
from procedure.calendar.workdays import UnknownYear
from procedure.editions.models import Step
from publicity.notices.models import OF_AWARD, NoticeAppearance, NoticePublication
from publicity.notices.period import counted_from

ARTICLE, LABEL = "18(8)", "登记媒体刊登"


def blockers(publication: NoticePublication, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot record a medium now; empty when he can."""
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [_blocker(f"只有评选办可以{LABEL}。")]
    if publication.notice.kind not in OF_AWARD:
        return [_blocker("只有拟授奖名单的公示要登记媒体刊登。")]
    if publication.notice.edition.step >= Step.COMPLETED:
        return [_blocker("本届已经结束。")]
    if found := NoticeAppearance.objects.filter(publication=publication).first():
        return [_blocker(f"首次刊登已经登记：{found.outlet}，{found.appeared_on:%Y-%m-%d}。")]
    return []


@transaction.atomic
def record_appearance(
    publication: NoticePublication, *, outlet: str, appeared_on: date, where: str, by: Actor, at: datetime, scan: File | None = None
) -> NoticeAppearance:
    """Put the first medium on record. RuleRefused for another hand, a day out of reach, without proof, and where the calendar ends."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    lock_every()
    notice = publication.notice
    head = lock(notice.edition.chain)
    refuse(blockers(publication, by, at=at))
    if not shanghai(publication.notice.at) <= appeared_on <= shanghai(at):
        refuse([_blocker("刊登日期在拟稿以后、今天以前。")])
    if stored is None and not notice.edition.demo:
        refuse([_blocker("请附刊登的证明：版面扫描件或者网页截图。")])
    row = NoticeAppearance(
        publication=publication,
        outlet=outlet,
        appeared_on=appeared_on,
        where=where,
        scan=stored,
        scan_sha256=stored.sha256 if stored else "",
        by=by.person,
        at=at,
    )
    try:
        row.closes_on = period_end(counted_from(publication, row), notice.workdays)
    except UnknownYear as unknown:
        refuse([_blocker(str(unknown))])
    return cover(head, row, at=at, by=by, action="notice.appearance", object_ref=ref(notice))


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
