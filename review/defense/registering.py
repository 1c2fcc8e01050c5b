"""登记已答辩 by one of the office, for one or for a whole sitting; 登记未到场 by two, with the consequence of the 细则 in the letter."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from core.ledger.models import Event
from core.ledger.services import lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.parameters.reviewing import ABSENCE
from procedure.parameters.services import value
from procedure.proposals.models import Proposal
from review.defense.appearances import appearance_of
from review.defense.guards import letters_act
from review.defense.models import DefenseSession, Slot
from review.moves import DEFEND, MISS_DEFENSE
from review.rounds import Round
from review.sheets.closing import missing

CHANGED = "经办以后，到场情况或者后果的规定有了变化，请看过新的内容重新经办。"
NONE_READY = "这一场没有可以登记的：要已经到场，并且专家评分表都已锁定。"


def consequence(code: str) -> str:
    """Return the consequence of not coming in words."""
    return dict(ABSENCE.choices)[code]


def ready(session: DefenseSession) -> list[Application]:
    """Return who of a sitting may be entered as defended: spoke, and every expert's sheet is locked. Four queries."""
    slots = Slot.objects.standing().filter(session=session, appearance__present=True, application__status=Status.PASSED)
    found = [slot.application for slot in slots.whole().order_by("begins_at", "order")]
    lacking = missing(session.edition, Round.ORAL_DEFENSE, found)
    return [one for one in found if one.pk not in lacking]


@transaction.atomic
def defend_all(session: DefenseSession, *, by: Actor, at: datetime) -> list[Event]:
    """Enter everybody of a sitting who is ready, or nobody. RuleRefused with every blocker, and where nobody is ready."""
    lock(session.edition.chain)
    found = ready(session)
    if not found:
        raise RuleRefused(NONE_READY, article=DEFEND.article)
    return DEFEND.make_all(found, by=by, at=at)


def content_of(application: Application) -> dict:
    """Return what is decided over: the time, what was noted at it, and the consequence that the edition set."""
    slot, appearance = appearance_of(application)
    note = appearance.note if appearance else ""
    return {"slot": str(slot.pk) if slot else "", "note": note, "absence": value(application.edition, ABSENCE)}


@transaction.atomic
def propose_miss(application: Application, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with every blocker."""
    lock(application.edition.chain)
    refuse(MISS_DEFENSE.blockers(application, by, at=at))
    return MISS_DEFENSE.propose(application, by=by, at=at, reason=reason, content=content_of(application))


@transaction.atomic
def confirm_miss(application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Event:
    """The second hand; the letter with reason and consequence waits for release. RuleRefused with every blocker."""
    lock(application.edition.chain)
    refuse(second_blockers(application, by, at=at))
    reason, content = MISS_DEFENSE.proposal(application).reason, content_of(application)
    event = MISS_DEFENSE.make(application, by=by, at=at, reason=reason, content=content, signature=signature)
    _tell(application, reason, consequence(content["absence"]), by, at)
    return event


def second_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor as the second hand; what changed since the first is told before it is signed."""
    if found := MISS_DEFENSE.second_blockers(application, actor, at=at):
        return found
    same = MISS_DEFENSE.proposal(application).content == content_of(application)
    return [] if same else [Blocker(MISS_DEFENSE.article, MISS_DEFENSE.label, CHANGED)]


def _tell(application: Application, reason: str, consequence: str, by: Actor, at: datetime) -> None:
    edition, unit = application.edition, application.applicant.unit
    write_letter(
        edition,
        kind=LetterKind.OTHER,
        recipient=unit,
        act=letters_act(edition),
        subject_ref=ref(application),
        title=f"{edition}未到场答辩的告知",
        text=f"您在{edition}的申报，没有在通知的时间到场参加陈述答辩。\n理由：{reason}\n依照本届评选细则：{consequence}。",
        article=MISS_DEFENSE.article,
        by=by,
        at=at,
    )
