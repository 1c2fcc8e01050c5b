"""`/verify/`: checkpoints, papers' numbers, receipts, the program; nothing about what is not out or not sealed."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core import clock
from core.ledger.models import Checkpoint, Event
from core.ledger.services import lock, record
from core.registers import Registered
from jinzhong_award import registers
from publicity.notices import services
from publicity.notices.publishing import publish_due
from tests.factories import AT, make_actor, make_checkpoint, make_edition, sign_in
from tests.publicity.world import NOON, World

pytestmark = pytest.mark.django_db
OFFICIAL = "与登记一致，以发文机关正式文本为准。"


def asked(client, number):
    return client.get("/verify/", {"number": number}).content.decode()


def test_a_notice_that_is_out_is_as_registered(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    publication = World().publish()

    page = asked(client, " 2026-1 ")

    for words in (OFFICIAL, publication.notice.title, 'href="/notices/2026-1/"', publication.fingerprint, publication.checkpoint().root):
        assert words in page, words


def test_a_number_one_second_before_its_hour_is_answered_as_one_that_never_was(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    world, due = World(), NOON + timedelta(hours=1)
    empty = client.get("/verify/", {"number": "2026-1"}).content
    services.confirm(world.compose(publish_at=due), by=world.second, at=NOON)
    monkeypatch.setattr(clock, "now", lambda: due - timedelta(seconds=1))
    publish_due(due - timedelta(seconds=1))

    assert client.get("/verify/", {"number": "2026-1"}).content == empty
    assert asked(client, "2026-7").replace("2026-7", "2026-1").encode() == empty

    monkeypatch.setattr(clock, "now", lambda: due + timedelta(seconds=1))
    publish_due(due + timedelta(seconds=1))
    assert OFFICIAL in asked(client, "2026-1")


@pytest.mark.parametrize(
    "number", ["", "x", "2026-0", "１２", "〔2026〕1号", "2026-99999", "<b>", "a" * 500, "edition-3-" + "9" * 30 + "-" + "0" * 16]
)
def test_anything_may_be_typed(client, number):
    answer = client.get("/verify/", {"number": number})

    assert (answer.status_code, OFFICIAL in answer.content.decode(), answer.cookies) == (200, False, {})


def test_a_register_of_another_room_is_asked_too(client, monkeypatch):
    paper = Registered("演示请示", (("文号", "演示〔2026〕1号"),), article="12(4)")
    monkeypatch.setattr(registers, "REGISTERS", (*registers.REGISTERS, lambda number: paper if number == "演示〔2026〕1号" else None))

    assert [words in asked(client, "演示〔2026〕1号") for words in (OFFICIAL, "演示请示", "核对一致")] == [True] * 3
    assert "查不到这个编号" in asked(client, "演示〔2026〕2号")


def test_a_wrong_receipt_tells_nothing_about_what_is_not_sealed(client):
    edition = make_edition()
    point = make_checkpoint(edition.chain)
    with transaction.atomic():
        event = record(lock(edition.chain), at=AT, by=SYSTEM, action="test", object_ref="x:1")

    assert "核对不一致" in asked(client, f"{edition.chain}-{point.size}-{'0' * 64}")
    sealed_not, never = (asked(client, f"{edition.chain}-{seq}-{'0' * 64}") for seq in (event.seq, event.seq + 1))
    assert sealed_not.replace(f"-{event.seq}-", "-") == never.replace(f"-{event.seq + 1}-", "-")
    assert "回执与台账登记的一致" in asked(client, f"{edition.chain}-{event.seq}-{event.hash}")


def test_checkpoints_are_listed_page_by_page_in_as_many_queries(client, django_assert_num_queries):
    edition = make_edition()
    for _ in range(31):
        make_checkpoint(edition.chain)
    newest, oldest = Checkpoint.objects.latest("pk"), Checkpoint.objects.earliest("pk")

    client.get("/verify/")  # the first view after a checkpoint reads the page
    with django_assert_num_queries(2):
        first = client.get("/verify/").content.decode()
    second = client.get("/verify/?page=2").content.decode()

    assert [newest.signature in first, oldest.signature in first] == [True, False]
    assert [newest.signature in second, oldest.signature in second] == [False, True]
    assert str(Event.objects.count()) + "个事件" not in first


def test_the_program_is_the_one_file(client):
    answer = client.get("/verify/program/")

    assert answer.content.startswith(b"#!/usr/bin/env python3\n")
    assert answer["Content-Disposition"] == 'attachment; filename="verify-export.py"'
    assert 'href="/verify/program/"' in client.get("/verify/").content.decode()


def test_the_same_bytes_for_everybody(client):
    anonymous = client.get("/verify/?number=2026-1")

    assert anonymous.content == sign_in(client, make_actor(Role.OFFICE)).get("/verify/?number=2026-1").content
    assert not anonymous.cookies
