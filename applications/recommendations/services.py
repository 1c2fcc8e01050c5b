"""初审, 审核, 签发: three hands on one version. Each reads again under the lock what the page showed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Application, Status
from applications.moves import NOT_RECOMMEND, RECOMMEND
from applications.recommendations.checklist import CHECKLIST, NO, OK
from applications.recommendations.guards import THREE, before_office_deadline, correction_over, signed_against, signed_for
from applications.recommendations.models import Advice, Check, Examination, SendBack, Signature, Way
from applications.recommendations.standing import standing_of
from core.ledger.models import Event
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move

ARTICLE = "18(3)"
CHANGED = "打开页面之后，这份申报有了变化，请看过新的内容再办。"
SUBMITTED = (Status.SUBMITTED, Status.RETURNED)
IN_TIME, STEP = (before_office_deadline, correction_over), (Step.QUALIFICATION,)

# Acts that change no state, asked in the machine's own words: state, step, person, deadline. They are never made as moves.
EXAMINE = Move("examine", "初审", SUBMITTED, Status.SUBMITTED, Role.EXAMINER, ARTICLE, IN_TIME, STEP)
CHECK = Move("check", "审核", SUBMITTED, Status.SUBMITTED, Role.CHECKER, ARTICLE, IN_TIME, STEP)
SEND_BACK = Move("send-back", "退回经办重审", SUBMITTED, Status.SUBMITTED, Role.SIGNER, ARTICLE, IN_TIME, STEP)


def advice_blockers(application: Application, actor: Actor) -> list[Blocker]:
    """Return what stands against a suggestion: it has its place in step 2, and the body's people give it."""
    if not actor.is_(*BODY_ROLES) or actor.unit != application.body:
        return [Blocker(ARTICLE, "提建议", "您的身份不能提建议。")]
    if application.edition.step != Step.APPLYING or application.status != Status.SUBMITTED:
        return [Blocker(ARTICLE, "提建议", "建议在申报期内、提交以后提；资格审查开始以后，请退回补正。")]
    return []


@transaction.atomic
def advise(application: Application, *, text: str, by: Actor, at: datetime) -> Advice:
    """Suggest something while the applicant may still take back and change. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(advice_blockers(application, by))
    row = Advice(snapshot=standing_of(application, at).snapshot, text=text, by=by.person, grant=by.grant, at=at)
    return cover(head, row, at=at, by=by, action="advise", object_ref=ref(application))


def examine_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against examining the newest version, for the first time or again."""
    if found := EXAMINE.blockers(application, actor, at=at):
        return found
    if standing_of(application, at).agreed:
        return [_blocker("审核已经同意，初审意见不能再改；要改的，由签发退回经办。")]
    return []


@transaction.atomic
def examine(
    application: Application, *, seen: str, checklist: Sequence[dict], recommend: bool, opinion: str, by: Actor, at: datetime
) -> Examination:
    """经办: put the checklist and the opinion on the version `seen` on record. Raises RuleRefused with every blocker."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(examine_blockers(application, by, at=at))
    standing = standing_of(application, at)
    if str(standing.snapshot.pk) != seen:
        raise RuleRefused(CHANGED, article=ARTICLE)
    if sentence := against_checklist(checklist, recommend=recommend):
        raise RuleRefused(sentence, article=ARTICLE)
    row = Examination(
        snapshot=standing.snapshot,
        checklist=list(checklist),
        recommend=recommend,
        opinion=opinion,
        replaces=standing.examination,
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="examine", object_ref=ref(application))


def against_checklist(checklist: Sequence[dict], *, recommend: bool) -> str:
    """Return what is wrong with a checklist, or nothing: every line, words where it is not plainly so, and the sum of it."""
    found = {line["key"]: line for line in checklist}
    for line in CHECKLIST:
        given = found.get(line.key)
        if given is None:
            return f"“{line.label}”还没有判断。"
        if given["result"] != OK and not given["note"].strip():
            return f"“{line.label}”有说明或者不符合的，请写明。"
    if recommend and any(line["result"] == NO for line in checklist):
        return "有不符合的，不能建议推荐：请退回补正，或者建议不予推荐。"
    return ""


def check_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against checking what was examined."""
    if found := CHECK.blockers(application, actor, at=at):
        return found
    standing = standing_of(application, at)
    if standing.examination is None:
        return [_blocker(f"第{standing.snapshot.number}版还没有经办初审。")]
    if standing.check:
        return [_blocker("这一份初审意见已经审核。")]
    return [_blocker(THREE)] if standing.examination.by_id == actor.person_id else []


