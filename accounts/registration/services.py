"""Registering: an organization or a person gets an account, a unit and the applicant's grant in one act."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.clashes import clash
from accounts.grants.models import Grant, GrantEnd, Role
from accounts.identity.services import keep
from accounts.units.models import Unit, UnitKind
from accounts.units.services import refuse_taken
from accounts.users.models import User
from core.clock import shanghai
from core.ledger.models import Chain
from core.ledger.services import cover, lock_every, record, ref
from core.rules import RuleRefused

# The same for a number that is registered and for one that is closed: it tells no more than needed.
TAKEN = "这个手机号不能注册。如果注册过，请直接登录；忘了密码，请联系评选办。"


def register_organization(*, name: str, credit_code: str, contact: str, mobile: str, password: str, email: str = "", at: datetime) -> User:
    """Register an organization with its first member; the office confirms the unit before the first submission.

    Raises RuleRefused when the mobile number is in use or a confirmed unit has this credit code.
    """
    person = User(username=mobile, phone=mobile, name=contact, email=email, password=make_password(password))
    unit = Unit(kind=UnitKind.APPLICANT, name=name, credit_code=credit_code, contact=contact, phone=mobile, registered_at=at)
    with transaction.atomic():
        house = lock_every()
        refuse_taken(unit)
        _join(house, person, unit, at=at)
    return person


def register_person(*, name: str, mobile: str, password: str, identity_number: str, email: str = "", at: datetime) -> User:
    """Register a person, who acts for a unit of his own name without a code. RuleRefused when the number is in use."""
    person = User(username=mobile, phone=mobile, name=name, email=email, password=make_password(password))
    unit = Unit(kind=UnitKind.APPLICANT, name=name, contact=name, phone=mobile, registered_at=at)
    with transaction.atomic():
        house = lock_every()
        _join(house, person, unit, at=at)
        keep(person, identity_number, at=at)
    return person


def _join(house: Chain, person: User, unit: Unit, *, at: datetime) -> None:
    if User.objects.filter(username=person.username).exists():
        raise RuleRefused(TAKEN)
    person.save(force_insert=True)
    unit.save(force_insert=True)
    by = Actor(person)
    record(house, at=at, by=by, action="register-unit", object_ref=ref(unit), payload={"credit_code": unit.credit_code})
    join(house, person, unit, by=by, at=at, reason="注册")


def new_unit(house: Chain, *, name: str, contact: str, phone: str, by: Actor, at: datetime, **fields) -> Unit:
    """Make a unit that applies and that nobody registered for itself: a team, or whoever filed on paper. Under every lock."""
    unit = Unit(kind=UnitKind.APPLICANT, name=name, contact=contact, phone=phone, registered_at=at, **fields)
    unit.save(force_insert=True)
    record(house, at=at, by=by, action="register-unit", object_ref=ref(unit), payload={"credit_code": unit.credit_code})
    return unit


def join(house: Chain, person: User, unit: Unit, *, by: Actor, at: datetime, reason: str) -> Grant:
    """Let a person act for a unit that applies. Under every lock. RuleRefused when another grant of his excludes it."""
    others = Grant.objects.standing().unexpired(shanghai(at)).filter(person=person)
    if words := [word for other in others if (word := clash(Role.APPLICANT, other.role))]:
        raise RuleRefused(words[0], article="28")
    grant = Grant(person=person, role=Role.APPLICANT, unit=unit, from_on=shanghai(at), by=by.person, at=at, reason=reason)
    return cover(house, grant, at=at, by=by, action="grant")


def leave(house: Chain, person: User, unit: Unit, *, by: Actor, at: datetime, reason: str) -> None:
    """End whatever lets a person act for a unit that applies. Under every lock."""
    for grant in Grant.objects.standing().filter(person=person, unit=unit, role=Role.APPLICANT):
        cover(house, GrantEnd(grant=grant, by=by.person, at=at, reason=reason), at=at, by=by, action="end-grant")
