"""Entering what a paper filer sent back corrected: one of the office enters, another compares with the papers and confirms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.answers.models import AnswerPart
from applications.cases.models import Application
from applications.corrections.models import Return, ReturnAnswer
from applications.evidence.kinds import PAPER
from applications.evidence.models import Attachment
from applications.filings.models import PaperCorrection
from applications.moves import RESUBMIT_PAPER
from applications.snapshots.content import frozen_content
from applications.snapshots.models import Snapshot
from applications.snapshots.services import freeze
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.models import Chain
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused

ARTICLE = "18(3)"


@dataclass(frozen=True)
class CorrectedOnPaper:
    """What the office reads off the corrected papers; `answers` by the key of the item."""

    received_at: datetime
    proof: str
    summary: str
    answers: dict[str, str]


def enter_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against entering a correction, whatever the papers say: state, step, person."""
    return replace(RESUBMIT_PAPER, guards=()).blockers(application, actor, at=at)


def waiting_of(application: Application) -> PaperCorrection | None:
    """Return what waits for the second hand, or None."""
    return PaperCorrection.objects.waiting().filter(returned__snapshot__application=application).select_related("by", "returned").first()


def correct(application: Application, paper: CorrectedOnPaper, *, scans: Sequence[File], by: Actor, at: datetime) -> PaperCorrection:
    """The first hand: enter the corrected papers and put them before the second; entered again, it takes the place of the former.

    The files are checked and kept before the lock. Raises RuleRefused with every blocker; nothing has changed then.
    """
    if not by.is_(Role.OFFICE):
        raise RuleRefused("纸质补正材料由评选办代录。", article=ARTICLE)
    stored = [store(scan, allowed=SCAN, by=by, at=at) for scan in scans]
    with transaction.atomic():
        head, application = lock(application.edition.chain), application.fresh()
        if blockers := enter_blockers(application, by, at=at):
            raise RuleRefused(blockers)
        returned = Return.objects.latest_of(application)
        row = PaperCorrection(
            returned=returned,
            received_at=paper.received_at,
            proof=paper.proof,
            summary=paper.summary,
            answers=paper.answers,
            scans=[{"file": str(file.pk), "name": file.name, "sha256": file.sha256, "size": file.size} for file in stored],
            replaces=PaperCorrection.objects.newest_of(returned),
            by=by.person,
            at=at,
        )
        cover(head, row, at=at, by=by, action="correct-on-paper", object_ref=ref(application))
        RESUBMIT_PAPER.propose(application, by=by, at=at, content=_content(row))
    return row


@transaction.atomic
def confirm(row: PaperCorrection, *, by: Actor, at: datetime, signature: dict) -> Snapshot:
    """The second hand: the next version is submitted as corrected on paper. Raises RuleRefused with every blocker."""
    application = Application.objects.get(pk=row.returned.snapshot.application_id)
    lock(application.edition.chain)
    RESUBMIT_PAPER.make(application, by=by, at=at, content=_content(row), signature=signature)
    AnswerPart.objects.update_or_create(application=application, part="paper", defaults={"answers": {"summary": row.summary}})
    for scan in row.scans:
        title = "纸质补正材料"
        Attachment.objects.create(application=application, kind=PAPER, title=title, file_id=scan["file"], by=row.by, at=row.at)
    _answer(lock(application.edition.chain), row, by, at)
    return freeze(application, frozen_content(application), method="paper", by=by, at=at)


def _content(row: PaperCorrection) -> dict:
    return {"correction": str(row.pk), "digest": row.digest()}


def _answer(head: Chain, row: PaperCorrection, by: Actor, at: datetime) -> None:
    """Put the words of the paper where the body reads answers."""
    standing = {answer.item: answer for answer in ReturnAnswer.objects.standing(row.returned)}
    for key, text in row.answers.items():
        answer = ReturnAnswer(returned=row.returned, item=key, text=text, replaces=standing.get(key), by=by.person, at=at)
        cover(head, answer, at=at, by=by, action="return.answer", object_ref=ref(row.returned))
