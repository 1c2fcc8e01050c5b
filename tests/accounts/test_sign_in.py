"""Signing in: what is said, what is counted, and who is never locked out."""

import time

import pytest
from allauth.account import app_settings
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.grants.models import Role
from accounts.security.models import SecurityEvent
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RIGHT = "Password-1"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def owner():
    return make_actor(Role.APPLICANT, person=make_user(username="13800000001")).person


def at(address):
    return Client(REMOTE_ADDR=address)


def attempt(client, password, login="13800000001", **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def sentence(response):
    return response.content.decode().partition('role="alert"')[2].partition("<p>")[2].partition("忘了密码")[0]


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_home_page(client, owner):
    response = attempt(client, RIGHT)

    assert (response.status_code, response["Location"]) == (302, "/home/")
    assert SecurityEvent.objects.get(kind="sign-in").person == owner


def test_wrong_passwords_are_counted_and_told(client, owner):
    answers = [attempt(client, "wrong") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert [sentence(answer) for answer in answers] == [
        "还可以试4次，之后锁定15分钟。",
        "还可以试3次，之后锁定15分钟。",
        "还可以试2次，之后锁定15分钟。",
        "还可以试1次，之后锁定15分钟。",
        "试错的次数太多，已锁定15分钟。",
        "操作过于频繁，请15分钟后再试。",
    ]
    assert answers[4]["Retry-After"] == "900"
    assert list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["failed"] * 4 + ["locked"]


def test_an_unknown_user_hears_the_same(client, owner):
    known = [attempt(client, "wrong") for _ in range(6)]
    unknown = [attempt(client, "wrong", login="13900000009") for _ in range(6)]

    assert [sentence(answer) for answer in known] == [sentence(answer) for answer in unknown]
    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]


def test_a_locked_name_is_locked_for_the_right_password_too(client, owner):
    for _ in range(5):
        attempt(client, "wrong")

    assert attempt(client, RIGHT).status_code == 429
    assert not signed_in(client)


def test_five_wrong_passwords_never_lock_the_owner_out_elsewhere(owner):
    attacker, home = at("203.0.113.9"), at("198.51.100.7")
    for _ in range(9):
        attempt(attacker, "wrong")

    assert attempt(home, RIGHT).status_code == 302
    assert attempt(attacker, RIGHT).status_code == 429


def test_behind_a_proxy_the_client_is_counted_not_the_proxy(owner, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = at("10.0.0.1")
    for _ in range(5):
        attempt(proxy, "wrong", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.9")

    assert attempt(at("10.0.0.1"), RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7").status_code == 302
    assert attempt(at("10.0.0.1"), RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.9").status_code == 429


def test_upper_and_lower_case_are_one_name(client):
    make_user(username="office-1")
    for name in ("office-1", "OFFICE-1", "Office-1", "oFFICE-1", "office-1 "):
        attempt(client, "wrong", login=name)

    assert attempt(client, RIGHT, login="office-1").status_code == 429


def test_success_forgets_earlier_mistakes(client, owner):
    for _ in range(4):
        attempt(client, "wrong")
    attempt(client, RIGHT)
    client.post("/accounts/logout/")

    assert sentence(attempt(client, "wrong")) == "还可以试4次，之后锁定15分钟。"


def test_one_address_that_tries_many_names_is_locked(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1000/m/ip"}
    sprayer = at("203.0.113.9")
    answers = [attempt(sprayer, "wrong", login=f"1380000{number:04}").status_code for number in range(61)]

    assert answers == [422] * 59 + [429, 429]
    assert attempt(at("198.51.100.7"), "wrong", login="13800000000").status_code == 422


def test_the_lock_ends_after_a_quarter_of_an_hour(client, owner, monkeypatch):
    for _ in range(5):
        attempt(client, "wrong")
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("accounts.security.throttle.time.time", lambda: later)

    assert attempt(client, RIGHT).status_code == 302


def test_the_library_counts_second_factors_too():
    assert app_settings.RATE_LIMITS["login_failed"]


def test_a_second_factor_is_asked_and_a_code_serves_once(client):
    person = make_actor(Role.OFFICE).person
    totp.TOTP.activate(person, SECRET)
    code = totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))

    first = attempt(client, RIGHT, login=person.username)
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert not signed_in(client)
    assert client.post(first["Location"], {"code": "000000"}).status_code == 422
    assert client.post(first["Location"], {"code": code})["Location"] == "/home/"

    other = Client()
    attempt(other, RIGHT, login=person.username)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 422
    assert not signed_in(other)


def test_a_closed_account_does_not_open(client):
    person = make_user(is_active=False)

    response = attempt(client, RIGHT, login=person.username)

    assert response["Location"] == "/accounts/inactive/"
    assert client.get(response["Location"]).status_code == 403
    assert not signed_in(client)


def test_closing_an_account_ends_its_session_at_once(client, owner):
    client.force_login(owner)
    type(owner).objects.update(is_active=False)

    assert client.get("/home/").status_code == 302


def test_the_log_keeps_no_name_that_nobody_bears(client, owner):
    attempt(client, "wrong", login="MyPassword-1")
    attempt(client, "wrong")

    unknown, known = SecurityEvent.objects.order_by("pk")
    assert (unknown.person, len(unknown.name_hash), unknown.address) == (None, 64, "127.0.0.1")
    assert (known.person, known.name_hash) == (owner, "")


def test_sign_out_is_by_post_alone(client, owner):
    client.force_login(owner)

    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/accounts/logout/").status_code == 302
    assert not signed_in(client)
    assert SecurityEvent.objects.get(kind="sign-out").person == owner
