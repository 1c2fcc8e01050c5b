"""Withdrawing, by the applicant himself; ending (终止) what its applicant can no longer carry on, by two."""

from dataclasses import replace
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.cases.places import vacate
from applications.cases.told import told_status
from applications.endings.models import Ending, EndingGround
from applications.moves import END, END_LATE, STANDING, WITHDRAW
from core.canonical import digest
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.models import Event
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused
from procedure.editions.models import Edition
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move

CHANGED = "打开页面之后，这份申报有了变化，请看过再办。"


def withdraw_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what the applicant is told to stand against withdrawing. An outcome that he was not told shows only in the act."""
    known = replace(WITHDRAW, sources=(*WITHDRAW.sources, application.status))
    if told_status(application) not in WITHDRAW.sources:
        known = replace(WITHDRAW, sources=())
    return known.blockers(application, actor, at=at)


def withdrawal_digest(application: Application) -> str:
    """Return what is signed: this application, withdrawn, in the state that its applicant knows. Another would tell of a decision."""
    return digest([WITHDRAW.name, ref(application), told_status(application)])


@transaction.atomic
def withdraw(application: Application, *, reason: str, by: Actor, at: datetime, signature: dict) -> Event:
    """Withdraw for good: it cannot be taken up again in this edition. Raises RuleRefused; nothing has changed then."""
    lock(application.edition.chain)
    application = application.fresh()
    if (found := WITHDRAW.blockers(application, by, at=at)) == [] and signature.get("digest") != withdrawal_digest(application):
        raise RuleRefused(CHANGED, article=WITHDRAW.article)
    if found:
        raise RuleRefused(found)
    event = WITHDRAW.make(application, by=by, at=at, reason=reason, signature=signature)
    vacate(application)
    return event


def move_of(actor: Actor) -> Move:
    """Return the move under which this actor ends: before the meeting the office's, from then on the leading group's."""
    return END_LATE if actor.is_(Role.LEADING_GROUP) else END


def endable(actor: Actor):
    """Return the applications that this actor may look at to end them, ended ones too."""
    if actor.is_(Role.OFFICE):
        return Application.objects.visible_to(actor).whole()
    if actor.is_(Role.LEADING_GROUP):
        return Application.objects.whole().filter(edition__step__in=END_LATE.steps, status__in=[*STANDING, END_LATE.target])
    return Application.objects.none()


def end_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against preparing, whatever the proof."""
    return replace(move_of(actor), guards=()).blockers(application, actor, at=at)


def waiting_of(application: Application) -> Ending | None:
    """Return what waits for the second hand, or None."""
    if END.proposal(application) or END_LATE.proposal(application):
        return Ending.objects.newest_of(application)
    return None


def propose_end(application: Application, *, ground: EndingGround, reason: str, scan: File, by: Actor, at: datetime) -> Ending:
    """The first hand. The scan is kept before the lock. Raises RuleRefused with every blocker; nothing has changed then."""
    if blockers := end_blockers(application, by, at=at):
        raise RuleRefused(blockers)
    stored = store(scan, allowed=SCAN, by=by, at=at)
    with transaction.atomic():
        head, application, move = lock(application.edition.chain), application.fresh(), move_of(by)
        if blockers := end_blockers(application, by, at=at):
            raise RuleRefused(blockers)
        if not reason.strip():
            raise RuleRefused("请写明终止的说明。", article=move.article)
        row = Ending(
            application=application, ground=ground, reason=reason, scan=stored, replaces=Ending.objects.newest_of(application),
            by=by.person, grant=by.grant, at=at,
        )  # fmt: skip
        cover(head, row, at=at, by=by, action="end.prepare", object_ref=ref(application))
        move.propose(application, by=by, at=at, reason=_reason(row), content=_content(row))
    return row


@transaction.atomic
def confirm_end(row: Ending, *, by: Actor, at: datetime, signature: dict) -> Event:
    """The second hand: the application is over, and the letter to whoever acts for the applicant is written. Raises RuleRefused."""
    application = row.application
    lock(application.edition.chain)
    event = move_of(by).make(application, by=by, at=at, reason=_reason(row), content=_content(row), signature=signature)
    vacate(application)
    number = f"（编号{application.number}）" if application.number else ""
    text = f"您的申报{number}因{row.get_ground_display()}终止。\n说明：{row.reason}"
    write_letter(
        application.edition, kind=LetterKind.OTHER, recipient=application.applicant.unit, act=str(event), title="关于终止申报的通知",
        text=text, article=END.article, by=by, at=at, subject_ref=ref(application),
    )  # fmt: skip
    return event


def open_endings(edition: Edition, actor: Actor) -> list[tuple[Application, Ending]]:
    """Return what waits for its second hand and is not this actor's own."""
    rows = Ending.objects.filter(application__in=endable(actor).filter(edition=edition, status__in=STANDING), replaced_by=None)
    rows = rows.exclude(by=actor.person).select_related("application__applicant__unit", "by").order_by("event_id")
    move = move_of(actor)
    return [(row.application, row) for row in rows if move.proposal(row.application)]


def _reason(row: Ending) -> str:
    return f"{row.get_ground_display()}：{row.reason}"


def _content(row: Ending) -> dict:
    return {"ending": str(row.pk), "digest": row.digest()}
