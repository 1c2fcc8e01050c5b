"""Passed or not on the panel report (article 18(5)): the office alone, two; the letter is written in the same act."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.models import Event
from core.ledger.services import lock, ref
from core.rules import Blocker, RuleRefused
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.proposals.models import Proposal
from review.moves import NOT_PASS, PASS
from review.visits.models import VisitReport

MOVES = {move.name: move for move in (PASS, NOT_PASS)}
KINDS = {PASS.name: LetterKind.PASSED, NOT_PASS.name: LetterKind.NOT_ADVANCING}
CHANGED = "经办以后，报告或者签名有了变化，请看过新的内容重新经办。"


def content_of(application: Application) -> dict:
    """Return what is decided over: the report as it stands, and every signature, dissent and note on it."""
    report = VisitReport.objects.standing().filter(visit__application=application).order_by("-event_id").first()
    if report is None:
        return {}
    signed = sorted([str(row.reviewer_id), row.dissent] for row in report.signatures.all())
    noted = sorted(str(row.reviewer_id) for row in report.notes.all())
    return {"report": report.fingerprint, "passed": report.passed, "signatures": signed, "notes": noted}


@transaction.atomic
def propose(move: Move, application: Application, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with every blocker."""
    lock(application.edition.chain)
    return move.propose(application, by=by, at=at, reason=reason, content=content_of(application))


@transaction.atomic
def confirm(move: Move, application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Event:
    """The second hand: decided on the report as it stands; the letter waits for release. RuleRefused with every blocker."""
    lock(application.edition.chain)
    if found := second_blockers(move, application, by, at=at):
        raise RuleRefused(found)
    reason = move.proposal(application).reason
    event = move.make(application, by=by, at=at, reason=reason, content=content_of(application), signature=signature)
    _tell(move, application, reason, by, at)
    return event


def first_blockers(move: Move, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against preparing this decision."""
    return move.blockers(application, actor, at=at)


def second_blockers(move: Move, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor as the second hand; what changed since the first is told before it is signed."""
    if found := move.second_blockers(application, actor, at=at):
        return found
    same = move.proposal(application).content == content_of(application)
    return [] if same else [Blocker(move.article, move.label, CHANGED)]


def _tell(move: Move, application: Application, reason: str, by: Actor, at: datetime) -> None:
    edition, unit = application.edition, application.applicant.unit
    if move is PASS:
        outcome, rest = "通过现场评审，进入陈述答辩。", "答辩的时间、地点另行通知。"
    else:
        outcome, rest = "未通过现场评审，不进入陈述答辩。", ""
    write_letter(
        edition,
        kind=KINDS[move.name],
        recipient=unit,
        act=f"{edition.chain}:{move.name}",
        subject_ref=ref(application),
        title=f"{edition}现场评审结果的告知",
        text="\n".join(line for line in (f"您在{edition}的申报，{outcome}", f"理由：{reason}", rest) if line),
        article=move.article,
        by=by,
        at=at,
    )
