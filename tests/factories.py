"""People and things of the tests: functions with honest defaults. Set in the test whatever the test is about."""

from datetime import date, datetime
from itertools import count

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import BODY_ROLES, Grant, GrantConfirmation, Role
from accounts.units.models import BodyType, Unit, UnitKind
from accounts.users.models import User
from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Category, Status
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.clock import SHANGHAI
from core.ledger.services import checkpoint, cover, lock
from procedure.editions.models import Step
from procedure.editions.services import open_edition

AT = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
LONG_AGO = date(2020, 1, 1)
AN_HOUR = 3600  # seconds

_numbers = count(1)


def make_unit(kind=UnitKind.DEPARTMENT, name="", **fields):
    """A unit with a name of its own; a body is a county."""
    if kind == UnitKind.BODY:
        fields.setdefault("body_type", BodyType.COUNTY)
    return Unit.objects.create(kind=kind, name=name or f"{UnitKind(kind).label}{next(_numbers)}", **fields)


def office():
    """The one award office, made on first use."""
    return _only(UnitKind.OFFICE, "晋中市质量奖评选办公室")


def leading_group():
    """The one leading group, made on first use."""
    return _only(UnitKind.LEADING_GROUP, "晋中市质量奖评选领导小组")


def make_user(name="", **fields):
    """A person who can sign in with the password `Password-1`."""
    number = next(_numbers)
    fields.setdefault("username", f"person-{number}")
    return User.objects.create_user(password=fields.pop("password", "Password-1"), name=name or f"张{number}", **fields)


@transaction.atomic
def make_grant(person, role, unit, *, head=False, from_on=LONG_AGO, until_on=None, at=AT, confirmed=True):
    """A grant as the ledger knows it, confirmed by a second hand unless said otherwise."""
    house = lock("house")
    grant = Grant(person=person, role=role, unit=unit, head=head, from_on=from_on, until_on=until_on, at=at)
    cover(house, grant, at=at, by=SYSTEM, action="grant")
    if confirmed and role != Role.APPLICANT:
        cover(house, GrantConfirmation(grant=grant, at=at), at=at, by=SYSTEM, action="confirm-grant")
    return grant


def make_actor(role, unit=None, *, person=None, **grant):
    """Somebody who acts in a role, for the unit that the role belongs to."""
    person = person or make_user()
    return Actor(person, make_grant(person, role, unit or _unit_of(role), **grant))


def make_edition(number=3, step=Step.PREPARATION, *, by=None, at=AT, **fields):
    """An edition, opened by the office and brought to a step."""
    by = by or make_actor(Role.OFFICE)
    return at_step(open_edition(number=number, by=by, at=at, **fields), step, by=by, at=at)


def at_step(edition, step, *, by=None, at=AT):
    """Bring an edition to a later step through history rows, past every guard. For tests only."""
    while edition.step < step:
        target = step if step >= Step.COMPLETED else edition.step + 1
        edition = _changed(edition, target, by=by, at=at)
    return edition


def make_applicant(kind=ApplicantKind.ORGANIZATION, name="", **unit):
    """An applicant with its unit."""
    return Applicant.objects.create(kind=kind, unit=make_unit(UnitKind.APPLICANT, name, **unit), registered_at=AT)


def make_application(edition, status=Status.DRAFT, *, applicant=None, by=None, at=AT, **fields):
    """An application of an organization to a county, brought to a state."""
    fields.setdefault("category", Category.ORGANIZATION)
    body = fields.pop("body", None) or make_unit(UnitKind.BODY)
    application = Application(edition=edition, applicant=applicant or make_applicant(), body=body, **fields)
    application.save(force_insert=True)
    return at_status(application, status, by=by, at=at)


def at_status(application, status, *, by=None, at=AT):
    """Bring an application to a state by one history row, past every guard. For tests only."""
    return application if application.status == status else _changed(application, status, by=by, at=at)


@transaction.atomic
def many_applications(edition, n, status=Status.SUBMITTED, *, body=None, at=AT):
    """Numbered applications of organizations to one county, each with one version in the ledger, brought to a state: 300 in seconds."""
    body, start = body or make_unit(UnitKind.BODY), next(_numbers)
    by, sender = make_actor(Role.SIGNER, body), make_actor(Role.APPLICANT)
    names = [f"晋中第{start}-{place}有限公司" for place in range(1, n + 1)]
    units = Unit.objects.bulk_create([Unit(kind=UnitKind.APPLICANT, name=name) for name in names])
    applicants = Applicant.objects.bulk_create([Applicant(kind=ApplicantKind.ORGANIZATION, unit=unit, registered_at=at) for unit in units])
    fields = {"edition": edition, "category": Category.ORGANIZATION, "form": "organization-1", "body": body}
    made = [Application(applicant=one, number=f"M{start}-{place:03}", **fields) for place, one in enumerate(applicants, 1)]
    for application in Application.objects.bulk_create(made):
        content = {"form": application.form, "applicant": "", "body": "", "parts": {}, "files": [], "members": []}
        snapshot = Snapshot(application=application, number=1, content=content, fingerprint=digest(content), by=sender.person, at=at)
        cover(lock(edition.chain), snapshot, at=at, by=sender, action="test-submit")
        at_status(application, status, by=by, at=at)
    return list(Application.objects.filter(pk__in=[one.pk for one in made]).order_by("number"))


def sign_in(client, actor):
    """Sign an actor in, with the second factor that his role demands."""
    Authenticator.objects.get_or_create(user=actor.person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "unused"}})
    client.force_login(actor.person)
    session = client.session
    session["last_act"] = timezone.now().timestamp() + AN_HOUR  # a slow machine's half minute writes it anew, three queries
    session.save()
    return client


@transaction.atomic
def make_checkpoint(chain="house", *, at=AT):
    """A signed checkpoint over everything in a chain."""
    return checkpoint(lock(chain), at=at)


@transaction.atomic
def _changed(subject, target, *, by=None, at=AT):
    by, head = by or make_actor(Role.OFFICE), lock(subject.edition.chain)
    change = subject.history().model(
        subject=subject, source=subject.state, target=target, move="test", at=at, by=by.person, role=by.role, unit=by.unit
    )
    cover(head, change, at=at, by=by, action="test-move")
    return subject.fresh()


def _only(kind, name):
    return Unit.objects.filter(kind=kind).first() or make_unit(kind, name)


def _unit_of(role):
    if role == Role.OFFICE:
        return office()
    if role in (Role.LEADING_GROUP, Role.SECRETARY):
        return leading_group()
    kinds = {Role.APPLICANT: UnitKind.APPLICANT, Role.AGENCY: UnitKind.AGENCY} | dict.fromkeys(BODY_ROLES, UnitKind.BODY)
    return make_unit(kinds.get(role, UnitKind.DEPARTMENT))
