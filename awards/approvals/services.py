"""The city government's answer and its commendation, recorded by two of the office on the government's document (article 18(9))."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application
from awards.approvals.models import Answer, Approval, Commendation
from awards.requests.models import Request
from awards.requests.services import scan_content, scanned
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal

ARTICLE = "18(9)"
RECORD = Act("approval", "登记市政府答复", ARTICLE, steps=(Step.APPROVAL,))
COMMEND = Act("commendation", "登记表彰通报", ARTICLE, steps=(Step.APPROVAL,))


@dataclass(frozen=True)
class Answered:
    """What the answer says; `approved` are keys of the request's rows."""

    answer: str
    dated_on: date
    document_number: str = ""
    unnumbered: str = ""
    note: str = ""
    approved: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Commended:
    """What stands on the commendation."""

    title: str
    document_number: str
    dated_on: date


@transaction.atomic
def propose(request: Request, words: Answered, *, by: Actor, at: datetime, scan: File | None = None) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it; nothing has changed then."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    lock(request.edition.chain)
    edition = request.edition.fresh()
    RECORD.refuse(blockers(request, by, at=at) or _against(request, words, stored, at=at))
    content = asdict(words) | {"dated_on": words.dated_on.isoformat(), "approved": _approved(request, words), **scan_content(stored)}
    return RECORD.propose(edition, request, content=content, by=by, at=at, facts=_facts(request))


@transaction.atomic
def confirm(request: Request, *, by: Actor, at: datetime, signature: dict | None = None) -> Approval:
    """The second hand: the answer stands. RuleRefused with every blocker."""
    lock(request.edition.chain)
    edition = request.edition.fresh()
    RECORD.refuse(blockers(request, by, at=at))
    decision = RECORD.confirm(edition, request, by=by, at=at, signature=signature, facts=_facts(request))
    said = decision.proposal.content
    words = {name: said[name] for name in ("answer", "document_number", "unnumbered", "note", "approved")}
    row = Approval(request=request, **words, dated_on=date.fromisoformat(said["dated_on"]), **scanned(said), decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="approval.record", object_ref=ref(request))


def blockers(request: Request, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against recording an answer to this request now."""
    if found := RECORD.blockers(request.edition, actor, at=at):
        return found
    if Request.objects.issued(request.edition) != request:
        return [RECORD.blocker("请示还没有印发，或者已经另行请示。")]
    return [RECORD.blocker("答复已经登记。")] if Approval.objects.filter(request=request).exists() else []


def approved_rows(approval: Approval) -> list[dict]:
    """Return the rows of the request that were approved, in its order.

    Without those who left the list since, or stand in it in another grade: nobody is awarded what was not approved.
    """
    grades = dict(Application.objects.filter(pk__in=approval.approved).values_list("pk", "grade"))
    standing = {(str(pk), grade) for pk, grade in grades.items()}
    approved = (row for row in approval.request.rows if row["application"] in approval.approved)
    return [row for row in approved if (row["application"], row["grade"]) in standing]


@transaction.atomic
def propose_commendation(approval: Approval, words: Commended, *, by: Actor, at: datetime, scan: File | None = None) -> Proposal:
    """The first hand, after the government issued it. RuleRefused with everything that stands against it."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    edition = approval.request.edition
    lock(edition.chain)
    COMMEND.refuse(commendation_blockers(approval, by, at=at) or _against_commendation(approval, words, stored, at=at))
    content = asdict(words) | {"dated_on": words.dated_on.isoformat(), **scan_content(stored)}
    return COMMEND.propose(edition.fresh(), approval, content=content, by=by, at=at)


@transaction.atomic
def confirm_commendation(approval: Approval, *, by: Actor, at: datetime, signature: dict | None = None) -> Commendation:
    """The second hand: the commendation is on record. RuleRefused with every blocker."""
    edition = approval.request.edition
    lock(edition.chain)
    COMMEND.refuse(commendation_blockers(approval, by, at=at))
    decision = COMMEND.confirm(edition.fresh(), approval, by=by, at=at, signature=signature)
    said = decision.proposal.content
    words = {"title": said["title"], "document_number": said["document_number"], "dated_on": date.fromisoformat(said["dated_on"])}
    row = Commendation(approval=approval, **words, **scanned(said), decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="commendation.record", object_ref=ref(approval))


def commendation_blockers(approval: Approval, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against recording the commendation now."""
    edition: Edition = approval.request.edition
    if found := COMMEND.blockers(edition, actor, at=at):
        return found
    if not approved_rows(approval):
        return [COMMEND.blocker("没有批准授奖的，不发表彰通报。")]
    return [COMMEND.blocker("表彰通报已经登记。")] if Commendation.objects.filter(approval=approval).exists() else []


def _approved(request: Request, words: Answered) -> list[str]:
    """All of them, those named, or none, as the form of the answer says."""
    listed = [row["application"] for row in request.rows]
    if words.answer == Answer.IN_PART:
        return [key for key in listed if key in words.approved]
    return listed if words.answer == Answer.APPROVED else []


def _facts(request: Request) -> dict:
    return {"request": request.digest()}


def _against(request: Request, words: Answered, stored: StoredFile | None, *, at: datetime) -> list[Blocker]:
    found = []
    if not request.issue.dated_on <= words.dated_on <= shanghai(at):
        found.append("答复日期在请示印发以后、今天以前。")
    if bool(words.document_number.strip()) == bool(words.unnumbered.strip()):
        found.append("写明文号；没有文号的，写明原因。两项只写一项。")
    if words.answer == Answer.IN_PART and not 0 < len(_approved(request, words)) < len(request.rows):
        found.append("部分批准的，请勾选批准的名单，至少一个，不是全部。")
    if words.answer in (Answer.REFUSED, Answer.RETURNED) and not words.note.strip():
        found.append("请写明答复的内容。")
    if stored is None and not request.edition.demo:
        found.append("请附答复的扫描件。")
    return [RECORD.blocker(sentence) for sentence in found]


def _against_commendation(approval: Approval, words: Commended, stored: StoredFile | None, *, at: datetime) -> list[Blocker]:
    found = []
    if not approval.dated_on <= words.dated_on <= shanghai(at):
        found.append("印发日期在批准以后、今天以前。")
    if not words.document_number.strip() or not words.title.strip():
        found.append("请写标题和文号。")
    if stored is None and not approval.request.edition.demo:
        found.append("请附表彰通报的扫描件。")
    return [COMMEND.blocker(sentence) for sentence in found]
