"""A forgotten password: a code to the mail address that its owner has proved, then a new password. The second factor stays.

Nobody learns here whether there is an account: a name that nobody bears gets the same word, and no mail.
"""

import hashlib
import hmac
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.mailbox.proving import LOST, Proving
from accounts.security import throttle
from accounts.security.throttle import Limit, TooMany
from accounts.users.models import User
from core.ledger.models import Event
from core.ledger.services import HOUSE, lock, record, ref
from core.outbox.services import put_mail
from core.rules import RuleRefused

PROVING = Proving("accounts.forgotten", "重设密码的验证码", "重设密码")
SENT = Limit("forgotten-mail", 5, 60)  # codes mailed to one account; then none is, and nothing is said
DONE = "您在晋中市质量奖网站的密码已经用邮件里的验证码重设。不是您本人操作的，请马上联系评选办。"


def ask(username: str, *, at: datetime) -> str:
    """Mail a code to whoever bears this name and may reset his password; return the word for the form, whoever it is."""
    person = _person(username)
    word, code = PROVING.begin(username, whom=_seal(username, person))
    if person and _may_be_sent(person):
        PROVING.mail(person.email, code, at=at)
    return word


def against(word: str, code: str) -> str:
    """Return why this code does not open the account of the word, or nothing. A word serves until the password changes."""
    username = username_of(word)
    return PROVING.against(word, code, whom=_seal(username, _person(username))) if username else LOST


def username_of(word: str) -> str:
    """Return the name that a word was made for; empty where it is not ours, too old, or the password has changed since."""
    said = PROVING.read(word)
    return said["email"] if said and said["whom"] == _seal(said["email"], _person(said["email"])) else ""


def renew(username: str, password: str, *, at: datetime) -> User:
    """Set the password of whoever has just proved the code; all his sessions end. RuleRefused where he may no longer."""
    hashed = make_password(password)
    with transaction.atomic():
        house = lock(HOUSE)
        person = _person(username)
        if person is None:
            raise RuleRefused(LOST)
        User.objects.filter(pk=person.pk).update(password=hashed, temporary_password=False)
        record(house, at=at, by=Actor(person), action="reset-password", object_ref=ref(person))
        put_mail(person.email, subject="密码已经重设", text=DONE, at=at, private=True, about=PROVING.about)
    return person


def _person(username: str) -> User | None:
    """Return who bears this name, if mail alone may open his account: proved, active, and no office without a second factor."""
    person = User.objects.filter(username=username, is_active=True).exclude(email="").first()
    if person is None or not Event.objects.filter(chain=HOUSE, action="set-mailbox", object_ref=ref(person)).exists():
        return None
    others = Grant.objects.standing().filter(person=person).exclude(role=Role.APPLICANT)
    return None if others.exists() and not Authenticator.objects.filter(user_id=person.pk).exists() else person


def _may_be_sent(person: User) -> bool:
    try:
        throttle.take(SENT, str(person.pk))
    except TooMany:
        return False
    return True


def _seal(username: str, person: User | None) -> str:
    """What a word is bound to, and looks the same for everybody: the present password, or that there is none."""
    bound = f"{PROVING.about}|{username}|{person.password if person else ''}"
    return hmac.new(settings.SECRET_KEY.encode(), bound.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
