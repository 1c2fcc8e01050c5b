"""Entering an edition's papers, and recording that the leading group settled the working rules."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import RuleRefused
from procedure.documents.models import DocumentApproval, DocumentKind, EditionDocument
from procedure.editions.models import Edition, Step

# The article under which each kind is on record.
ARTICLES = {DocumentKind.RULES: "31", DocumentKind.WORK_PLAN: "18(1)", DocumentKind.WORKING_RULES: "13(1)"}
APPROVAL_ARTICLE = "12(2)"
DEMO_WORD = "演示"
DEMO_NOTE = "演示内容，不作依据"


@dataclass(frozen=True)
class Words:
    """What a version of a paper says."""

    title: str
    issuer: str
    dated_on: date
    number: str = ""
    effective_on: date | None = None
    approver: str = ""
    approved_on: date | None = None
    note: str = ""


WORDS = tuple(field.name for field in fields(Words))


@transaction.atomic
def enter_document(
    edition: Edition, *, kind: DocumentKind, words: Words, by: Actor, at: datetime, scan: File | None = None
) -> EditionDocument:
    """Put a version of a paper on record. Without a new scan the one of the version before stands on.

    What is still unknown may be left blank: the gate names it. RuleRefused for another hand, an ended edition, a day that
    is still to come, a change without a note once the call may be out, and for the same again.
    """
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    head, edition = lock(edition.chain), edition.fresh()
    current = EditionDocument.objects.in_force(edition).filter(kind=kind).first()
    for sentence in _against(edition, kind, words, stored, current, by, at):
        raise RuleRefused(sentence, article=ARTICLES[kind])
    stored = stored or (current.scan if current else None)
    row = EditionDocument(edition=edition, kind=kind, **vars(words), **_scan(stored), replaces=current, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="document.enter", payload={"kind": str(kind)})


@transaction.atomic
def record_approval(
    document: EditionDocument, *, minutes: str, decided_on: date, by: Actor, at: datetime, scan: File | None = None
) -> DocumentApproval:
    """Record that the leading group settled this version of the working rules (procedure §1, row 0).

    RuleRefused for another hand than the secretary's, another paper, a version that is not the newest or is settled
    already, a day to come, and without the scan of the minutes.
    """
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    head = lock(document.edition.chain)
    document = EditionDocument.objects.select_related("edition").get(pk=document.pk)
    for sentence in [*approval_blockers(document, by), *_unproved(document.edition, minutes, decided_on, stored, at)]:
        raise RuleRefused(sentence, article=APPROVAL_ARTICLE)
    row = DocumentApproval(document=document, minutes=minutes, decided_on=decided_on, **_scan(stored), by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="document.approve", object_ref=ref(document))


def approval_blockers(document: EditionDocument, actor: Actor) -> list[str]:
    """Return why this actor cannot record the approval of this version, whatever the minutes say."""
    if actor != SYSTEM and not actor.is_(Role.SECRETARY):
        return ["评选细则的审定由领导小组秘书登记。"]
    if document.kind != DocumentKind.WORKING_RULES:
        return ["只有评选细则要由领导小组审定。"]
    if document.edition.step >= Step.COMPLETED:
        return [f"{document.edition}已经结束，不能再登记审定。"]
    if EditionDocument.objects.filter(replaces=document).exists():
        return ["评选细则已经有新的一版，请看过新的一版再登记审定。"]
    return ["这一版已经登记审定。"] if DocumentApproval.objects.filter(document=document).exists() else []


@transaction.atomic
def fill_demo(edition: Edition, *, by: Actor = SYSTEM, at: datetime) -> list[EditionDocument]:
    """Enter what a demonstration edition has not entered yet, marked 演示, without scans. RuleRefused for a real one."""
    if not edition.demo:
        raise RuleRefused("只有演示届可以填入演示内容。", article="31")
    known = {document.kind for document in EditionDocument.objects.in_force(edition)}
    entered = [
        enter_document(edition, kind=kind, words=_demo_words(kind, shanghai(at)), by=by, at=at)
        for kind in DocumentKind
        if kind not in known
    ]
    for document in entered:
        if document.kind == DocumentKind.WORKING_RULES:
            record_approval(document, minutes=f"领导小组会议（{DEMO_WORD}）", decided_on=shanghai(at), by=SYSTEM, at=at)
    return entered


def _demo_words(kind: DocumentKind, today: date) -> Words:
    approved = {"approver": f"领导小组（{DEMO_WORD}）", "approved_on": today} if kind == DocumentKind.WORK_PLAN else {}
    effective = {"effective_on": today} if kind == DocumentKind.RULES else {}
    return Words(f"{kind.label}（{DEMO_WORD}）", DEMO_WORD, today, note=DEMO_NOTE, **approved, **effective)


def _against(
    edition: Edition, kind: DocumentKind, words: Words, stored: StoredFile | None, current: EditionDocument | None, by: Actor, at: datetime
) -> list[str]:
    """What stands against a version."""
    if by != SYSTEM and not by.is_(Role.OFFICE):
        return ["只有评选办可以登记本届的文件。"]
    if edition.step >= Step.COMPLETED:
        return [f"{edition}已经结束，文件不能再改。"]
    found = [f"请写明{label}。" for label, value in (("文件名称", words.title), ("印发单位", words.issuer)) if not value.strip()]
    for label, day in (("印发日期", words.dated_on), ("批准日期", words.approved_on)):
        if day and day > shanghai(at):
            found.append(f"{label}还没有到。")
    if words.effective_on and words.effective_on < words.dated_on:
        found.append("施行日期不能早于印发日期。")
    if edition.step > Step.PREPARATION and not words.note.strip():
        found.append(f"本届已经开始，更换或者补登{kind.label}的，请在说明里写明理由。")
    if current and not stored and all(getattr(current, name) == getattr(words, name) for name in WORDS):
        found.append("与现行的一版完全一致，不用再登记。")
    return found


def _unproved(edition: Edition, minutes: str, decided_on: date, stored: StoredFile | None, at: datetime) -> list[str]:
    found = [] if minutes.strip() else ["请写明会议名称或者纪要编号。"]
    if decided_on > shanghai(at):
        found.append("审定日期还没有到。")
    if stored is None and not edition.demo:
        found.append("请上传会议纪要的扫描件。")
    return found


def _scan(stored: StoredFile | None) -> dict:
    return {"scan": stored, "scan_sha256": stored.sha256 if stored else ""}
