"""Where letters of a person go: asked at registration, changed by proving another address."""

import re

import pytest
from django.urls import reverse

from accounts.grants.models import Role
from accounts.mailbox.proving import LOST, WRONG
from accounts.users.models import User
from core.clock import now
from core.ledger.models import Event, Payload
from core.outbox.models import Message
from procedure.letters.models import LetterKind
from procedure.letters.services import release, write_letter
from tests.factories import make_actor, make_edition, make_user, sign_in

pytestmark = pytest.mark.django_db
URL = "/accounts/mailbox/"
NEW = "new@example.com"


@pytest.fixture
def applicant(client):
    actor = make_actor(Role.APPLICANT, person=make_user(email="old@example.com"))
    sign_in(client, actor)
    return actor


def code():
    return re.search(r"验证码是(\d{6})", Message.objects.filter(address=NEW).latest("put_at").text)[1]


def asked(client):
    """The first step; return what the second sends."""
    answer = client.post(URL, {"email": NEW})
    assert NEW in answer.content.decode()
    return {"word": re.search(r'name="word" value="([^"]+)"', answer.content.decode())[1], "code": code()}


def address(actor):
    return User.objects.get(pk=actor.person.pk).email


def test_a_proved_address_takes_the_place_of_the_other_which_hears_of_it(client, applicant):
    answer = client.post(URL, asked(client), follow=True)

    assert "以后的回执、通知和文书同时发到new@example.com。" in answer.content.decode()
    assert address(applicant) == NEW
    assert list(Message.objects.filter(address="old@example.com").values_list("subject", flat=True)) == ["接收文书的电子邮箱已经更换"]
    event = Event.objects.get(action="set-mailbox")
    assert "example.com" not in Payload.objects.get(event=event).payload


def test_a_wrong_code_changes_nothing_and_the_sixth_try_waits(client, applicant):
    sent = asked(client)
    wrong = sent | {"code": "nothing"}

    first = client.post(URL, wrong)
    rest = [client.post(URL, wrong).status_code for _ in range(5)]

    assert (first.status_code, WRONG in first.content.decode(), rest) == (422, True, [422] * 4 + [429])
    assert (client.post(URL, sent).status_code, address(applicant)) == (429, "old@example.com")


def test_anothers_word_serves_nobody_else(client, applicant):
    sent = asked(client)
    other = make_actor(Role.APPLICANT)
    sign_in(client, other)

    answer = client.post(URL, sent)

    assert (answer.status_code, LOST in answer.content.decode(), address(other)) == (422, True, "")


def test_what_is_no_address_is_refused(client, applicant):
    answer = client.post(URL, {"email": "nobody"})

    assert (answer.status_code, "“电子邮箱”不是完整的邮箱地址，请核对。" in answer.content.decode()) == (422, True)
    assert not Message.objects.exists()


def test_codes_are_not_sent_to_one_mailbox_without_end(client, applicant):
    assert [client.post(URL, {"email": NEW}).status_code for _ in range(4)] == [200] * 3 + [429]


def test_who_registers_with_an_address_gets_his_letters_there(client):
    password = "Chengchuan-26"
    sent = {"name": "晋中澄川液压股份有限公司", "credit_code": "91350100M000100Y43", "contact": "郝明砚", "mobile": "13800000001"}
    client.post(reverse("register_organization"), sent | {"email": NEW, "password": password, "password_again": password})
    unit = User.objects.get(username="13800000001").grants.get().unit
    office = make_actor(Role.OFFICE)
    letter = write_letter(
        make_edition(),
        kind=LetterKind.DECLINED,
        recipient=unit,
        act="a",
        title="不予受理",
        text="原因",
        article="18(3)",
        by=office,
        at=now(),
    )

    release([letter], by=office, at=now())

    assert list(Message.objects.values_list("address", "subject")) == [(NEW, "不予受理")]
