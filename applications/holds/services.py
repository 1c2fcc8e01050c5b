"""暂缓 and its lifting, by two of the office, from the meeting on by two of the leading group. Nobody else waits for a held application.


The first hand's words are a Proposal. It lapses when the application is held or lifted: `after` counts these acts.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.models import Hold, HoldLift
from applications.moves import STANDING
from core.canonical import digest
from core.ledger.models import Covered
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from procedure.editions.models import Edition, Step
from procedure.hands import against_second
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.proposals.models import Proposal

ARTICLE = "13(6)"
HOLD, LIFT = "hold", "lift-hold"
STEPS = tuple(step for step in Step if Step.QUALIFICATION <= step <= Step.APPROVAL)
LABELS = {HOLD: "暂缓", LIFT: "解除暂缓"}


@transaction.atomic
def propose(act: str, application: Application, *, reason: str, by: Actor, at: datetime, signature: dict | None = None) -> Proposal:
    """The first hand of either act. RuleRefused with everything that stands against it; nothing has changed then."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(blockers(act, application, by, at=at) + ([] if reason.strip() else [_blocker(act, f"请写明{LABELS[act]}的理由。")]))
    proposal = Proposal(
        edition=application.edition,
        move=act,
        subject=str(application.pk),
        after=_acts(application),
        reason=reason,
        subject_digest=fingerprint(act, application, reason),
        by=by.person,
        grant=by.grant,
        at=at,
    )
    payload = {"subject": ref(application), "signature": signature}
    return cover(head, proposal, at=at, by=by, action=f"propose:{act}", payload=payload)


@transaction.atomic
def confirm(proposal: Proposal, *, by: Actor, at: datetime, signature: dict | None = None) -> Covered:
    """The second hand: held, or lifted, from here on. RuleRefused with every blocker."""
    head = lock(proposal.edition.chain)
    application = Application.objects.get(pk=proposal.subject)
    refuse(second_blockers(proposal, application, by, at=at))
    hands = {"reason": proposal.reason, "by": proposal.by, "second": by.person, "at": at}
    row = Hold(application=application, **hands) if proposal.move == HOLD else HoldLift(hold=standing(application), **hands)
    payload = {"proposal": str(proposal.pk), "signature": signature}
    cover(head, row, at=at, by=by, action=proposal.move, object_ref=ref(application), payload=payload)
    _tell(proposal, application, by, at)
    return row


def hold(application: Application, *, reason: str, first: Actor, by: Actor, at: datetime) -> Hold:
    """Both hands of a hold in one act, for whoever has both at the table."""
    return confirm(propose(HOLD, application, reason=reason, by=first, at=at), by=by, at=at)


def lift(application: Application, *, reason: str, first: Actor, by: Actor, at: datetime) -> HoldLift:
    """Both hands of a lifting in one act."""
    return confirm(propose(LIFT, application, reason=reason, by=first, at=at), by=by, at=at)


def standing(application: Application) -> Hold | None:
    """Return the hold that nobody lifted, or None."""
    return Hold.objects.standing().filter(application=application).first()


def waiting(act: str, application: Application) -> Proposal | None:
    """Return the proposal that waits for its second hand, or None."""
    found = Proposal.objects.standing().filter(move=act, subject=str(application.pk), after=_acts(application))
    return found.select_related("by", "grant", "edition").order_by("-event_id").first()


def waiting_within(editions: Iterable[Edition]) -> list[Proposal]:
    """Return every proposal of these editions that waits for its second hand, each as `waiting` would. Three queries at most."""
    found = Proposal.objects.standing().filter(move__in=LABELS, edition__in=editions).select_related("by").order_by("event_id")
    newest = {(row.move, row.subject, row.after): row for row in found}
    keys = {row.subject for row in newest.values()}
    acts = Counter(map(str, Hold.objects.filter(application__in=keys).values_list("application", flat=True))) if keys else Counter()
    lifts = HoldLift.objects.filter(hold__application__in=list(acts)).values_list("hold__application", flat=True)
    acts += Counter(map(str, lifts)) if acts else Counter()
    return [row for row in newest.values() if row.after == acts[row.subject]]


def blockers(act: str, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot prepare this act now; empty when he can."""
    edition = application.edition
    if edition.step not in STEPS:
        return [_blocker(act, f"本届正处于“{Step(edition.step).label}”，不能办理{LABELS[act]}。")]
    if not actor.is_(*hands_of(edition)) or not actor.grant.in_force(at):
        late = f"本届正处于“{Step(edition.step).label}”，只有领导小组可以办理{LABELS[act]}。"
        return [_blocker(act, f"只有评选办可以办理{LABELS[act]}。" if edition.step <= Step.EVALUATION else late)]
    if edition.step > Step.EVALUATION and (sentence := application.excluded(actor, at)):
        return [Blocker("28", LABELS[act], sentence)]
    held = standing(application) is not None
    if act == LIFT:
        return [] if held else [_blocker(act, "这份申报没有暂缓。")]
    if held:
        return [_blocker(act, "这份申报已经暂缓。")]
    return [] if application.status in STANDING else [_blocker(act, f"这份申报“{Status(application.status).label}”，不用暂缓。")]


def hands_of(edition: Edition) -> tuple[Role, ...]:
    """Return the roles that set aside in this step: the office, and from the meeting on the leading group (procedure §1, row 8)."""
    return (Role.OFFICE,) if edition.step <= Step.EVALUATION else (Role.SECRETARY, Role.LEADING_GROUP)


def offered(edition: Edition, actor: Actor, at: datetime) -> bool:
    """Tell whether this actor sets aside in this step at all: for pages that lead there. No query."""
    return edition.step in STEPS and actor.is_(*hands_of(edition)) and actor.grant.in_force(at)


def second_blockers(proposal: Proposal, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """As `blockers`, for whoever would confirm."""
    act = proposal.move
    if found := blockers(act, application, actor, at=at):
        return found
    if waiting(act, application) != proposal:
        return [_blocker(act, "经办的内容已经办结，或者有了新的内容，请重新核对。")]
    second = against_second(proposal.grant, actor, label=LABELS[act], at=at)
    return [_blocker(act, second)] if second else []


def fingerprint(act: str, application: Application, reason: str) -> str:
    """Return what both hands sign."""
    return digest([act, ref(application), application.status, _acts(application), reason])


def _acts(application: Application) -> int:
    """How often the application was held and lifted: the place in its history that a proposal was made at."""
    return Hold.objects.filter(application=application).count() + HoldLift.objects.filter(hold__application=application).count()


def _tell(proposal: Proposal, application: Application, by: Actor, at: datetime) -> None:
    """The letter to the applicant; it waits until the office releases it."""
    act, edition = proposal.move, application.edition
    kind = LetterKind.HELD if act == HOLD else LetterKind.OTHER
    rest = "暂缓期间不列入名单和公示，不影响其他申报。" if act == HOLD else "从现在起照常参加评选；没有公示过的，先补充公示。"
    write_letter(
        edition,
        kind=kind,
        recipient=application.applicant.unit,
        act=f"{act}-{proposal.pk}",
        subject_ref=ref(application),
        title=f"关于{LABELS[act]}{application.applicant}申报的告知",
        text=f"您在{edition}的申报，经研究决定{LABELS[act]}。\n理由：{proposal.reason}\n{rest}",
        article=ARTICLE,
        by=by,
        at=at,
    )


def _blocker(act: str, sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABELS[act], sentence)
