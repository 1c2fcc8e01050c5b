"""A forgotten password: a code to the proved address, a new password, the second factor as before; nothing tells who has an account."""

import re

import pytest
from django.contrib.auth.hashers import check_password

from accounts.forgotten.services import DONE
from accounts.grants.models import Role
from accounts.mailbox.proving import LOST, WRONG
from accounts.mailbox.services import set_mailbox
from accounts.security.models import Kind, SecurityEvent
from accounts.users.models import User
from core.ledger.models import Event, Payload
from core.outbox.models import Message
from tests.factories import AT, make_actor, make_user, sign_in

pytestmark = pytest.mark.django_db
URL, ADDRESS = "/accounts/forgotten/", "wu@example.com"
NEW = "Chengchuan-26"
MARKS = re.compile(r'name="(word|csrfmiddlewaretoken)" value="[^"]*"')


def proved(role=Role.APPLICANT):
    """Somebody who proved his address."""
    actor = make_actor(role)
    set_mailbox(ADDRESS, by=actor, at=AT)
    return actor


def asked(client, username):
    """The first step; return the page and what the second sends."""
    page = client.post(URL, {"username": username}).content.decode()
    sent = Message.objects.filter(address=ADDRESS, secret=True).order_by("put_at", "pk").last()
    code = re.search(r"验证码是(\d{6})", sent.text)[1] if sent else "000000"
    return page, {"word": re.search(r'name="word" value="([^"]+)"', page)[1], "code": code, "password": NEW, "password_again": NEW}


def password_of(actor):
    return User.objects.get(pk=actor.person.pk).password


def test_a_code_to_the_proved_address_opens_a_new_password(client):
    actor = proved()
    _, sent = asked(client, actor.person.username)
    answer = client.post(URL, sent, follow=True)

    assert "密码已经重设，请用新密码登录。" in answer.content.decode()
    assert check_password(NEW, password_of(actor))
    event = Event.objects.get(action="reset-password")
    assert "example.com" not in Payload.objects.get(event=event).payload
    assert Message.objects.filter(address=ADDRESS, text=DONE).exists()
    assert SecurityEvent.objects.filter(kind=Kind.PASSWORD, person=actor.person).exists()
    signed_in = client.post("/accounts/login/", {"login": actor.person.username, "password": NEW})
    assert signed_in.url == "/home/"


def test_the_second_factor_is_asked_as_before(client):
    actor = proved(Role.OFFICE)
    sign_in(client, actor)
    client.logout()
    _, sent = asked(client, actor.person.username)
    client.post(URL, sent)

    answer = client.post("/accounts/login/", {"login": actor.person.username, "password": NEW})
    assert answer.url == "/accounts/2fa/authenticate/"


def test_whoever_may_not_reset_is_answered_alike_and_gets_no_mail(client):
    can, closed, bare = proved(), proved(), proved(Role.OFFICE)  # an office without a second factor: mail alone must not open it
    User.objects.filter(pk=closed.person.pk).update(is_active=False)
    unproved = make_user(email="typed@example.com")
    names = [can.person.username, "nobody", closed.person.username, bare.person.username, unproved.username]
    pages = [MARKS.sub("", asked(client, name)[0]) for name in names]

    assert pages == [pages[0]] * len(names)
    assert Message.objects.filter(secret=True).count() == 1


def test_no_guess_opens_an_account_that_may_not_reset(client):
    actor = make_actor(Role.APPLICANT, person=make_user(email=ADDRESS))
    before = password_of(actor)
    _, sent = asked(client, actor.person.username)

    assert client.post(URL, sent).status_code == 422
    assert password_of(actor) == before


def test_wrong_codes_are_counted_with_wrong_passwords(client):
    actor = proved()
    before = password_of(actor)
    _, sent = asked(client, actor.person.username)
    wrong = [client.post(URL, sent | {"code": "nothing"}) for _ in range(6)]

    assert [answer.status_code for answer in wrong] == [422] * 5 + [429]
    assert WRONG in wrong[0].content.decode()
    assert client.post("/accounts/login/", {"login": actor.person.username, "password": "Password-1"}).status_code == 429
    assert (client.post(URL, sent).status_code, password_of(actor)) == (429, before)


def test_a_word_serves_once_and_a_poor_password_costs_no_try(client):
    actor = proved()
    _, sent = asked(client, actor.person.username)
    for _ in range(6):
        assert client.post(URL, sent | {"password": "short", "password_again": "short"}).status_code == 422
    assert client.post(URL, sent).status_code == 302

    again = client.post(URL, sent | {"password": "Another-Word-9", "password_again": "Another-Word-9"})
    assert (again.status_code, LOST in again.content.decode()) == (422, True)
    assert check_password(NEW, password_of(actor))


@pytest.mark.parametrize("name", ["", "nobody"])
def test_codes_are_not_asked_for_without_end(client, name):
    name = name or proved().person.username
    assert [client.post(URL, {"username": name}).status_code for _ in range(4)] == [200] * 3 + [429]
