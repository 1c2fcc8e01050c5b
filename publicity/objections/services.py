"""Filing an objection, deciding it by two, and telling both sides when the office releases the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.dates import day_in_words
from core.files.kinds import EVIDENCE
from core.files.services import store
from core.ledger.services import cover, lock, receipt, ref
from core.outbox.models import Message
from core.outbox.services import put_mail
from core.outbox.services import release as release_messages
from core.rules import Blocker, RuleRefused
from procedure import articles
from procedure.calendar.services import workdays
from procedure.editions.models import Category
from procedure.hands import against_second
from procedure.letters.models import LetterKind, LetterRelease
from procedure.letters.services import write_letter
from publicity.notices.models import NoticePublication
from publicity.notices.period import period_of
from publicity.objections.identity import ARTICLE, code_mark, new_code, seal, unseal
from publicity.objections.models import Objection, ObjectionConfirmation, ObjectionDecision, ObjectionFile, Outcome

LABEL = "异议处理"
CONDITIONS = {Category.ORGANIZATION.value: "9", Category.INDIVIDUAL.value: "11"}
ITEMS = 6
LIMIT = 20 * 1024 * 1024
MOST_FILES = 5


@dataclass(frozen=True)
class Statement:
    """What an objector says: against which row of the list, who he is, the facts and the grounds."""

    row: int
    kind: str
    identity: dict
    facts: str
    grounds: str


@dataclass(frozen=True)
class Objector:
    """The hand of somebody without an account: the ledger names the objection, not him."""

    ref: str


def against_filing(publication: NoticePublication, at: datetime) -> str:
    """Return why nobody can object to a notice at this moment, or nothing: inside the period, to the second."""
    period = period_of(publication, workdays())
    if period is None or not publication.notice.rows:
        return "这份公告没有名单，不接受异议。有意见或者线索，请联系评选办。"
    if not period.runs(at):
        return f"公示期已于{day_in_words(period.closes_on)}24:00结束。发现问题的，可以随时作为线索向评选办反映。"
    return ""


def file_objection(
    publication: NoticePublication, said: Statement, *, files: Sequence[File], origin: str, at: datetime
) -> tuple[Objection, str]:
    """Put an objection on record; return it with the code of its receipt. RuleRefused outside the period."""
    _refuse_late(publication, at)
    objection = Objection(edition=publication.notice.edition, publication=publication, kind=said.kind, at=at)
    hand = Objector(f"objector:{objection.pk}")
    stored = [store(file, allowed=EVIDENCE, by=hand, at=at, limit=LIMIT) for file in files]
    row, code = publication.notice.rows[said.row], new_code()
    objection.application_id, objection.name = row["application"], row["name"]
    objection.facts, objection.grounds = said.facts, said.grounds
    objection.sealed, objection.code_mark = seal(objection, said.identity), code_mark(objection, code)
    with transaction.atomic():
        head = lock(objection.edition.chain)
        _refuse_late(publication, at)
        cover(head, objection, at=at, by=hand, action="objection.file")
        for file in stored:
            cover(head, ObjectionFile(objection=objection, file=file, sha256=file.sha256), at=at, by=hand, action="objection.attach")
        _mail_receipt(objection, code, said.identity["email"], origin, at)
    return objection, code


def number_of(objection: Objection) -> str:
    """Return the number of the receipt: the place in the ledger with the first digits of its hash."""
    return receipt(objection.event)[: -(64 - 16)]


@transaction.atomic
def decide(objection: Objection, *, outcome: str, condition: str, reason: str, by: Actor, at: datetime) -> ObjectionDecision:
    """The first hand: it takes the place of an unconfirmed decision. RuleRefused with what stands against it."""
    head = lock(objection.edition.chain)
    _refuse([*decide_blockers(objection, by), *_faults(objection, outcome, condition, reason)])
    decision = ObjectionDecision(
        objection=objection,
        outcome=outcome,
        condition=condition,
        reason=reason,
        replaces=waiting(objection),
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(head, decision, at=at, by=by, action="objection.decide", object_ref=ref(objection))


@transaction.atomic
def confirm(decision: ObjectionDecision, *, by: Actor, at: datetime, signature: dict | None = None) -> ObjectionConfirmation:
    """The second hand: decided; the letters of both sides wait for the office's release."""
    objection = decision.objection
    head = lock(objection.edition.chain)
    _refuse(confirm_blockers(decision, by, at=at))
    row = ObjectionConfirmation(decision=decision, objection=objection, by=by.person, at=at)
    cover(head, row, at=at, by=by, action="objection.confirm", object_ref=ref(objection), payload={"signature": signature})
    _write(decision, by, at)
    return row


