"""Writing letters, letting them go, and recording how they arrived."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Grant, Role
from accounts.units.models import Unit
from core.clock import shanghai
from core.ledger.models import Chain
from core.ledger.services import HOUSE, cover, lock, ref
from core.outbox.models import Channel, Message
from core.outbox.services import put_mail
from core.rules import RuleRefused
from procedure.editions.models import Edition
from procedure.letters.models import BY_HAND, RECIPIENT_ROLES, Delivery, Letter, LetterKind, LetterRelease, Method, RemedyText

ARTICLE = "13¶1"
NOT_OFFICE = "只有评选办可以办理送达。"
RELEASED = "这份文书已经发出，不能再改。有新的决定，另写一份。"
UNRELEASED = "这份文书还没有发出。"
REPLACED = "这份文书已经改过，请看过新的内容再办。"


@transaction.atomic
def write_letter(
    edition: Edition,
    *,
    kind: LetterKind,
    recipient: Unit,
    act: str,
    title: str,
    text: str,
    article: str,
    by: Actor,
    at: datetime,
    subject_ref: str = "",
    replaces: Letter | None = None,
) -> Letter:
    """Write a letter in the transaction of its act. It waits until the office releases it; nobody outside sees it before.

    `act` is what the letters of one act share, such as the event's `edition-3-51`; `subject_ref` names what it is about.
    `replaces` is a letter that still waits and that a later act has outrun: RuleRefused once it is released or was rewritten.
    """
    head = lock(edition.chain)
    if replaces:
        _refuse_settled([replaces])
    letter = Letter(
        edition=edition,
        kind=kind,
        recipient=recipient,
        act=act,
        subject_ref=subject_ref,
        title=title,
        text=text,
        article=article,
        replaces=replaces,
        by=by.person,
        at=at,
    )
    return cover(head, letter, at=at, by=by, action="letter.write")


@transaction.atomic
def rewrite(letter: Letter, *, title: str, text: str, by: Actor, at: datetime) -> Letter:
    """Put a new version in the place of a letter that waits. RuleRefused once it is released or was rewritten."""
    head = lock(letter.edition.chain)
    _refuse_unless_office(by, letter.article)
    _refuse_settled([letter])
    if (title, text) == (letter.title, letter.text):
        raise RuleRefused("标题和正文都没有变化。", article=letter.article)
    version = Letter(
        edition=letter.edition,
        kind=letter.kind,
        recipient=letter.recipient,
        act=letter.act,
        subject_ref=letter.subject_ref,
        title=title,
        text=text,
        article=letter.article,
        replaces=letter,
        by=by.person,
        at=at,
    )
    return cover(head, version, at=at, by=by, action="letter.rewrite", object_ref=ref(letter))


@transaction.atomic
def release(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[LetterRelease]:
    """Let letters of one edition go: on the site at once, by mail to whoever acts for the recipient and has an address.

    All of them or none: RuleRefused where one was rewritten or released meanwhile, and for a hand that is not the office's.
    """
    letters = list(letters)
    if not letters:
        raise RuleRefused("没有等待发出的文书。", article=ARTICLE)
    head = lock(letters[0].edition.chain)
    _refuse_unless_office(by, letters[0].article)
    _refuse_settled(letters)
    remedies = {remedy.kind: remedy for remedy in RemedyText.objects.in_force().exclude(text="")}
    addresses = _addresses({letter.recipient_id for letter in letters}, at)
    office = Unit.objects.office()
    return [_release(head, letter, remedies.get(letter.kind), addresses[letter.recipient_id], office, by=by, at=at) for letter in letters]


@transaction.atomic
def deliver(letter: Letter, *, method: Method, delivered_on: date, proof: str, by: Actor, at: datetime) -> Delivery:
    """Record a delivery outside the system. RuleRefused before the release, for a day out of reach, and without proof."""
    head = lock(letter.edition.chain)
    _refuse_unless_office(by, letter.article)
    if sentence := against_delivery(letter, method=method, delivered_on=delivered_on, at=at):
        raise RuleRefused(sentence, article=letter.article)
    if not proof.strip():
        raise RuleRefused("请写明送达证明。", article=letter.article)
    return _deliver(head, letter, Method(method), delivered_on, proof, by=by, at=at)


def against_delivery(letter: Letter, *, method: Method, delivered_on: date, at: datetime) -> str:
    """Return why a delivery cannot be recorded, or nothing. Runs a query."""
    released = LetterRelease.objects.filter(letter=letter).first()
    if released is None:
        return UNRELEASED
    if method not in BY_HAND:
        return "网站、邮件和短信的送达由系统登记。"
    if delivered_on > shanghai(at):
        return "送达日期不能晚于今天。"
    return "送达日期不能早于发出日期。" if delivered_on < shanghai(released.at) else ""


@transaction.atomic
def record_reading(letter: Letter, *, by: Actor, at: datetime) -> Delivery | None:
    """Record that the recipient opened a released letter, the first time; None ever after and for everybody else."""
    if not by.is_(*RECIPIENT_ROLES) or by.unit != letter.recipient or Delivery.objects.first_of(letter, Method.READ):
        return None
    head = lock(letter.edition.chain)
    if Delivery.objects.first_of(letter, Method.READ) or not LetterRelease.objects.filter(letter=letter).exists():
        return None
    return _deliver(head, letter, Method.READ, shanghai(at), "收件人登录后打开了这份文书。", by=by, at=at)


def record_mailed(at: datetime) -> int:
    """Record the delivery by mail of every letter whose message has left since; return how many. Called by the sweep."""
    recorded = Delivery.objects.filter(message=OuterRef("pk"))
    left = Message.objects.sent().filter(~Exists(recorded), channel=Channel.MAIL, about__startswith=f"{Letter._meta.label_lower}:")
    return sum(_record_mailed(message, at) for message in left.order_by("sent_at", "pk"))


@transaction.atomic
def set_remedy(kind: LetterKind, *, text: str, basis: str, by: Actor, at: datetime) -> RemedyText:
    """Set what letters of a kind say about remedies from now on; an empty text prints nothing. RuleRefused without a basis."""
    head = lock(HOUSE)
    _refuse_unless_office(by, ARTICLE)
    current = RemedyText.objects.in_force().filter(kind=kind).first()
    if not basis.strip():
        raise RuleRefused("请写明救济途径的依据。", article=ARTICLE)
    if text == (current.text if current else ""):
        raise RuleRefused("救济途径没有变化。", article=ARTICLE)
    row = RemedyText(kind=kind, text=text, basis=basis, replaces=current, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="remedy.set")


def _release(
    head: Chain, letter: Letter, remedy: RemedyText | None, addresses: list[str], office: Unit, *, by: Actor, at: datetime
) -> LetterRelease:
    row = cover(head, LetterRelease(letter=letter, remedy=remedy, by=by.person, at=at), at=at, by=by, action="letter.release")
    _deliver(head, letter, Method.SITE, shanghai(at), "在系统的“送达文书”中发布，收件人登录后可以看到。", by=by, at=at)
    for address in addresses:
        mark = "【演示】" if letter.edition.demo else ""
        put_mail(address, subject=f"{mark}{letter.title}", text=mail_text(letter, remedy, office, at), at=at, about=ref(letter))
    return row


def mail_text(letter: Letter, remedy: RemedyText | None, office: Unit, at: datetime) -> str:
    """Return the letter as its mail says it."""
    day = shanghai(at)
    parts = [
        f"{letter.recipient}：",
        letter.text,
        remedy.text if remedy else "",
        f"{office}\n{day.year}年{day.month}月{day.day}日",
        "这份文书同时发布在系统的“送达文书”中，登录后可以查看。请不要回复这封邮件。",
        "演示内容，不作依据。" if letter.edition.demo else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _deliver(
    head: Chain, letter: Letter, method: Method, on: date, proof: str, *, by: Actor, at: datetime, message: Message | None = None
) -> Delivery:
    row = Delivery(letter=letter, method=method, delivered_on=on, proof=proof, message=message, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action=f"letter.deliver.{method.value}", object_ref=ref(letter))


@transaction.atomic
def _record_mailed(message: Message, at: datetime) -> bool:
    letter = Letter.objects.select_related("edition").get(pk=message.about.rpartition(":")[2])
    head = lock(letter.edition.chain)
    if Delivery.objects.filter(message=message).exists():
        return False
    _deliver(head, letter, Method.MAIL, shanghai(message.sent_at), f"邮件已发往{message.address}。", by=SYSTEM, at=at, message=message)
    return True


def _addresses(units: set, at: datetime) -> dict[object, list[str]]:
    """The mail addresses of whoever reads the letters of each unit, each once."""
    found = defaultdict(list)
    grants = Grant.objects.in_force(shanghai(at)).filter(unit__in=units, role__in=RECIPIENT_ROLES).exclude(person__email="")
    for unit, address in grants.order_by("unit", "person__email").values_list("unit", "person__email").distinct():
        found[unit].append(address)
    return found


def _refuse_unless_office(by: Actor, article: str) -> None:
    if not by.is_(Role.OFFICE):
        raise RuleRefused(NOT_OFFICE, article=article)


def _refuse_settled(letters: list[Letter]) -> None:
    """Look again under the lock at what the page showed."""
    keys = [letter.pk for letter in letters]
    if len({letter.edition_id for letter in letters}) > 1:
        raise RuleRefused("一次只能发出同一届的文书。", article=letters[0].article)
    if replaced := Letter.objects.filter(replaces__in=keys).first():
        raise RuleRefused(f"{REPLACED}改过的是：{replaced}。", article=replaced.article)
    if released := LetterRelease.objects.filter(letter__in=keys).select_related("letter__recipient").first():
        raise RuleRefused(f"{RELEASED}已经发出的是：{released.letter}。", article=released.letter.article)
