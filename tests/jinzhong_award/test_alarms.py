"""A verification that finds a fault shows on every page of those who must act on it, until one passes."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from accounts.grants.models import ADMINISTRATORS, Role
from core.ledger.models import Payload, Verification
from jinzhong_award.context import ALARMED, alarms
from tests.core.tampering import as_administrator
from tests.factories import AT, make_actor, make_edition
from tests.procedure.hands import as_actor

LEDGER, PROMISES = "台账核对没有通过", "全库核对没有通过"


def page(actor, address="/home/"):
    answer = as_actor(Client(), actor).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.once
def test_a_changed_payload_alarms_office_supervisor_and_administrators_until_it_is_mended(committed):
    office, applicant, reviewer = (make_actor(role) for role in (Role.OFFICE, Role.APPLICANT, Role.REVIEWER))
    warned = [office, *(make_actor(role) for role in (Role.SUPERVISOR, *ADMINISTRATORS))]
    edition = make_edition(by=office)
    call_command("verify_ledger")
    assert LEDGER not in page(office)

    kept = Payload.objects.order_by("pk").last()
    text = kept.payload
    change(committed, kept, text.replace("a", "b"))
    with pytest.raises(CommandError):
        call_command("verify_ledger")

    assert all(LEDGER in page(actor) for actor in warned)
    assert "有1处" in page(office, f"/editions/{edition.pk}/")
    assert not any(LEDGER in page(actor) for actor in (applicant, reviewer))
    assert LEDGER.encode() not in Client().get("/").content

    change(committed, kept, text)
    assert LEDGER in page(office)  # mended is not yet verified
    call_command("verify_ledger")
    assert not any(LEDGER in page(actor) for actor in warned)


def change(copy, payload, text):
    with as_administrator(copy):
        payload.payload = text
        payload.save()


@pytest.mark.django_db
class TestKinds:
    def test_the_nightly_command_answers_for_both(self, monkeypatch):
        put(ledger=2, promises=3)
        call_command("check_invariants")

        assert alarms(make_actor(Role.OFFICE)) == []

    def test_one_kind_that_passes_does_not_end_the_other(self):
        put(ledger=2, promises=3)
        put(ledger=0)

        [alarm] = alarms(make_actor(Role.SUPERVISOR))
        assert alarm["title"] == PROMISES
        assert "有3处" in alarm["text"]

    def test_a_part_verified_says_nothing_of_the_whole(self):
        put(ledger=2)
        call_command("verify_ledger", "--chain", "house")

        assert len(alarms(make_actor(Role.SYSTEM))) == 1

    def test_what_cannot_be_kept_is_said_and_the_verification_too(self, monkeypatch, capsys):
        def away(*args, **kwargs):
            raise OperationalError("the table is away")

        monkeypatch.setattr(Verification.objects, "bulk_create", away)
        call_command("verify_ledger")

        said = capsys.readouterr()
        assert "核对无误" in said.out
        assert "核对结果没有记下" in said.err

    def test_nobody_else_is_asked_for(self, django_assert_num_queries):
        put(ledger=1)
        others = [make_actor(role) for role in Role if role not in ALARMED]
        with django_assert_num_queries(0):
            assert [alarms(actor) for actor in others] == [[]] * len(others)


def put(**faults):
    for kind, found in faults.items():
        Verification.objects.create(kind=kind, faults=found, at=AT)