def waiting(objection: Objection) -> ObjectionDecision | None:
    """Return the decision that waits for its second hand, or None."""
    return objection.decisions.filter(confirmation=None, replaced_by=None).select_related("by", "grant").first()


def decide_blockers(objection: Objection, actor: Actor) -> list[Blocker]:
    """Return why this actor cannot decide on this objection now."""
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以办理异议。")]
    decided = ObjectionConfirmation.objects.filter(objection=objection).exists()
    return [_blocker("这件异议已经办结。")] if decided else []


def confirm_blockers(decision: ObjectionDecision, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return everything that stands against confirming this decision; empty when it may be confirmed."""
    if found := decide_blockers(decision.objection, actor):
        return found
    if ObjectionDecision.objects.filter(replaces=decision).exists():
        return [_blocker("已经有新的处理意见，请看过新的内容再确认。")]
    second = against_second(decision.grant, actor, label=LABEL, at=at)
    return [_blocker(second)] if second else []


def conditions(category: str, version: str) -> list[tuple[str, str]]:
    """Return the conditions of an award, each with its code and words."""
    codes = [f"{CONDITIONS[category]}({number})" for number in range(1, ITEMS + 1)]
    return [(code, articles.text(code, version)) for code in codes]


def release_told(at: datetime) -> int:
    """Let the objectors' mails go whose applicant's letter the office has released: all of an act, one button. For the sweep."""
    held = Message.objects.held().filter(about__startswith=f"{ObjectionDecision._meta.label_lower}:")
    count = 0
    for message in held:
        if LetterRelease.objects.filter(letter__act=_act(message.about.rpartition(":")[2])).exists():
            count += release_messages(Message.objects.filter(pk=message.pk), at=at)
    return count


def told(decision: ObjectionDecision) -> bool:
    """Tell whether the outcome has been let out."""
    return LetterRelease.objects.filter(letter__act=_act(decision.pk)).exists()


def _act(key) -> str:
    return f"objection-{key}"


def _write(decision: ObjectionDecision, by: Actor, at: datetime) -> None:
    objection = decision.objection
    who, words = objection.application.applicant.unit, _words(decision)
    shared = {"kind": LetterKind.OBJECTION, "act": _act(decision.pk), "article": ARTICLE, "subject_ref": ref(objection.application)}
    title = f"关于{objection.name}的异议处理结果"
    write_letter(objection.edition, recipient=who, title=title, text=words, by=by, at=at, **shared)
    mark = "【演示】" if objection.edition.demo else ""
    text = f"您提出的异议（回执号{number_of(objection)}）已经核查完毕。\n{words}"
    put_mail(unseal(objection)["email"], subject=f"{mark}异议处理结果", text=text, at=at, held=True, private=True, about=ref(decision))


def _words(decision: ObjectionDecision) -> str:
    """What both sides are told. It never says who objected."""
    objection = decision.objection
    against = f"公示期内，有人对{objection.publication.notice.title}（编号{objection.publication.number}）中的{objection.name}提出异议。"
    lines = [against, f"核查情况：{decision.reason}"]
    if decision.outcome == Outcome.UPHELD:
        lines.append(f"结论：异议成立，不符合{articles.chinese(decision.condition)}规定的条件。")
    else:
        lines.append("结论：异议不成立，该申报继续参加评选。")
    return "\n".join(lines)


def _faults(objection: Objection, outcome: str, condition: str, reason: str) -> list[Blocker]:
    found = [] if reason.strip() else ["请写明核查情况和理由。"]
    codes = [code for code, _ in conditions(objection.application.category, objection.edition.rules_version)]
    if outcome == Outcome.UPHELD and condition not in codes:
        found.append("异议成立的，写明不符合哪一项申报条件。")
    if outcome == Outcome.DISMISSED and condition:
        found.append("异议不成立的，不写不符合的条件。")
    return [_blocker(sentence) for sentence in found]


def _mail_receipt(objection: Objection, code: str, email: str, origin: str, at: datetime) -> None:
    address = origin + reverse("publicity:objection", args=[objection.pk])
    text = (
        f"您对{objection.name}提出的异议已经收到。回执号：{number_of(objection)}。查询码：{code}。\n"
        f"凭查询码在这里看办理情况：{address}\n请保管好查询码，不要告诉别人。"
    )
    put_mail(email, subject="异议收到的回执", text=text, at=at, secret=True, private=True, about=ref(objection))


def _refuse_late(publication: NoticePublication, at: datetime) -> None:
    if sentence := against_filing(publication, at):
        raise RuleRefused(sentence, article=ARTICLE)


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)


def _refuse(found: list[Blocker]) -> None:
    if found:
        raise RuleRefused(found)
