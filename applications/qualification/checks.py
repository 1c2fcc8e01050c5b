"""Recording what the office finds of each condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.qualification.conditions import Item, checks_of, items
from applications.qualification.models import ConditionCheck
from applications.snapshots.models import Snapshot
from core.files.kinds import EVIDENCE
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Step

ARTICLE = "18(3)"
LABEL = "审查申报条件"


@dataclass(frozen=True)
class Finding:
    """What somebody writes of one item. `seen` is the key of the check that stood when the page was opened."""

    item: Item
    verdict: str
    basis: str
    seen: str = ""
    evidence: File | None = None


def check_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against examining: person, state, step, an earlier hand."""
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [_blocker("申报条件由评选办审查。")]
    if application.edition.step != Step.QUALIFICATION:
        return [_blocker(f"本届正处于“{Step(application.edition.step).label}”，不能再审查申报条件。")]
    if application.status != Status.RECOMMENDED:
        return [_blocker(f"申报现在是“{application.get_status_display()}”，推荐以后、决定以前才能审查。")]
    sentence = application.excluded(actor, at)
    return [_blocker(sentence)] if sentence else []


def record_checks(
    application: Application, found: Sequence[Finding], *, snapshot: Snapshot, by: Actor, at: datetime
) -> list[ConditionCheck]:
    """Put findings on record, all or none; a new one takes the place of the older.

    RuleRefused with every blocker, for another snapshot than the newest, for an item that is not asked, without a
    basis, and where somebody else wrote meanwhile.
    """
    refuse(check_blockers(application, by, at=at))
    stored = [store(one.evidence, allowed=EVIDENCE, by=by, at=at) if one.evidence else None for one in found]
    with transaction.atomic():
        head, application = lock(application.edition.chain), application.fresh()
        refuse(check_blockers(application, by, at=at))
        if snapshot != Snapshot.objects.latest_of(application):
            raise RuleRefused(f"申报已经有新的一版，请看过新的内容再审查。您看的是{snapshot}。", article=ARTICLE)
        standing, known = checks_of(snapshot), {item.place for item in items(application)}
        refuse(_against(found, standing, known))
        rows = [_row(snapshot, one, file, standing.get(one.item.place), by, at) for one, file in zip(found, stored, strict=True)]
        return [cover(head, row, at=at, by=by, action="check-condition", object_ref=ref(application)) for row in rows]


def _row(
    snapshot: Snapshot, one: Finding, file: StoredFile | None, before: ConditionCheck | None, by: Actor, at: datetime
) -> ConditionCheck:
    """The row of a finding; without a new file the one of the version before stands on."""
    file = file or (before.evidence if before else None)
    return ConditionCheck(
        snapshot=snapshot,
        condition=one.item.code,
        member=one.item.member,
        verdict=one.verdict,
        basis=one.basis,
        evidence=file,
        evidence_sha256=file.sha256 if file else "",
        replaces=before,
        by=by.person,
        at=at,
    )


def _against(found: Sequence[Finding], standing: dict, known: set) -> list[Blocker]:
    if not found:
        return [_blocker("没有新的审查结论。")]
    for one in found:
        before = standing.get(one.item.place)
        if one.item.place not in known:
            return [_blocker(f"这份申报不审查{one.item.label}。")]
        if not one.basis.strip():
            return [_blocker(f"请写明{one.item.label}的依据。")]
        if one.seen != (str(before.pk) if before else ""):
            return [_blocker(f"{one.item.label}刚由{before.by.name}写过，请看过新的结论再改。")]
    return []


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
