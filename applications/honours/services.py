"""Entering a winner from before the system, or awarded late (late.py), correcting the entry, confirming either: two of the office."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from applications.cases.models import Grade
from applications.honours import late
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from core.clock import shanghai
from core.ledger.services import cover, lock_every, ref
from core.rules import Blocker, RuleRefused
from procedure.hands import against_second

ARTICLE = "6"
LABEL = "以往获奖记录"


@dataclass(frozen=True)
class Words:
    """What an entry says. Whom it is about is found by the credit code, or by the person's user name."""

    edition_number: int
    year: int
    grade: str
    name: str
    document: str
    credit_code: str = ""
    person: User | None = None
    revoked_in: int | None = None
    cancelled: bool | None = None
    note: str = ""


WORDS = tuple(field.name for field in fields(Words))


@transaction.atomic
def enter(words: Words, *, replaces: PriorHonour | None = None, by: Actor, at: datetime) -> PriorHonour:
    """The first hand: enter a winner, or another version of an entry. It counts once another confirms it. Raises RuleRefused."""
    house = lock_every()
    _refuse(_against_office(by) or _against(words, replaces, at))
    unit = Unit.objects.filter(kind=UnitKind.APPLICANT, credit_code=words.credit_code, confirmed_at__isnull=False).first()
    row = PriorHonour(
        **vars(words),
        unit=unit if words.credit_code else None,
        replaces=replaces,
        lineage=(replaces.lineage or replaces.pk) if replaces else None,
        by=by.person,
        grant=by.grant,
        at=at,
    )
    return cover(house, row, at=at, by=by, action="honour.correct" if replaces else "honour.enter")


@transaction.atomic
def confirm(honour: PriorHonour, *, by: Actor, at: datetime, signature: dict | None = None) -> PriorHonourConfirmation:
    """The second hand confirms an entry as it stands; bans read it from now on. RuleRefused with every blocker."""
    house = lock_every()
    _refuse(confirm_blockers(honour, by, at=at))
    row = PriorHonourConfirmation(honour=honour, by=by.person, at=at)
    return cover(house, row, at=at, by=by, action="honour.confirm", object_ref=ref(honour), payload={"signature": signature})


def confirm_blockers(honour: PriorHonour, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return everything that stands against confirming this version; empty when it may be confirmed."""
    if found := _against_office(actor):
        return [_blocker(sentence) for sentence in found]
    if PriorHonourConfirmation.objects.filter(honour=honour).exists():
        return [_blocker("这一条已经确认。")]
    if PriorHonour.objects.filter(replaces=honour).exists():
        return [_blocker("这一条已经有更正，请看过更正的内容再确认。")]
    second = against_second(honour.grant, actor, label=LABEL, at=at)
    return [_blocker(second)] if second else []


def namesakes(names: Sequence[str]) -> Sequence[PriorHonour]:
    """Return the confirmed entries of these names that neither a code nor an account ties to anybody: a person must look."""
    return list(PriorHonour.objects.confirmed().filter(name__in=names, unit=None, person=None, credit_code="").order_by("edition_number"))


def _against_office(by: Actor) -> list[str]:
    return [] if by.is_(Role.OFFICE) else ["以往获奖记录由评选办登记。"]


def _against(words: Words, replaces: PriorHonour | None, at: datetime) -> list[str]:
    """What stands against the words of an entry."""
    found = [f"请写明{label}。" for label, value in (("获奖组织或个人", words.name), ("依据文件", words.document)) if not value.strip()]
    if words.year > shanghai(at).year:
        found.append("获奖年份还没有到。")
    if words.grade not in Grade.values:
        found.append("没有这个等次。")
    if words.credit_code and words.person:
        found.append("统一社会信用代码和个人账号只填一个。")
    found += late.against(words, replaces)
    if words.revoked_in is not None and words.revoked_in < words.edition_number:
        found.append("撤销时的届次不能早于获奖的届次。")
    return found + (_against_version(words, replaces) if replaces else _against_first(words))


def _against_version(words: Words, replaces: PriorHonour) -> list[str]:
    if PriorHonour.objects.filter(replaces=replaces).exists():
        return ["这一条已经有更正，请在最新的一版上更正。"]
    if not words.note.strip():
        return ["更正的，请在说明里写明原因。"]
    changed = any(getattr(replaces, name) != getattr(words, name) for name in WORDS if name != "note")
    return [] if changed else ["与原来的登记完全一致，不用更正。"]


def _against_first(words: Words) -> list[str]:
    same = PriorHonour.objects.newest().filter(edition_number=words.edition_number, grade=words.grade, name=words.name)
    return [f"{words.name}的这项获奖已经登记，有错的请更正原来的一条。"] if same.exclude(cancelled=True).exists() else []


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)


def _refuse(found: list) -> None:
    if found:
        raise RuleRefused([one if isinstance(one, Blocker) else _blocker(one) for one in found])
