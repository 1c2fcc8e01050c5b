"""Colleagues in one organization: invited by its first member, joined by the code alone, leaving and taken out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.colleagues import services
from accounts.colleagues.models import Invitation
from accounts.grants.models import Grant, Role
from accounts.registration.services import TAKEN
from accounts.units.models import UnitKind
from accounts.users.models import User
from core import clock
from core.ledger.models import Event, Payload
from core.outbox.models import Message
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_unit, make_user
from tests.procedure.hands import as_actor

pytestmark = pytest.mark.django_db

MOBILE = "13800000009"
PASSWORD = "Siqin-2026-x"
ONLY_FIRST = "同事由本单位的联系人（最早加入的人员）邀请和移出。"


@pytest.fixture
def first():
    return make_actor(Role.APPLICANT, make_unit(UnitKind.APPLICANT, "晋中澄川液压股份有限公司", credit_code="91999900MA0DEM0A19"))


def invite(by, mobile=MOBILE, *, at=AT, **fields):
    return services.invite(mobile=mobile, by=by, at=at, **fields)


def register(code, *, mobile=MOBILE, at=AT):
    return services.register_colleague(mobile=mobile, code=code, name="武思勤", password=PASSWORD, at=at)


def colleague(first):
    person = register(invite(first)[1])
    return Actor(person, Grant.objects.get(person=person))


def refusal(act, *args, **kwargs):
    before = Event.objects.count(), User.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), User.objects.count()) == before
    return str(refused.value)


class TestInviting:
    def test_the_colleague_registers_into_the_same_unit(self, first):
        row, code = invite(first, mail="someone@example.com")
        assert Message.objects.get().address == "someone@example.com"

        person = register(f"{code[:4].lower()} {code[4:]}")

        grant = Grant.objects.get(person=person)
        assert (grant.unit, grant.role, person.phone) == (first.unit, Role.APPLICANT, MOBILE)
        assert row.end.accepted
        assert not Payload.objects.filter(payload__contains=code).exists()

    def test_the_code_serves_once_for_its_number_and_its_days(self, first):
        _, code = invite(first)
        assert refusal(register, "WRONGCOD") == services.WRONG
        assert refusal(register, code, mobile="13800000008") == services.WRONG
        assert refusal(register, code, at=AT + services.TERM) == services.WRONG
        register(code)
        assert refusal(register, code) == services.WRONG

    def test_a_newer_one_takes_its_place_and_one_can_be_taken_back(self, first):
        _, old = invite(first)
        row, new = invite(first)
        assert refusal(register, old) == services.WRONG

        services.withdraw_invitation(row, by=first, at=AT)

        assert refusal(register, new) == services.WRONG
        assert refusal(services.withdraw_invitation, row, by=first, at=AT) == "这份邀请已经用过或者收回。"

    def test_only_the_first_member(self, first):
        other = colleague(first)

        assert refusal(invite, other, "13800000007") == ONLY_FIRST
        assert refusal(invite, first, MOBILE) == "这个手机号的同事已经在本单位里。"
        assert refusal(invite, make_actor(Role.OFFICE)) == ONLY_FIRST

    def test_who_has_an_account_joins_with_it(self, first):
        by = make_actor(Role.APPLICANT, person=make_user(username=MOBILE))
        _, code = invite(first)
        assert refusal(register, code) == TAKEN

        grant = services.accept(code=code, by=by, at=AT)

        assert (grant.person, grant.unit) == (by.person, first.unit)

    def test_not_who_organizes(self, first):
        clerk = make_actor(Role.OFFICE, person=make_user(username=MOBILE))
        _, code = invite(first)

        assert refusal(services.accept, code=code, by=clerk, at=AT) == "评选办不能同时是申报人，应当回避。"


class TestLeaving:
    def test_the_first_takes_another_out(self, first):
        other = colleague(first)
        assert refusal(services.take_out, first.grant, by=other, at=AT) == ONLY_FIRST

        services.take_out(other.grant, by=first, at=AT + timedelta(hours=1))

        assert not other.grant.in_force(AT)
        assert [grant.person for grant in services.members(first.unit)] == [first.person]

    def test_the_next_one_is_first_then(self, first):
        other = colleague(first)

        services.take_out(first.grant, by=first, at=AT)

        assert services.is_first(other)
        assert refusal(services.take_out, other.grant, by=other, at=AT) == "单位至少留一人办理；不再申报的，请撤回申报。"


class TestPages:
    def test_the_code_is_shown_once_and_used(self, client, first):
        place = reverse("colleagues")
        page = as_actor(client, first).post(place, {"mobile": MOBILE, "mail": ""})
        code = page.context["code"]
        assert code in page.content.decode()
        assert code not in client.get(place).content.decode()
        client.logout()
        sent = {"mobile": MOBILE, "code": code, "name": "武思勤", "password": PASSWORD, "password_again": PASSWORD}

        assert client.post(reverse("register_colleague"), sent)["Location"] == "/home/"

        assert "2人" in client.get(place).content.decode()
        assert client.post(place, {"mobile": "13800000007"}).status_code == 409

    def test_leaving_and_joining(self, client, first, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: AT)
        other = colleague(first)
        as_actor(client, other)
        assert client.post(reverse("colleague_leave", args=[other.grant.pk])).status_code == 302
        assert client.get("/home/").status_code == 200

        again = make_actor(Role.APPLICANT, person=other.person)
        _, code = invite(first)
        join = reverse("join_unit")
        assert as_actor(client, again).post(join, {"code": "WRONGCOD"}).status_code == 409
        assert client.post(join, {"code": code}).status_code == 302
        assert services.members(first.unit).count() == 2

    def test_a_person_has_none(self, client):
        assert as_actor(client, make_actor(Role.APPLICANT)).get(reverse("colleagues")).status_code == 404

    def test_taking_back(self, client, first):
        row, _ = invite(first)

        assert as_actor(client, first).post(reverse("invitation_withdraw", args=[row.pk])).status_code == 302

        assert not Invitation.objects.open().exists()
