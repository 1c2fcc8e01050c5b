"""What the body signed and sealed off line: 经办 enters the scan, 审核 compares it; one paper may carry the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.moves import NOT_RECOMMEND_BY_SCAN, RECOMMEND_BY_SCAN
from applications.recommendations.guards import against_checked
from applications.recommendations.models import SealedCheck, SealedScan, Signature, Way
from applications.recommendations.services import ARTICLE, IN_TIME, STEP, conclude
from applications.recommendations.standing import Standing, standings
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Edition
from procedure.machine import Move

LABEL = "登记盖章扫描件"
SIGNED = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)
ENTER = Move("enter-sealed", LABEL, SIGNED, Status.SUBMITTED, Role.EXAMINER, ARTICLE, IN_TIME, STEP)
COMPARE = Move("compare-sealed", "核对盖章扫描件", SIGNED, Status.SUBMITTED, Role.CHECKER, ARTICLE, IN_TIME, STEP)
TWO = "登记和核对要由两个人办理。"


@dataclass(frozen=True)
class Sealed:
    """What stands on the paper."""

    recommend: bool
    dated_on: date
    signatory: str
    number: str = ""
    reason: str = ""


def against(standing: Standing, actor: Actor, move: Move, *, recommend: bool, at: datetime) -> list[Blocker]:
    """Return what stands against an application on a sealed paper; what is recommended already may be on it too."""
    application = standing.application
    if found := move.blockers(application, actor, at=at):
        return [_named(application, blocker.sentence) for blocker in found]
    if sentence := against_checked(standing):
        return [_named(application, sentence)]
    if recommend and not standing.examination.recommend:
        return [_named(application, "经办和审核的意见是不予推荐。")]
    if application.status == Status.RECOMMENDED and not recommend:
        return [_named(application, "已经推荐。")]
    if application.status == Status.RETURNED and recommend:
        return [_named(application, "已经退回补正，还没有重新提交。")]
    return []


def enter(edition: Edition, applications: Sequence[Application], sealed: Sealed, *, scan: File, by: Actor, at: datetime) -> SealedScan:
    """经办: enter a sealed paper over the newest versions. Raises RuleRefused with what stands against each application."""
    refuse(_against_all(applications, by, ENTER, sealed.recommend, at) + _against_words(applications, sealed, at))
    stored = store(scan, allowed=SCAN, by=by, at=at)
    with transaction.atomic():
        head = lock(edition.chain)
        fresh = [application.fresh() for application in applications]
        refuse(_against_all(fresh, by, ENTER, sealed.recommend, at))
        row = SealedScan(
            edition=edition,
            body=by.unit,
            entries=[_entry(standing) for standing in standings(fresh, at)],
            scan=stored,
            scan_sha256=stored.sha256,
            by=by.person,
            grant=by.grant,
            at=at,
            **vars(sealed),
        )
        return cover(head, row, at=at, by=by, action="seal.enter")


def compare_blockers(row: SealedScan, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against confirming an entered paper: every application on it must still be as it was."""
    if SealedCheck.objects.filter(sealed=row).exists():
        return [Blocker(ARTICLE, LABEL, "这份扫描件已经核对。")]
    if row.by_id == actor.person_id:
        return [Blocker(ARTICLE, LABEL, TWO)]
    found = standings(named(row), at)
    versions = {entry["snapshot"] for entry in row.entries}
    stale = [standing.application for standing in found if str(standing.snapshot.pk) not in versions]
    return [blocker for standing in found for blocker in against(standing, actor, COMPARE, recommend=row.recommend, at=at)] + [
        _named(application, "扫描件上的版本以后又提交了新的一版，请重新登记。") for application in stale
    ]


@transaction.atomic
def compare(row: SealedScan, *, agrees: bool, note: str, by: Actor, at: datetime) -> SealedCheck:
    """审核: confirm the paper, and with it every application that it signs; or give it back with a reason. All or none."""
    head = lock(row.edition.chain)
    if agrees:
        refuse(compare_blockers(row, by, at=at))
    elif not by.is_(Role.CHECKER) or by.unit != row.body or SealedCheck.objects.filter(sealed=row).exists():
        raise RuleRefused("这份扫描件不能退回。", article=ARTICLE)
    elif not note.strip():
        raise RuleRefused("不同意的，请写明理由。", article=ARTICLE)
    checked = SealedCheck(sealed=row, agrees=agrees, note=note, by=by.person, grant=by.grant, at=at)
    cover(head, checked, at=at, by=by, action="seal.check", object_ref=ref(row))
    if agrees:
        for standing in standings(named(row), at):
            _conclude(standing, row, by, at)
    return checked


def named(row: SealedScan) -> list[Application]:
    """Return the applications on a paper, read again."""
    return list(Application.objects.whole().filter(pk__in=[entry["application"] for entry in row.entries]).order_by("number"))


def attached_to(edition: Edition, body: Unit) -> list[SealedScan]:
    """Return the sealed papers of a body, the latest first."""
    rows = SealedScan.objects.filter(edition=edition, body=body).select_related("by", "scan", "verdict__by")
    return list(rows.order_by("-event_id"))


def _conclude(standing: Standing, row: SealedScan, by: Actor, at: datetime) -> None:
    """Sign what is not signed yet; for what was signed in the system the paper is attached and nothing moves."""
    application = standing.application
    if application.status == Status.RECOMMENDED:
        return
    word = standing.examination.opinion if row.recommend else row.reason
    signature = Signature(
        snapshot=standing.snapshot, checked=standing.check, recommend=row.recommend, opinion=word,
        way=Way.SCAN, sealed=row, by=by.person, grant=by.grant, at=at,
    )  # fmt: skip
    cover(lock(row.edition.chain), signature, at=at, by=by, action="sign.sealed", object_ref=ref(application))
    conclude(application, RECOMMEND_BY_SCAN if row.recommend else NOT_RECOMMEND_BY_SCAN, signature, by=by, at=at, signature=None)


def _against_all(applications: Sequence[Application], by: Actor, move: Move, recommend: bool, at: datetime) -> list[Blocker]:
    found = standings(applications, at)
    return [blocker for standing in found for blocker in against(standing, by, move, recommend=recommend, at=at)]


def _against_words(applications: Sequence[Application], sealed: Sealed, at: datetime) -> list[Blocker]:
    if not applications:
        return [Blocker(ARTICLE, LABEL, "请选扫描件上列出的申报。")]
    if sealed.dated_on > shanghai(at):
        return [Blocker(ARTICLE, LABEL, "落款日期不能晚于今天。")]
    return [] if sealed.recommend or sealed.reason.strip() else [Blocker(ARTICLE, LABEL, "请写明不予推荐的理由。")]


def _entry(standing: Standing) -> dict[str, str]:
    snapshot = standing.snapshot
    return {"application": str(standing.application.pk), "snapshot": str(snapshot.pk), "fingerprint": snapshot.fingerprint}


def _named(application: Application, sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, f"{application.applicant.unit}：{sentence}")
