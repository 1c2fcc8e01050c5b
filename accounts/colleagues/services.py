"""The people of an organization that applies: its first member invites, a colleague joins with the code, anybody may leave.

The first member (联系人) is whoever has acted for the unit longest; when he leaves, the next one is.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actors import Actor
from accounts.colleagues.models import Invitation, InvitationEnd
from accounts.grants.models import Grant, GrantQuerySet, Role
from accounts.registration.services import TAKEN, join, leave
from accounts.units.models import Unit
from accounts.users.models import User
from core.ledger.models import Chain
from core.ledger.services import cover, lock_every, ref
from core.outbox.services import put_mail
from core.rules import Blocker, RuleRefused

LABEL = "本单位的人员"
TERM = timedelta(days=14)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another
LENGTH = 8
MOST = 20
# The same whatever is wrong: it tells nobody who was invited.
WRONG = "手机号和邀请码不相符，或者邀请已经用过、收回、过期。请向邀请您的同事核对。"


def members(unit: Unit) -> GrantQuerySet:
    """Return the standing grants of a unit's people, the first member first."""
    found = Grant.objects.standing().filter(unit=unit, role=Role.APPLICANT)
    return found.select_related("person").order_by("event_id")


def is_first(actor: Actor) -> bool:
    """Tell whether an actor is the first member of the organization that he acts for. Runs a query."""
    first = members(actor.unit).first() if actor.is_(Role.APPLICANT) and actor.unit.credit_code else None
    return first is not None and first.person_id == actor.person_id


def invite_blockers(actor: Actor) -> list[Blocker]:
    """Return what stands against inviting and taking out."""
    if is_first(actor):
        return []
    return [_blocker("同事由本单位的联系人（最早加入的人员）邀请和移出。")]


@transaction.atomic
def invite(*, mobile: str, mail: str = "", by: Actor, at: datetime) -> tuple[Invitation, str]:
    """Invite a mobile number; return the invitation and its code, which is shown once. A newer one takes the older's place.

    RuleRefused for another hand, for whoever is a member already, and beyond so many people.
    """
    house = lock_every()
    _refuse(invite_blockers(by))
    if members(by.unit).filter(person__username=mobile).exists():
        raise RuleRefused([_blocker("这个手机号的同事已经在本单位里。")])
    waiting = Invitation.objects.open().filter(unit=by.unit)
    for former in waiting.filter(mobile=mobile):
        _end(house, former, accepted=False, by=by, at=at)
    if members(by.unit).count() + waiting.exclude(mobile=mobile).filter(until__gt=at).count() >= MOST:
        raise RuleRefused([_blocker(f"一个单位最多{MOST}人办理。请先移出不再办理的人员。")])
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    row = Invitation(unit=by.unit, mobile=mobile, code_digest=_digest(mobile, code), until=at + TERM, by=by.person, at=at)
    cover(house, row, at=at, by=by, action="invite-colleague")
    if mail:
        text = (
            f"{by.person.name}邀请您为{by.unit}办理晋中市质量奖的申报。\n\n邀请码：{code}\n\n请用手机号{mobile}，在申报系统的"
            f"“注册申报账号”页选“受同事邀请”，填写邀请码；14天内有效。已有账号的，登录后在“加入单位”页填写。\n不认识邀请人的，请不要理会。"
        )
        put_mail(mail, subject=f"邀请您加入{by.unit}", text=text, at=at, secret=True, about=ref(row))
    return row, code


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back. RuleRefused for another hand, and when it is used or taken back already."""
    house = lock_every()
    _refuse(invite_blockers(by) or ([] if invitation.unit == by.unit else [_blocker("这不是本单位的邀请。")]))
    if InvitationEnd.objects.filter(invitation=invitation).exists():
        raise RuleRefused([_blocker("这份邀请已经用过或者收回。")])
    _end(house, invitation, accepted=False, by=by, at=at)


def register_colleague(*, mobile: str, code: str, name: str, password: str, email: str = "", at: datetime) -> User:
    """Register somebody who was invited, into his colleague's unit. RuleRefused with WRONG, or when the number is in use."""
    person = User(username=mobile, phone=mobile, name=name, email=email, password=make_password(password))
    with transaction.atomic():
        house = lock_every()
        invitation = _invited(mobile, code, at)
        if User.objects.filter(username=mobile).exists():
            raise RuleRefused(TAKEN)
        person.save(force_insert=True)
        _accept(house, invitation, Actor(person), at)
    return person


@transaction.atomic
def accept(*, code: str, by: Actor, at: datetime) -> Grant:
    """Somebody with an account joins by the code sent for his number. RuleRefused with WRONG, and where another role excludes it."""
    house = lock_every()
    invitation = _invited(by.person.username, code, at)
    if members(invitation.unit).filter(person=by.person).exists():
        raise RuleRefused([_blocker("您已经是这个单位的人员。")])
    return _accept(house, invitation, by, at)


@transaction.atomic
def take_out(grant: Grant, *, by: Actor, at: datetime) -> None:
    """A member leaves, or the first member takes another out; what he did stays. RuleRefused for the last one and other hands."""
    house = lock_every()
    present = list(members(by.unit)) if by.is_(Role.APPLICANT) else []
    if grant.pk not in {row.pk for row in present}:
        raise RuleRefused([_blocker("这个人不是本单位的人员，或者已经退出。")])
    if grant.person_id != by.person_id:
        _refuse(invite_blockers(by))
    if len(present) == 1:
        raise RuleRefused([_blocker("单位至少留一人办理；不再申报的，请撤回申报。")])
    leave(house, grant.person, grant.unit, by=by, at=at, reason="退出单位" if grant.person_id == by.person_id else "由联系人移出")


def _invited(mobile: str, code: str, at: datetime) -> Invitation:
    """Find the invitation that this number and code open; the same refusal whatever is wrong."""
    given = _digest(mobile, code.strip().upper().replace(" ", "").replace("-", ""))
    for invitation in Invitation.objects.open().filter(mobile=mobile, until__gt=at).select_related("unit"):
        if hmac.compare_digest(invitation.code_digest, given):
            return invitation
    raise RuleRefused(WRONG)


def _accept(house: Chain, invitation: Invitation, by: Actor, at: datetime) -> Grant:
    _end(house, invitation, accepted=True, by=by, at=at)
    return join(house, by.person, invitation.unit, by=by, at=at, reason="受同事邀请加入单位")


def _end(house: Chain, invitation: Invitation, *, accepted: bool, by: Actor, at: datetime) -> None:
    row = InvitationEnd(invitation=invitation, accepted=accepted, by=by.person, at=at)
    action = "accept-invitation" if accepted else "withdraw-invitation"
    cover(house, row, at=at, by=by, action=action, object_ref=ref(invitation))


def _digest(mobile: str, code: str) -> str:
    return hashlib.sha256(f"{mobile}:{code}".encode()).hexdigest()


def _blocker(sentence: str) -> Blocker:
    return Blocker("", LABEL, sentence)


def _refuse(found: list[Blocker]) -> None:
    if found:
        raise RuleRefused(found)
