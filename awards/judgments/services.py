"""Restoring a state on a judgment or 复议决定 (procedure §2): the document and the move in one act of two; the old history stays."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from awards.facts import judged
from awards.judgments.models import Judgment
from awards.moves import REINSTATE, RESTORE
from awards.register.models import Register
from awards.requests.services import scan_content, scanned
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.proposals.models import Proposal


class AnyStep(Act):
    """An act that an edition's end does not forbid."""

    def blockers(self, edition, actor, *, at):
        if not actor.is_(*self.roles) or not actor.grant.in_force(at):
            return [self.blocker(f"您的身份不能{self.label}。")]
        return []


JUDGE = AnyStep("judgment", "依复议决定或者判决恢复", "13(6)", steps=tuple(Step))
MOVES = {move.name: move for move in (*RESTORE, *REINSTATE.values())}
GOES_ON = "评选按此继续办理。"
LATE = "本届授奖已经登记，是否补授由领导小组和市政府另行决定，结果书面告知您。"  # docs/decisions/0013
SOURCES = sorted({source for move in MOVES.values() for source in move.sources})


@dataclass(frozen=True)
class Judged:
    """What the document says."""

    move: str
    authority: str
    document_number: str
    dated_on: date
    summary: str


def moves_of(application: Application, at: datetime) -> list[Move]:
    """Return the ways back from where an application stands, as far as only the document is wanting."""
    found = [move for move in MOVES.values() if application.status in move.sources]
    return [move for move in found if not any(guard.check(application, at) for guard in move.guards if guard != judged)]


@transaction.atomic
def propose(application: Application, words: Judged, *, by: Actor, at: datetime, scan: File | None = None) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    lock(application.edition.chain)
    application = application.fresh()
    JUDGE.refuse(blockers(application, by, at=at) or _against(application, words, stored, at=at))
    content = asdict(words) | {"dated_on": words.dated_on.isoformat(), **scan_content(stored)}
    return JUDGE.propose(application.edition, application, content=content, by=by, at=at, facts=_facts(application))


@transaction.atomic
def confirm(application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Judgment:
    """The second hand: the document is on record and the state restored. RuleRefused with every blocker."""
    lock(application.edition.chain)
    application = application.fresh()
    JUDGE.refuse(blockers(application, by, at=at))
    decision = JUDGE.confirm(application.edition, application, by=by, at=at, signature=signature, facts=_facts(application))
    said = decision.proposal.content
    words = {name: said[name] for name in ("move", "authority", "document_number", "summary")}
    dated_on = date.fromisoformat(said["dated_on"])
    row = Judgment(application=application, **words, dated_on=dated_on, **scanned(said), decision=decision, at=at)
    cover(lock(application.edition.chain), row, at=at, by=by, action="judgment.record", object_ref=ref(application))
    event = MOVES[said["move"]].make(application, by=by, at=at, reason=said["summary"], signature=signature)
    _tell(row, MOVES[said["move"]], act=str(event), by=by, at=at)
    return row


def blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot restore this application now."""
    if found := JUDGE.blockers(application.edition, actor, at=at):
        return found
    return [] if moves_of(application, at) else [JUDGE.blocker(f"这份申报“{application.get_status_display()}”，没有可以恢复的决定。")]


def _against(application: Application, words: Judged, stored: StoredFile | None, *, at: datetime) -> list[Blocker]:
    found = []
    if words.move not in {move.name for move in moves_of(application, at)}:
        found.append("请选恢复到哪里。")
    if words.dated_on > shanghai(at):
        found.append("日期还没有到。")
    if stored is None and not application.edition.demo:
        found.append("请附复议决定或者判决的扫描件。")
    return [JUDGE.blocker(sentence) for sentence in found]


def _tell(row: Judgment, move: Move, *, act: str, by: Actor, at: datetime) -> None:
    """The letter names the change as its act: until it is released the applicant sees what he was told before."""
    application = row.application
    number = f"（编号{application.number}）" if application.number else ""
    late = move.target != Status.AWARDED and Register.objects.filter(edition=application.edition).exists()
    text = f"依据{row}，您的申报{number}恢复为“{Status(move.target).label}”，{LATE if late else GOES_ON}\n决定内容：{row.summary}"
    write_letter(
        application.edition,
        kind=LetterKind.OTHER,
        recipient=application.applicant.unit,
        act=act,
        subject_ref=ref(application),
        title="关于恢复申报的告知",
        text=text,
        article=JUDGE.article,
        by=by,
        at=at,
    )


def _facts(application: Application) -> dict:
    return {"status": application.status, "change": application.last_change()}
