"""Entrusting an agency, and ending it with a hand-over. Two of the office each; the agency's rights follow the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.models import Chain
from core.ledger.services import cover, lock, ref
from core.rules import RuleRefused
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.proposals.models import ActConfirmation, Proposal
from review.mandates.models import Mandate, MandateEnd, MandatePaper, PaperKind

ARTICLE = "13(2)"
UNTIL_ON_SITE = tuple(step for step in Step if step <= Step.ON_SITE)
ENTRUST = Act("entrust-agency", "委托第三方机构", ARTICLE, steps=UNTIL_ON_SITE)
END = Act("end-mandate", "终止委托", ARTICLE)


@dataclass(frozen=True)
class Term:
    """What is entrusted, and from when to when, both days counted."""

    materials: bool
    on_site: bool
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Paper:
    """One of the four papers as it is entered; a demonstration edition may have no scan."""

    kind: PaperKind
    title: str
    dated_on: date
    scan: File | None = None


def propose_mandate(edition: Edition, agency: Unit, *, term: Term, papers: Sequence[Paper], by: Actor, at: datetime) -> Proposal:
    """The first hand. Scans are kept before the lock. RuleRefused with everything that stands against it."""
    ENTRUST.refuse(ENTRUST.blockers(edition, by, at=at))
    kept = [(paper, store(paper.scan, allowed=SCAN, by=by, at=at) if paper.scan else None) for paper in papers]
    with transaction.atomic():
        lock(edition.chain)
        for sentence in _against(edition, agency, term, kept, at):
            raise RuleRefused(sentence, article=ARTICLE)
        content = {
            "agency": str(agency.pk),
            "materials": term.materials,
            "on_site": term.on_site,
            "from_on": term.from_on.isoformat(),
            "until_on": term.until_on.isoformat(),
            "papers": [_paper(paper, stored) for paper, stored in kept],
        }
        return ENTRUST.propose(edition, edition, content=content, by=by, at=at)


@transaction.atomic
def confirm_mandate(edition: Edition, *, by: Actor, at: datetime, signature: dict) -> Mandate:
    """The second hand: entrusted from the day it says. RuleRefused with every blocker, also for what was entrusted meanwhile."""
    decision = ENTRUST.confirm(edition, edition, by=by, at=at, signature=signature)
    content = decision.proposal.content
    agency, term = Unit.objects.get(pk=content["agency"]), term_of(content)
    for sentence in _overlapping(edition, term, at):
        raise RuleRefused(sentence, article=ARTICLE)
    head = lock(edition.chain)
    mandate = Mandate(edition=edition, agency=agency, **vars(term), decision=decision, at=at)
    cover(head, mandate, at=at, by=by, action="mandate.entrust")
    for paper in content["papers"]:
        _keep(head, mandate, paper, by, at)
    return mandate


@transaction.atomic
def propose_end(mandate: Mandate, *, handover: str, by: Actor, at: datetime) -> Proposal:
    """The first hand of ending a mandate. RuleRefused without the hand-over, and for one that ended."""
    lock(mandate.edition.chain)
    if not handover.strip():
        raise RuleRefused("请写明移交情况。", article=ARTICLE)
    _refuse_ended(mandate)
    return END.propose(mandate.edition, mandate, content={"handover": handover}, by=by, at=at)


@transaction.atomic
def confirm_end(mandate: Mandate, *, by: Actor, at: datetime, signature: dict) -> MandateEnd:
    """The second hand: the agency's rights end at once, what it did stays. RuleRefused with every blocker."""
    decision: ActConfirmation = END.confirm(mandate.edition, mandate, by=by, at=at, signature=signature)
    _refuse_ended(mandate)
    row = MandateEnd(mandate=mandate, handover=decision.proposal.content["handover"], decision=decision, by=by.person, at=at)
    return cover(lock(mandate.edition.chain), row, at=at, by=by, action="mandate.end", object_ref=ref(mandate))


