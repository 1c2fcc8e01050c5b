"""Registering the winners (articles 18(9), 19): by two of the office, all awards in one act; each applicant is written a letter."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Grade, Status
from applications.cases.places import vacate
from applications.cases.told import TOLD_BY
from awards.approvals.models import Commendation
from awards.approvals.services import approved_rows
from awards.facts import final
from awards.moves import AWARD, NOT_APPROVED
from awards.register.models import Certificate, Register
from core.ledger.services import checkpoint, cover, lock, lock_every, ref
from core.rules import Blocker, refuse
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import write_letter
from procedure.proposals.models import Proposal
from publicity.guards import award_stood, objections_settled
from publicity.notices.award_lists import proposed

ARTICLE = "18(9)"
REGISTER = Act("award-register", "登记授奖", ARTICLE, steps=(Step.APPROVAL,))
HELD, UNAPPROVED = "暂缓期间没有列入请示。", "市政府没有批准授奖。"
NUMBER = "登记证书编号"
OUT = (Status.NOT_CANDIDATE, Status.NOT_PROPOSED, Status.CANDIDATE)  # a candidate who was set aside at the meeting is no winner


def rows_of(edition: Edition) -> list[dict]:
    """Return what is to be registered: the approved rows that still stand; nothing where every place stays vacant."""
    answer = final(edition)
    return approved_rows(answer) if answer else []


@transaction.atomic
def propose(edition: Edition, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    lock(edition.chain)
    edition = edition.fresh()
    REGISTER.refuse(blockers(edition, by, at=at))
    return REGISTER.propose(edition, edition, content={"rows": rows_of(edition)}, by=by, at=at, facts=_facts(edition))


@transaction.atomic
def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> Register:
    """The second hand: awards are what was approved, everybody else proposed is not awarded; a checkpoint seals it.

    RuleRefused with every blocker; then nobody is awarded.
    """
    lock_every()
    lock(edition.chain)
    edition = edition.fresh()
    REGISTER.refuse(blockers(edition, by, at=at))
    decision = REGISTER.confirm(edition, edition, by=by, at=at, signature=signature, facts=_facts(edition))
    rows, answer = decision.proposal.content["rows"], final(edition)
    row = Register(edition=edition, approval=answer, rows=rows, decision=decision, at=at)
    cover(lock(edition.chain), row, at=at, by=by, action="awards.register")
    left = list(Application.objects.filter(edition=edition, status=Status.PROPOSED).whole().order_by("pk"))
    approved = {one["application"] for one in rows}
    AWARD.make_all([one for one in left if str(one.pk) in approved], by=by, at=at)
    asked = {one["application"] for one in answer.request.rows} if answer else set()
    for one in [one for one in left if str(one.pk) not in approved]:
        NOT_APPROVED.make(one, by=by, at=at, reason=UNAPPROVED if str(one.pk) in asked else HELD)
        vacate(one)
    for one in [*left, *_untold(edition)]:
        _tell(one, awarded=str(one.pk) in approved, act=str(row.event), by=by, at=at)
    checkpoint(lock(edition.chain), at=at)
    return row


def blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against registering now: the answer, the commendation; over nobody the notice of the vacancy."""
    if found := REGISTER.blockers(edition, actor, at=at):
        return found
    if Register.objects.filter(edition=edition).exists():
        return [REGISTER.blocker("授奖已经登记。")]
    answer = final(edition)
    if answer is None:
        if proposed(edition).exists():
            return [REGISTER.blocker("市政府的答复还没有登记，或者请示被退回。")]
        return [one for guard in (award_stood, objections_settled) if (one := guard.blocker(edition, at))]
    if rows_of(edition) and not Commendation.objects.filter(approval=answer).exists():
        return [REGISTER.blocker("表彰通报还没有登记。")]
    return []


@transaction.atomic
def enter_number(application: Application, *, number: str, by: Actor, at: datetime) -> Certificate:
    """Enter the number that the issuer gave a certificate. RuleRefused for another hand, another state, a number already given."""
    head = lock(application.edition.chain)
    application = application.fresh()
    refuse(number_blockers(application, number, by, at=at))
    row = Certificate(application=application, number=number, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="certificate.number", object_ref=ref(application))


def number_blockers(application: Application, number: str, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this number cannot be entered."""
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [Blocker("19", NUMBER, f"只有评选办可以{NUMBER}。")]
    if application.status != Status.AWARDED:
        return [Blocker("19", NUMBER, "这份申报没有授奖。")]
    if Certificate.objects.filter(application=application).exists():
        return [Blocker("19", NUMBER, "证书编号已经登记。")]
    return [Blocker("19", NUMBER, "这个编号已经用过。")] if Certificate.objects.filter(number=number).exists() else []


def _facts(edition: Edition) -> dict:
    answer = final(edition)
    proposed = Application.objects.filter(edition=edition, status=Status.PROPOSED).order_by("pk").values_list("pk", flat=True)
    return {"approval": answer.digest() if answer else "", "proposed": [str(key) for key in proposed]}


def _untold(edition: Edition) -> list[Application]:
    """Return whoever was left out earlier, or is still set aside, and has no letter of it: all are told with the result."""
    told = Letter.objects.filter(edition=edition, kind__in=TOLD_BY[Status.NOT_PROPOSED]).values_list("subject_ref", flat=True)
    out = Application.objects.filter(edition=edition, status__in=OUT).whole().order_by("pk")
    return [one for one in out if ref(one) not in set(told)]


def _tell(application: Application, *, awarded: bool, act: str, by: Actor, at: datetime) -> None:
    """The result in a letter, which waits until the office releases all of them together."""
    edition = application.edition
    grade = Grade(application.grade).label if awarded else ""
    said = f"经市政府批准，授予您{edition}（{grade}）。宣传时请注明获奖时间。" if awarded else f"您在{edition}没有获奖。"
    write_letter(
        edition,
        kind=LetterKind.RESULT,
        recipient=application.applicant.unit,
        act=act,
        subject_ref=ref(application),
        title=f"关于{application.applicant}评选结果的告知",
        text=said,
        article=ARTICLE,
        by=by,
        at=at,
    )
