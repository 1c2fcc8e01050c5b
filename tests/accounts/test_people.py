"""Accounts that administrators keep, the first of them, and the pages about it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants import services as grants
from accounts.grants.models import Grant, Role
from accounts.people import services
from accounts.units.models import UnitKind
from accounts.users.models import User
from core.ledger.models import Event, Payload
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_unit, make_user, office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def security():
    return make_actor(Role.SECURITY, office())


def begin(capsys):
    call_command("first_administrator", security_name="张安", audit_name="李审")
    return capsys.readouterr().out


def test_the_first_administrators_grant_and_confirm_everybody_else(capsys):
    said = begin(capsys)
    security, audit = (Actor(grant.person, grant) for grant in Grant.objects.standing().order_by("event_id"))
    assert (security.role, audit.role) == (Role.SECURITY, Role.AUDIT)
    assert security.person.check_password(said.splitlines()[0].split("临时密码 ")[1])

    person, _ = services.add_person(username="system-1", name="王系", by=security, at=AT)
    grant = grants.grant(person, role=Role.SYSTEM, unit=security.unit, from_on=AT.date(), by=security, at=AT)
    grants.confirm(grant, by=audit, at=AT)

    assert grant.in_force(AT)


def test_the_first_administrators_are_made_once(capsys):
    begin(capsys)
    before = (User.objects.count(), Grant.objects.count(), Event.objects.count())

    with pytest.raises(CommandError, match="已经有授权"):
        call_command("first_administrator", security_name="甲", audit_name="乙", security_username="x", audit_username="y")
    assert (User.objects.count(), Grant.objects.count(), Event.objects.count()) == before


def test_two_persons_are_needed():
    with pytest.raises(CommandError, match="不能是同一人"):
        call_command("first_administrator", security_name="甲", audit_name="甲", security_username="x", audit_username="x")
    assert User.objects.count() == 0


def test_a_temporary_password_is_shown_once_and_kept_nowhere(client, security):
    response = sign_in(client, security).post(reverse("person_new"), {"username": "office-1", "name": "郝明砚"})

    person = User.objects.get(username="office-1")
    password = response.context["password"]
    assert password in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert person.check_password(password)
    assert person.temporary_password
    assert password not in "".join(Payload.objects.values_list("payload", flat=True))
    assert password not in client.get(reverse("people")).content.decode()


def test_a_forgotten_password_is_renewed_the_factor_stays(client, security):
    person = make_actor(Role.SIGNER, make_unit(UnitKind.BODY)).person
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})

    password = sign_in(client, security).post(reverse("person_password", args=[person.pk])).context["password"]

    person.refresh_from_db()
    assert person.check_password(password)
    assert person.temporary_password
    assert Authenticator.objects.filter(user=person).exists()


def test_a_lost_factor_is_released_by_system_who_renews_no_password(security):
    system, person = make_actor(Role.SYSTEM, office()), make_user()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})

    with pytest.raises(RuleRefused, match="由系统管理员解除"):
        services.release_factors(person, reason="手机丢了", by=security, at=AT)
    with pytest.raises(RuleRefused, match="账号由安全管理员管理"):
        services.renew_password(person, by=system, at=AT)
    services.release_factors(person, reason="手机丢了，当面核实", by=system, at=AT)

    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY])
def test_nobody_but_security_keeps_accounts(role):
    by, person = make_actor(role), make_user()

    for act in (
        lambda: services.add_person(username="x", name="甲", by=by, at=AT),
        lambda: services.renew_password(person, by=by, at=AT),
        lambda: services.switch_person(person, active=False, reason="不", by=by, at=AT),
    ):
        with pytest.raises(RuleRefused, match="账号由安全管理员管理"):
            act()
    person.refresh_from_db()
    assert person.is_active
    assert not User.objects.filter(username="x").exists()


def test_nobody_handles_himself(security):
    with pytest.raises(RuleRefused, match="自己的账号"):
        services.switch_person(security.person, active=False, reason="试", by=security, at=AT)


def test_an_account_is_closed_and_opened_on_record(client, security):
    person = make_user()
    sign_in(client, security)

    for active in ("0", "1"):
        client.post(reverse("person_switch", args=[person.pk]), {"active": active, "reason": "调离"})
        person.refresh_from_db()
        assert person.is_active is (active == "1")
    assert list(Event.objects.order_by("-pk").values_list("action", flat=True)[:2]) == ["open-person", "close-person"]


PAGES = {
    "/people/": {Role.SECURITY, Role.SYSTEM, Role.AUDIT},
    "/people/new/": {Role.SECURITY},
    "/grants/": {Role.SECURITY, Role.SYSTEM, Role.AUDIT, Role.OFFICE},
    "/grants/new/": {Role.SECURITY},
    "/audit/": {Role.AUDIT},
    "/audit/house/": {Role.AUDIT},
    "/system/": {Role.SYSTEM},
    "/units/": {Role.OFFICE},
    "/accounts/identity/": set(Role),
}
OURS = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/webauthn/", "/accounts/reauthenticate/"]


@pytest.mark.parametrize("role", Role)
def test_who_may_open_which_page(client, role):
    sign_in(client, make_actor(role))

    for address, roles in PAGES.items():
        assert (address, client.get(address).status_code) == (address, 200 if role in roles else 403)


@pytest.mark.parametrize("address", OURS)
def test_the_librarys_pages_are_in_our_look(client, address):
    page = sign_in(client, make_actor(Role.SIGNER)).get(address).content.decode()

    assert '<header class="masthead">' in page
    assert page.count("<h1>") == 1
    assert "/accounts/password/reset/" not in page
    assert "style=" not in page


def test_the_factor_is_set_up_after_one_says_the_password_again(client):
    actor = make_actor(Role.SIGNER)
    client.force_login(actor.person)
    address = "/accounts/2fa/totp/activate/"
    again = client.get(address)["Location"]
    assert client.post(again, {"password": "Password-1"})["Location"] == address

    page = client.get(address).content.decode()

    assert "<svg" in page
    assert "data:image" not in page
    assert client.post(address, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/2fa/recovery-codes/download/"]
)
def test_what_we_do_not_offer_is_not_reachable(client, address):
    assert sign_in(client, make_actor(Role.SIGNER)).get(address).status_code in (403, 404)
