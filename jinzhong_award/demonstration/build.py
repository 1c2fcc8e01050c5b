"""Building the demonstration by the same services that people use: who there is, and an edition in 筹备."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants import services as grants
from accounts.grants.clashes import FOR_A_TERM
from accounts.grants.models import Grant, GrantConfirmation, Role
from accounts.signing.services import DEMO_PASSWORD
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from applications.applicants.models import Applicant, ApplicantKind
from core.clock import SHANGHAI, shanghai
from core.ledger.services import cover, lock_every
from jinzhong_award.demonstration.applicants import ENTRANTS, Entrant, Person, entrants
from jinzhong_award.demonstration.cast import BODIES, UNITS, Part, parts
from jinzhong_award.demonstration.honours import enter_honours
from jinzhong_award.demonstration.many import MOST, register_crowd
from jinzhong_award.demonstration.pool import enter_pool
from procedure.calendar.seed import seed
from procedure.documents import services as documents
from procedure.editions.models import Edition
from procedure.editions.services import open_edition
from procedure.interpretations import demo as interpretations
from procedure.parameters import services as parameters
from procedure.rubrics import services as rubrics

BEGINS_AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TERM_UNTIL = date(2027, 6, 30)
NUMBER = 3
CAST = len(ENTRANTS)
REASON = "演示授权"


@transaction.atomic
def build(*, at: datetime, applications: int = CAST) -> Edition:
    """Enter units, people and grants, seed the calendar, open the third edition in 筹备 and fill it up to its gate.

    So many applicants are registered, above MOST those behind the cast in bulk; none has begun to apply.
    """
    crowd = applications - CAST if applications > MOST else 0
    cast = entrants(applications - crowd)
    units, password = enter_units(), make_password(DEMO_PASSWORD)
    people = enter_people(parts(ENTRANTS if crowd else cast), password, units, at)
    for entrant in cast:
        register(entrant, password, at)
    register_crowd(crowd, password, at)
    by = acting(people["office-1"])
    seed(at=at)
    enter_pool(people, by=by, at=at)
    enter_honours(by=by, second=acting(people["office-2"]), at=at)
    edition = open_edition(number=NUMBER, by=by, at=at, demo=True)
    for room in (parameters, interpretations, documents, rubrics):
        room.fill_demo(edition, at=at)
    return edition


def enter_people(granted: Sequence[Part], password: str, units: dict[str, Unit], at: datetime) -> dict[str, User]:
    """Enter everybody who is granted a role, with his grant; return them by user name."""
    people = {part.username: enter_person(part.username, part.name, password) for part in granted}
    security, audit = first_administrators(granted, people, units, at)
    for part in granted:
        if part.role not in (Role.SECURITY, Role.AUDIT):
            make_grant(part, people[part.username], units[part.unit], security=security, audit=audit, at=at)
    return people


def enter_units() -> dict[str, Unit]:
    """Enter the house's units and the recommending bodies; return them by key."""
    units = {}
    for order, (key, name, short, kind, division) in enumerate(BODIES, start=10):
        units[key] = Unit(
            kind=UnitKind.BODY, name=name, short_name=short, body_type=kind, division=division, order=order,
            contact="演示联系人", phone="0354-0000000",
        )  # fmt: skip
    units |= {key: Unit(kind=kind, name=name, short_name=short) for key, kind, name, short in UNITS}
    for unit in units.values():
        unit.save(force_insert=True)
    return units


def enter_person(username: str, name: str, password: str) -> User:
    """Enter one person with the demonstration's password (hashed)."""
    phone, email = username if username.isdigit() else "", f"{username}@example.com"
    person = User(username=username, name=name, phone=phone, email=email, password=password)
    person.save(force_insert=True)
    return person


def first_administrators(granted: Sequence[Part], people: dict[str, User], units: dict[str, Unit], at: datetime) -> tuple[Actor, Actor]:
    """Make the security and the audit administrator under the system's hand: nobody is there yet to grant."""
    for part in granted:
        if part.role in (Role.SECURITY, Role.AUDIT):
            row = Grant(person=people[part.username], role=part.role, unit=units[part.unit], from_on=shanghai(at), reason=REASON, at=at)
            house = lock_every()
            cover(house, row, at=at, by=SYSTEM, action="grant")
            cover(house, GrantConfirmation(grant=row, at=at), at=at, by=SYSTEM, action="confirm-grant")
    return acting(people["security"]), acting(people["audit"])


def make_grant(part: Part, person: User, unit: Unit, *, security: Actor, audit: Actor, at: datetime) -> None:
    """Let the security administrator grant and the audit administrator confirm, as in every installation."""
    until_on = TERM_UNTIL if part.role in FOR_A_TERM else None
    row = grants.grant(
        person, role=part.role, unit=unit, head=part.head, from_on=shanghai(at), until_on=until_on, reason=REASON, by=security, at=at
    )
    grants.confirm(row, by=audit, at=at)


def register(entrant: Entrant, password: str, at: datetime) -> None:
    """Register an organization with its people; a person, and each who will be of a team, for himself."""
    if entrant.kind == ApplicantKind.ORGANIZATION:
        join(unit_of(entrant.name, entrant.short, at, credit_code=entrant.code), entrant.people, password, at)
        return
    for person in entrant.people:
        join(unit_of(f"{person.name}（演示）", person.name, at), [person], password, at)


def unit_of(name: str, short: str, at: datetime, **fields) -> Unit:
    """Enter the unit of an applicant, as the office has confirmed it."""
    unit = Unit(kind=UnitKind.APPLICANT, name=name, short_name=short, confirmed_at=at, registered_at=at, **fields)
    unit.save(force_insert=True)
    return unit


def join(unit: Unit, people: Sequence[Person], password: str, at: datetime) -> None:
    """Let people act for their unit, which becomes an applicant of the award."""
    for one in people:
        person = enter_person(one.mobile, one.name, password)
        row = Grant(person=person, role=Role.APPLICANT, unit=unit, from_on=shanghai(at), by=person, at=at, reason=REASON)
        cover(lock_every(), row, at=at, by=Actor(person), action="grant")
    kind = ApplicantKind.ORGANIZATION if unit.credit_code else ApplicantKind.PERSON
    Applicant.objects.create(unit=unit, kind=kind, registered_at=at)


def acting(person: User) -> Actor:
    """Return a person under the one grant he holds."""
    return Actor(person, Grant.objects.standing().select_related("unit", "person").get(person=person))
