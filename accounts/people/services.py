"""Accounts that the security administrator opens, closes and gives a new temporary password. Rights are never here."""

import secrets
import string
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.users.models import User
from core.ledger.services import HOUSE, lock, record, ref
from core.rules import RuleRefused

# Without signs that are mistaken for one another when read aloud or copied by hand.
LETTERS = "".join(sorted(set(string.ascii_letters) - set("IlOo")))
DIGITS = "23456789"


def temporary_password() -> str:
    """Return a password that is shown once: three groups, about 70 bits."""
    groups = ["".join(secrets.choice(LETTERS + DIGITS) for _ in range(4)) for _ in range(3)]
    return "-".join(groups) + "-" + secrets.choice(string.ascii_lowercase) + secrets.choice(DIGITS)


def add_person(*, username: str, name: str, by: Actor, at: datetime, phone: str = "", email: str = "") -> tuple[User, str]:
    """Open an account and return it with its temporary password, which is kept nowhere in clear."""
    password = temporary_password()
    hashed = make_password(password)
    with transaction.atomic():
        house = lock(HOUSE)
        _only_security(by)
        if User.objects.filter(username=username).exists():
            raise RuleRefused("这个用户名已经有人用了，请换一个。")
        person = User(username=username, name=name, phone=phone, email=email, password=hashed, temporary_password=True)
        person.save(force_insert=True)
        record(house, at=at, by=by, action="add-person", object_ref=ref(person))
    return person, password


def renew_password(person: User, *, by: Actor, at: datetime) -> str:
    """Give a temporary password in place of a forgotten one. The second factor stays: this hand alone opens no account."""
    password = temporary_password()
    hashed = make_password(password)
    with transaction.atomic():
        house = lock(HOUSE)
        _only_security(by)
        _not_oneself(person, by)
        User.objects.filter(pk=person.pk).update(password=hashed, temporary_password=True)
        record(house, at=at, by=by, action="renew-password", object_ref=ref(person))
    return password


@transaction.atomic
def release_factors(person: User, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a lost second factor away. The system administrator's, who cannot renew passwords: nobody takes over alone."""
    house = lock(HOUSE)
    if not by.is_(Role.SYSTEM):
        raise RuleRefused("第二重验证由系统管理员解除。")
    _not_oneself(person, by)
    if not reason.strip():
        raise RuleRefused("请写明解除第二重验证的原因，怎样核实了本人。")
    Authenticator.objects.filter(user_id=person.pk).delete()
    record(house, at=at, by=by, action="release-factors", object_ref=ref(person), payload={"reason": reason})


@transaction.atomic
def switch_person(person: User, *, active: bool, reason: str, by: Actor, at: datetime) -> None:
    """Close an account, at once also for who is signed in, or open it again."""
    house = lock(HOUSE)
    _only_security(by)
    _not_oneself(person, by)
    if not reason.strip():
        raise RuleRefused("请写明停用或恢复的原因。")
    User.objects.filter(pk=person.pk).update(is_active=active)
    action = "open-person" if active else "close-person"
    record(house, at=at, by=by, action=action, object_ref=ref(person), payload={"reason": reason})


def _only_security(by: Actor) -> None:
    if not by.is_(Role.SECURITY):
        raise RuleRefused("账号由安全管理员管理。")


def _not_oneself(person: User, by: Actor) -> None:
    if by.person == person:
        raise RuleRefused("不能在这里办理自己的账号。")