@transaction.atomic
def check(application: Application, *, seen: str, agrees: bool, note: str, by: Actor, at: datetime) -> Check:
    """审核: agree with the examination `seen`, or give it back with a reason. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(check_blockers(application, by, at=at))
    examination = standing_of(application, at).examination
    if str(examination.pk) != seen:
        raise RuleRefused(CHANGED, article=ARTICLE)
    if not agrees and not note.strip():
        raise RuleRefused("不同意的，请写明理由。", article=ARTICLE)
    row = Check(examination=examination, agrees=agrees, note=note, by=by.person, grant=by.grant, at=at)
    return cover(head, row, at=at, by=by, action="check", object_ref=ref(application))


def sign_blockers(application: Application, actor: Actor, *, recommend: bool, at: datetime) -> list[Blocker]:
    """Return what stands against signing: everything that the move asks, but the signature itself."""
    move = RECOMMEND if recommend else NOT_RECOMMEND
    rest = replace(move, guards=tuple(guard for guard in move.guards if guard not in (signed_for, signed_against)))
    return rest.blockers(application, actor, at=at) or _third(application, actor, at)


@transaction.atomic
def sign(application: Application, *, seen: str, recommend: bool, opinion: str, by: Actor, at: datetime, signature: dict) -> Event:
    """签发: sign the newest version on the check `seen`, and recommend it or not. Raises RuleRefused; nothing has changed then."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(sign_blockers(application, by, recommend=recommend, at=at))
    standing = standing_of(application, at)
    if str(standing.check.pk) != seen or signature.get("digest") != standing.snapshot.fingerprint:
        raise RuleRefused(CHANGED, article=ARTICLE)
    word = standing.examination.opinion if recommend else opinion
    row = Signature(
        snapshot=standing.snapshot, checked=standing.check, recommend=recommend, opinion=word,
        way=Way.SYSTEM, signature=signature, by=by.person, grant=by.grant, at=at,
    )  # fmt: skip
    cover(head, row, at=at, by=by, action="sign", object_ref=ref(application))
    return conclude(application, RECOMMEND if recommend else NOT_RECOMMEND, row, by=by, at=at, signature=signature)


def conclude(application: Application, move: Move, row: Signature, *, by: Actor, at: datetime, signature: dict | None) -> Event:
    """Make the move that a signature stands for; whoever is refused is told. Under the lock."""
    content = {"snapshot": str(row.snapshot_id), "fingerprint": row.snapshot.fingerprint, "way": row.way}
    reason = "" if row.recommend else row.opinion
    event = move.make(application, by=by, at=at, reason=reason, content=content, signature=signature)
    if not row.recommend:
        _tell_refused(application, row, act=str(event), by=by, at=at)
    return event


def send_back_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against giving the examination back to 经办."""
    if found := SEND_BACK.blockers(application, actor, at=at):
        return found
    return [] if standing_of(application, at).agreed else [_blocker("还没有审核同意的意见，不用退回。")]


@transaction.atomic
def send_back(application: Application, *, seen: str, reason: str, by: Actor, at: datetime) -> SendBack:
    """签发 does not sign what was checked: 经办 examines again. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(send_back_blockers(application, by, at=at))
    agreed = standing_of(application, at).agreed
    if str(agreed.pk) != seen:
        raise RuleRefused(CHANGED, article=ARTICLE)
    if not reason.strip():
        raise RuleRefused("请写明退回经办的理由。", article=ARTICLE)
    row = SendBack(checked=agreed, reason=reason, by=by.person, grant=by.grant, at=at)
    return cover(head, row, at=at, by=by, action="send-back", object_ref=ref(application))


def _third(application: Application, actor: Actor, at: datetime) -> list[Blocker]:
    standing = standing_of(application, at)
    hands = {standing.examination.by_id, standing.check.by_id}
    return [_blocker(THREE)] if actor.person_id in hands else []


def _tell_refused(application: Application, row: Signature, *, act: str, by: Actor, at: datetime) -> None:
    text = f"您的申报（编号{application.number}，第{row.snapshot.number}版）经{application.body}审查，不予推荐。\n理由：{row.opinion}"
    write_letter(
        application.edition, kind=LetterKind.NOT_RECOMMENDED, recipient=application.applicant.unit, act=act, title="关于不予推荐的告知",
        text=text, article=ARTICLE, by=by, at=at, subject_ref=ref(application),
    )  # fmt: skip


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, "推荐", sentence)