def term_of(content: dict) -> Term:
    """Return the term of a proposal's content."""
    days = {name: date.fromisoformat(content[name]) for name in ("from_on", "until_on")}
    return Term(materials=content["materials"], on_site=content["on_site"], **days)


def mandates_of(edition: Edition) -> models.QuerySet[Mandate]:
    """Return every mandate of an edition with its end and papers, the newest first."""
    found = Mandate.objects.filter(edition=edition).select_related("agency", "end__by", "decision__by", "decision__proposal__by")
    return found.prefetch_related(models.Prefetch("papers", MandatePaper.objects.select_related("scan").order_by("pk"))).order_by(
        "-event_id"
    )


def scan_of(edition: Edition, file) -> StoredFile | None:
    """Return a scan that a mandate of this edition, or what waits to become one, rests on; None for any other file."""
    kept = MandatePaper.objects.filter(mandate__edition=edition, scan=file).exists()
    waiting = ENTRUST.proposal(edition)
    if kept or (waiting and any(paper["scan"] == str(file) for paper in waiting.content["papers"])):
        return StoredFile.objects.filter(pk=file).first()
    return None


def mandated(actor: Actor, at: datetime) -> bool:
    """Tell whether this actor's agency has a mandate in force today for an edition that has not passed step 5. One query."""
    if not actor.is_(Role.AGENCY):
        return False
    found = Mandate.objects.in_force(shanghai(at)).filter(agency=actor.unit, edition__step__lte=Step.ON_SITE)
    return found.exists()


def _against(edition: Edition, agency: Unit, term: Term, kept: list[tuple[Paper, StoredFile | None]], at: datetime) -> list[str]:
    found = [] if agency.kind == UnitKind.AGENCY else ["只能委托第三方机构。"]
    if term.until_on < term.from_on:
        found.append("到期日早于开始日。")
    if term.until_on < shanghai(at):
        found.append("到期日已经过了。")
    if not (term.materials or term.on_site):
        found.append("请选受委托的环节。")
    if sorted(paper.kind for paper, _ in kept) != sorted(PaperKind):
        found.append("四种文书要齐全：委托文书、资质证明、独立性声明、保密和数据协议。")
    for paper, stored in kept:
        if stored is None and not edition.demo:
            found.append(f"请上传{PaperKind(paper.kind).label}的扫描件。")
        if paper.dated_on > shanghai(at):
            found.append(f"{PaperKind(paper.kind).label}的日期还没有到。")
    return found + _overlapping(edition, term, at)


def _overlapping(edition: Edition, term: Term, at: datetime) -> list[str]:
    """A round is entrusted to one agency at a time."""
    same = models.Q(materials=True) if term.materials else models.Q(pk=None)
    same |= models.Q(on_site=True) if term.on_site else models.Q(pk=None)
    standing = Mandate.objects.standing().filter(same, edition=edition, from_on__lte=term.until_on, until_on__gte=term.from_on)
    return [f"这一环节在这段时间已经委托给{one.agency}，请先终止委托。" for one in standing.select_related("agency")[:1]]


def _refuse_ended(mandate: Mandate) -> None:
    if not Mandate.objects.standing().filter(pk=mandate.pk).exists():
        raise RuleRefused("这项委托已经终止。", article=ARTICLE)


def _paper(paper: Paper, stored: StoredFile | None) -> dict:
    scan = {"scan": str(stored.pk), "sha256": stored.sha256, "name": stored.name} if stored else {"scan": "", "sha256": "", "name": ""}
    return {"kind": str(paper.kind), "title": paper.title, "dated_on": paper.dated_on.isoformat(), **scan}


def _keep(head: Chain, mandate: Mandate, paper: dict, by: Actor, at: datetime) -> None:
    row = MandatePaper(
        mandate=mandate,
        kind=paper["kind"],
        title=paper["title"],
        dated_on=date.fromisoformat(paper["dated_on"]),
        scan_id=paper["scan"] or None,
        scan_sha256=paper["sha256"],
        at=at,
    )
    cover(head, row, at=at, by=by, action="mandate.paper", object_ref=ref(mandate))
