"""An applicant asks that somebody does not review his application; two of the office decide.

What he is told never says whether anybody reviews: upheld and dismissed read alike, and so does every page of his.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.cases.told import told_status
from core.clock import shanghai
from core.dates import day_in_words
from core.files.kinds import EVIDENCE
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.proposals.models import Proposal
from review.recusals.models import Conflict, ConflictKind, RecusalDecision, RecusalRequest
from review.recusals.services import IN_REVIEW, recuse
from review.reviewers.models import Reviewer
from review.visits.models import VisitReport

ARTICLE = "28"
LABEL = "申请回避"
DECIDE = Act("decide-recusal", "决定回避申请", ARTICLE, steps=tuple(step for step in Step if Step.QUALIFICATION <= step <= Step.EVALUATION))
TOLD = (Status.ACCEPTED, Status.ADVANCING)
IN_TIME = (Step.QUALIFICATION, *IN_REVIEW)  # whoever was held is visited later


def blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against a request, in words that tell nothing the applicant was not told."""
    own = actor.is_(Role.APPLICANT) and actor.unit == application.applicant.unit
    if not own or not actor.grant.in_force(at):
        return [_blocker("只有申报者可以申请回避。")]
    if application.edition.step not in IN_TIME or told_status(application) not in TOLD:
        return [_blocker("接到受理的告知以后、现场评审报告形成以前，可以申请回避。")]
    if VisitReport.objects.filter(visit__application=application).exists():
        return [_blocker("现场评审报告已经形成，不再受理回避申请。")]
    return []


def request_recusal(
    application: Application, *, named: str, reason: str, by: Actor, at: datetime, file: File | None = None
) -> RecusalRequest:
    """Receive a request. The file is kept before the lock. RuleRefused with what stands against it; nothing has changed then."""
    refuse(blockers(application, by, at=at))
    stored = store(file, allowed=EVIDENCE, by=by, at=at) if file else None
    with transaction.atomic():
        head, application = lock(application.edition.chain), application.fresh()
        refuse(blockers(application, by, at=at))
        if not named.strip() or not reason.strip():
            raise RuleRefused("请写明申请谁回避和理由。", article=ARTICLE)
        row = RecusalRequest(
            application=application,
            named=named,
            reason=reason,
            file=stored,
            file_sha256=stored.sha256 if stored else "",
            by=by.person,
            at=at,
        )
        return cover(head, row, at=at, by=by, action="recusal.request", object_ref=ref(application))


@transaction.atomic
def propose(row: RecusalRequest, *, upheld: bool, reviewers: Sequence[Reviewer], reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand: upheld, with the reviewers who are meant (nobody, where nobody of the pool is), or dismissed."""
    edition = row.application.edition
    lock(edition.chain)
    _refuse_decided(row)
    if not reason.strip():
        raise RuleRefused("请写明决定的理由。", article=ARTICLE)
    if reviewers and not upheld:
        raise RuleRefused("不成立的，不选评审员。", article=ARTICLE)
    content = {"upheld": upheld, "reviewers": sorted(str(one.pk) for one in reviewers)}
    return DECIDE.propose(edition, row, content=content, reason=reason, facts={"request": row.digest()}, by=by, at=at)


@transaction.atomic
def confirm(row: RecusalRequest, *, by: Actor, at: datetime, signature: dict) -> RecusalDecision:
    """The second hand: decided; whoever is meant is recused and released in this act, and the letter is written."""
    application = row.application
    edition = application.edition
    decision = DECIDE.confirm(edition, row, by=by, at=at, signature=signature, facts={"request": row.digest()})
    _refuse_decided(row)
    content, reason = decision.proposal.content, decision.proposal.reason
    verdict = RecusalDecision(request=row, upheld=content["upheld"], reason=reason, decision=decision, at=at)
    cover(lock(edition.chain), verdict, at=at, by=by, action="recusal.decide", object_ref=ref(row))
    recorded = Conflict.objects.filter(application=application).values("reviewer")
    for reviewer in Reviewer.objects.filter(pk__in=content["reviewers"]).exclude(pk__in=recorded).order_by("pk"):
        recuse(application, reviewer, kind=ConflictKind.REQUESTED, text=reason, by=by, at=at, decision=decision)
    _tell(verdict, by, at)
    return verdict


def undecided(edition: Edition) -> models.QuerySet[RecusalRequest]:
    """Return the requests that wait for two of the office, the oldest first."""
    return requests_of(edition).filter(decision=None)


def requests_of(edition: Edition) -> models.QuerySet[RecusalRequest]:
    """Return every request of an edition with what lists print."""
    found = RecusalRequest.objects.filter(application__edition=edition)
    return found.select_related("application__applicant__unit", "application__edition", "by", "file", "decision").order_by("event_id")


def visible_to(actor: Actor) -> models.QuerySet[RecusalRequest]:
    """Return the requests that an actor may read: the office all, an applicant his own; nobody else any."""
    found = RecusalRequest.objects.select_related("application__applicant__unit", "application__edition", "by", "file", "decision", "event")
    if actor.is_(Role.OFFICE):
        return found
    return found.filter(application__applicant__unit=actor.unit) if actor.is_(Role.APPLICANT) else found.none()


def _tell(verdict: RecusalDecision, by: Actor, at: datetime) -> None:
    """The letter; it waits until the office releases it. The ground of an upheld request stays inside: it may name who reviews."""
    row, application = verdict.request, verdict.request.application
    outcome = "成立，已按规定处理" if verdict.upheld else "不成立"
    lines = [f"您于{day_in_words(shanghai(row.at))}申请“{row.named}”回避。经研究，您的申请{outcome}。"]
    lines += [] if verdict.upheld else [f"理由：{verdict.reason}"]
    lines.append("评审人员的名单和分派情况依照规定保密，不作答复。")
    write_letter(
        application.edition,
        kind=LetterKind.RECUSAL,
        recipient=application.applicant.unit,
        act=str(verdict.event),
        subject_ref=ref(row),
        title="关于回避申请处理结果的告知",
        text="\n".join(lines),
        article=ARTICLE,
        by=by,
        at=at,
    )


def _refuse_decided(row: RecusalRequest) -> None:
    if RecusalDecision.objects.filter(request=row).exists():
        raise RuleRefused("这份申请已经决定。", article=ARTICLE)


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
