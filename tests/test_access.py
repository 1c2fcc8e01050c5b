"""Every address asked as every person, by either method: who may not is refused and changes no row."""

import logging
import os
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from accounts.access import PUBLIC
from accounts.access import SIGNED_IN as WITH_SESSION
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.applicants.models import Applicant
from core.canonical import digest
from jinzhong_award.docs.addresses import addresses
from tests import access
from tests.access import LINES
from tests.access_persons import GET, PERSONS, POST, WITH_FACTOR, Line
from tests.factories import AT, leading_group, make_applicant, make_application, make_edition, make_grant, make_unit, make_user, office
from tests.worlds import shared

pytestmark = pytest.mark.once

# Sessions and the security log may grow: they say who asked.
GROWING = {"django_session", "accounts_securityevent"}
PARTS = 4  # so that several workers share the table
REFUSALS = 3  # so many roles are refused at each line, beside whoever is not signed in
ADDRESSES = {address.name: address for address in addresses()}
MISSING = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class World:
    """Everybody's session key, and the things that lines name."""

    sessions: dict[str, str]
    things: dict[str, models.Model]

    def client(self, name: str) -> Client:
        """Return a browser of this person; a new one each time, so that nothing asked before has worn it."""
        client = Client(raise_request_exception=False)
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client

    def address(self, line: Line) -> str:
        keys = {"pk": self.things[line.row].pk if line.row in self.things else MISSING} if line.row else {}
        return reverse(line.name, kwargs=line.args | keys)

    def answer(self, name: str, line: Line, path: str = ""):
        """Send the line's method, with a field that no form knows, as this person."""
        body = b"field=1" if line.method == POST else b""
        return self.client(name).generic(line.method, path or self.address(line), body, "application/x-www-form-urlencoded")

    def undone(self, name: str, line: Line):
        """As `answer`; whatever it did is undone."""
        with transaction.atomic():
            response = self.answer(name, line)
            transaction.set_rollback(True)
        return response


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are not worth a line each."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@shared
def world():
    units = {
        "enterprise": make_applicant(name="太谷机械", credit_code="91140700MA0GTYJX31").unit,
        "other enterprise": make_applicant(name="祁县玻璃", credit_code="91140700MA0GTYJX5X").unit,
        "himself": make_applicant("person", name="王工").unit,
        "county": make_unit(UnitKind.BODY, "榆次区人民政府"),
        "other county": make_unit(UnitKind.BODY, "祁县人民政府"),
        "agency": make_unit(UnitKind.AGENCY),
        "office": office(),
        "leading group": leading_group(),
    }
    people = {name: make_user(name) for name in PERSONS if name != "anonymous"}
    for name, (role, unit, _) in PERSONS.items():
        if role:
            units.setdefault(unit, make_unit(UnitKind.DEPARTMENT, unit))
            make_grant(people[name], role, units[unit], head=name == "office head")
    make_grant(people["twofold"], Role.SIGNER, units["other county"], at=AT + timedelta(days=1))
    make_grant(people["former"], Role.OFFICE, office(), until_on=date(2025, 12, 31))
    waiting = make_grant(people["unconfirmed"], Role.OFFICE, office(), confirmed=False)
    for name in WITH_FACTOR:
        Authenticator.objects.create(user=people[name], type=Authenticator.Type.TOTP, data={"secret": "x"})
    edition = make_edition()
    applicant = Applicant.objects.get(unit=units["enterprise"])
    draft = make_application(edition, applicant=applicant, body=units["county"], form="organization-1")
    things = units | {"edition": edition, "someone": people["bare"], "grant": waiting, "draft": draft}
    return World({name: signed_in(person) for name, person in people.items()}, things)


def signed_in(person) -> str:
    client = Client()
    client.force_login(person)
    client.get("/home/")  # the session is written as a first page leaves it
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def state() -> dict[str, str]:
    """Return a digest of every table but those that grow."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - GROWING
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = digest(sorted(repr(row) for row in cursor.fetchall()))
    return found


def refused(name, response) -> bool:
    """True when somebody was sent to sign in, or told that he may not."""
    if name == "anonymous":
        return response.status_code == HTTPStatus.FOUND and response["Location"].startswith("/accounts/login/?next=")
    return response.status_code == HTTPStatus.FORBIDDEN


def opened(line, response) -> bool:
    """True when the address did its work, or said in its own words why not."""
    if line.status:
        return response.status_code == line.status
    to_sign_in = response.status_code == HTTPStatus.FOUND and response["Location"].startswith("/accounts/login/?next=")
    return response.status_code in (200, 302, 409, 422, 429) and not (to_sign_in and "anonymous" not in line.who)


def asked(line, *, everybody: bool = False) -> list[str]:
    """Return who is asked: everybody whom the line names; of those it refuses, a few roles, and everybody in a deep run.

    A refusal depends on the marks of the address and on the role alone, and `test_table_and_mark_agree` reads every mark;
    which roles are asked goes round from line to line.
    """
    if everybody or os.environ.get("TEST_DEEP"):
        return list(PERSONS)
    roles = {PERSONS[name][0]: name for name in reversed(PERSONS) if name not in line.who and name != "anonymous"}
    turn = zlib.crc32(f"{line.method} {line.name}".encode()) % max(len(roles), 1)
    few = {name for place, name in enumerate(roles.values()) if (place - turn) % max(len(roles), 1) < REFUSALS}
    return [name for name in PERSONS if name in line.who or name == "anonymous" or name in few]


def faults_of(world, line, *, everybody: bool = False) -> list[str]:
    """Ask as those who are asked; return what is wrong with the answers."""
    found = []
    for name in asked(line, everybody=everybody):
        if name in line.who:
            response = world.undone(name, line)
            good = response.status_code == HTTPStatus.NOT_FOUND if name in line.blind else opened(line, response)
        else:
            response = world.answer(name, line)
            good = refused(name, response)
        if not good:
            found.append(f"{line.method} {line.name} as {name}: {response.status_code}")
    return found


def changed_by(world, lines) -> list[str]:
    """Return which refusals change which table: asked again, one line at a time, to name the culprit."""
    found = []
    for line in lines:
        before = state()
        faults_of(world, line, everybody=True)
        after = state()
        found += [f"{line.method} {line.name}, refused, changed {table}" for table in before if after[table] != before[table]]
    return found


def silent(name) -> list[Line]:
    """Return the methods of an address that have no line, as lines for whoever may open it by another method."""
    mine = [line for line in LINES if line.name == name] or [Line(name, "", access.NOBODY)]
    who = frozenset().union(*(line.who for line in mine))
    return [replace(mine[0], method=method, who=who) for method in (GET, POST) if method not in {line.method for line in mine}]


def test_every_address_has_a_line_and_every_line_an_address():
    named = {line.name for line in LINES}

    assert sorted(set(ADDRESSES) - named) == []
    assert sorted(named - set(ADDRESSES)) == []


def test_no_line_is_said_twice():
    assert [key for key, count in Counter((line.name, line.method) for line in LINES).items() if count > 1] == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.name}")
def test_table_and_mark_agree(line):
    marks = ADDRESSES[line.name].access

    assert line.who == expected(marks)


def expected(marks):
    if PUBLIC in marks:
        return access.EVERYBODY
    return access.SIGNED_IN if WITH_SESSION in marks else access.acting(*(mark for mark in marks if mark in set(Role)))


@pytest.mark.parametrize("part", range(PARTS))
def test_each_line_opens_for_whom_it_names_and_for_nobody_else(world, part):
    before, lines = state(), LINES[part::PARTS]

    assert [found for line in lines for found in faults_of(world, line)] == []
    assert state() == before, changed_by(world, lines)


def test_a_method_without_a_line_changes_nothing(world):
    before, faults = state(), []

    for line in [line for name in ADDRESSES for line in silent(name)]:
        for name in asked(line):
            response = world.answer(name, line)
            open_to_him = name in line.who and response.status_code in (200, 302, 403, 404)
            if not (open_to_him or refused(name, response) or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED):
                faults.append(f"{line.method} {line.name} as {name}: {response.status_code}")

    assert faults == []
    assert state() == before


def test_a_role_is_refused_before_a_row_is_looked_for(world):
    """403 whether the row is there or not; 404, one body, for those who may open the address."""
    bodies, faults = set(), []

    for line in [line for line in LINES if line.row and line.row != "nothing"]:
        path = reverse(line.name, kwargs=line.args | {"pk": MISSING})
        for name in asked(line):
            response = world.answer(name, line, path)
            if name in line.who:
                bodies.add(response.status_code)
            elif not refused(name, response):
                faults.append(f"{line.method} {line.name} as {name}: {response.status_code}")

    assert faults == []
    assert bodies == {HTTPStatus.NOT_FOUND}


def test_a_script_that_is_not_signed_in_is_told_so(db):
    response = Client().get("/home/", headers={"Accept": "application/json"})

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response.json() == {"sentence": "登录已过期，登录后继续；所填内容已保留。"}


def test_a_person_of_two_grants_acts_under_the_one_he_chose(world):
    client = world.client("twofold")
    before = client.get("/editions/").status_code
    grant = make_grant_of(world, "twofold", Role.SIGNER)

    client.post("/accounts/identity/", {"grant": grant})

    assert (before, client.get("/editions/").status_code) == (HTTPStatus.OK, HTTPStatus.FORBIDDEN)


def make_grant_of(world, name, role):
    session = world.client(name).session
    person = apps.get_model("accounts", "User").objects.get(pk=session["_auth_user_id"])
    return person.grants.get(role=role).pk


def test_the_comparison_of_tables_sees_a_changed_row(world):
    before = state()

    world.things["county"].contact = "李"
    world.things["county"].save(update_fields=["contact"])

    assert [table for table in before if state()[table] != before[table]] == ["accounts_unit"]


WRONG = (
    (Line("editions", GET, access.OFFICE), "GET editions as member: 200"),
    (Line("editions", GET, access.READERS | access.AUDIT), "GET editions as audit: 403"),
    (Line("register_person", POST, access.NOBODY), "POST register_person as member: 422"),
    (Line("edition", GET, access.READERS, row="edition", blind=access.MEMBERS), "GET edition as member: 200"),
    (Line("grant_end", POST, access.NOBODY, row="grant"), "POST grant_end as audit: 409"),
    (Line("person_password", POST, access.NOBODY, row="someone"), "POST person_password, refused, changed accounts_user"),
)


def test_a_wrong_line_is_found(world):
    for line, found in WRONG:
        assert found in faults_of(world, line, everybody=True) + changed_by(world, [line])
