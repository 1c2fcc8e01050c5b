"""Each way to tamper with what was written is found, with the triggers lifted as the owner of a database can."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.cases.models import Status
from core.ledger.keys import public_key
from core.ledger.models import Chain, Checkpoint, Event, Payload
from core.ledger.services import leaf, lock, open_chain, record, statement
from core.ledger.verify import verify
from procedure.editions.models import Step
from tests import databases
from tests.core.tampering import as_administrator, cut, rehash, replace_payload, run, set_head, sign_again
from tests.environment import POSTGRESQL
from tests.factories import AT, make_actor, make_application, make_checkpoint, make_edition

HERE = "chain = 'edition-3'"
LATER = f"SELECT id FROM ledger_event WHERE {HERE} AND seq ="
BROKEN = {"head", "checkpoint"}  # what a changed event breaks beside itself: the root that was signed and the head's
FIRST_GRANT = "(SELECT min(CAST(id AS text)) FROM accounts_grant)" if POSTGRESQL else "(SELECT min(id) FROM accounts_grant)"


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """Edition 3: seven events (opened, two steps, two applications moved, two more), signed after 3 and after 7."""
    copy = databases.TEMPLATE.clone()
    with django_db_blocker.unblock(), databases.attached(copy), transaction.atomic():
        edition = make_edition(3, Step.APPLYING)
        make_checkpoint("edition-3")
        for _ in range(2):
            make_application(edition, Status.SUBMITTED)
        for number in range(2):
            record(lock("edition-3"), at=AT, by=SYSTEM, action="test", object_ref=f"thing:{number}", payload={"n": number})
        make_checkpoint("edition-3")
        assert verify() == []
    yield copy
    copy.drop()


@pytest.fixture
def world(written, django_db_blocker):
    """A copy of what was written, to tamper with."""
    copy = written.clone()
    with django_db_blocker.unblock(), databases.attached(copy):
        yield copy
    copy.drop()


def kinds(**options):
    return {fault.kind for fault in verify(**options)}


def shift_up():
    """Make room for a second event at place 3 and put it there."""
    run(
        f"UPDATE ledger_event SET seq = seq + 1000 WHERE {HERE} AND seq > 2",
        f"UPDATE ledger_event SET seq = seq - 999 WHERE {HERE} AND seq > 1000",
    )
    before = Event.objects.get(chain="edition-3", seq=2)
    event = Event(chain="edition-3", seq=3, at=before.at, actor_ref="x", action="x", object_ref="x", commitment="0" * 64, prev=before.hash)
    event.hash = leaf(event)
    event.save()


def change_event_and_hash():
    event = Event.objects.get(chain="edition-3", seq=2)
    event.actor_ref = "person:another"
    event.hash = leaf(event)
    event.save()


def delete_change(seq):
    run(*(f"DELETE FROM {table} WHERE event_id IN ({LATER} {seq})" for table in ("procedure_stepchange", "ledger_payload")))
    run(f"DELETE FROM ledger_event WHERE {HERE} AND seq = {seq}")


def unread_head():
    run("DELETE FROM ledger_chain WHERE name = 'edition-3'", "DELETE FROM ledger_checkpoint")


ATTACKS = {
    "event changed": (f"UPDATE ledger_event SET actor_ref = 'x' WHERE {HERE} AND seq = 2", {"hash"} | BROKEN),
    "time of an event changed": (f"UPDATE ledger_event SET at = '2026-03-02T02:00:00.000000Z' WHERE {HERE} AND seq = 2", {"hash"} | BROKEN),
    "other algorithm named": (f"UPDATE ledger_event SET alg = 'md5' WHERE {HERE} AND seq = 2", {"hash"} | BROKEN),
    "hash changed": (f"UPDATE ledger_event SET hash = '{'z' * 64}' WHERE {HERE} AND seq = 2", {"hash", "prev"}),
    "event and hash changed": (change_event_and_hash, {"prev"} | BROKEN),
    "event deleted": (lambda: delete_change(2), {"gap"} | BROKEN),
    "event deleted, its row kept": (f"DELETE FROM ledger_event WHERE {HERE} AND seq = 2", {"gap", "row-unrecorded"} | BROKEN),
    "event inserted": (shift_up, {"hash", "prev", "payload"} | BROKEN),
    "events swapped": (
        [f"UPDATE ledger_event SET seq = {to} WHERE {HERE} AND seq = {seq}" for seq, to in ((2, 1000), (3, 2), (1000, 3))],
        {"hash", "prev"} | BROKEN,
    ),
    "event moved to another chain": (
        f"UPDATE ledger_event SET chain = 'house', seq = 99 WHERE {HERE} AND seq = 7",
        {"hash", "gap", "head", "cut"},
    ),
    "payload changed": (f"UPDATE ledger_payload SET payload = '{{}}' WHERE event_id IN ({LATER} 7)", {"commitment"}),
    "payload of a row's event changed": (
        f"UPDATE ledger_payload SET payload = 'x' || payload WHERE event_id IN ({LATER} 2)",
        {"commitment", "row-unrecorded"},
    ),
    "salt changed": (f"UPDATE ledger_payload SET salt = '{'z' * 32}' WHERE event_id IN ({LATER} 7)", {"commitment"}),
    "payload and commitment changed": (
        lambda: replace_payload(Event.objects.get(chain="edition-3", seq=7), "{}"),
        {"hash"} | BROKEN,
    ),
    "payload deleted": (f"DELETE FROM ledger_payload WHERE event_id IN ({LATER} 2)", {"payload"}),
    "row changed": (f"UPDATE accounts_grant SET head = NOT head WHERE CAST(id AS text) = {FIRST_GRANT}", {"row"}),
    "row deleted": ("DELETE FROM accounts_grantconfirmation WHERE id = 1", {"row-missing"}),
    "row of a change of state deleted": ("DELETE FROM applications_statuschange WHERE id = 1", {"row-missing"}),
    "row inserted without event": (
        "INSERT INTO accounts_grantconfirmation (id, at, grant_id, event_id, by_id)"
        " SELECT 99, at, event_id, 9999, by_id FROM accounts_grantconfirmation WHERE id = 1"
        if not POSTGRESQL
        else "INSERT INTO accounts_grantconfirmation (id, at, grant_id, event_id, by_id)"
        " SELECT 99, at, gen_random_uuid(), 9999, by_id FROM accounts_grantconfirmation WHERE id = 1",
        {"row-unrecorded"},
    ),
    "row on an event that names none": (
        f"UPDATE procedure_stepchange SET event_id = ({LATER} 7) WHERE event_id IN ({LATER} 2)",
        {"row-unrecorded", "row-missing"},
    ),
    "row on the event of another row": (
        f"UPDATE procedure_stepchange SET event_id = ({LATER} 4) WHERE event_id IN ({LATER} 2)",
        {"row-unrecorded", "row-missing"},
    ),
    "head moved back": (
        f"UPDATE ledger_chain SET seq = 6, hash = (SELECT hash FROM ledger_event WHERE {HERE} AND seq = 6) WHERE name = 'edition-3'",
        {"head"},
    ),
    "peaks changed": ("UPDATE ledger_chain SET peaks = '[]' WHERE name = 'edition-3'", {"head"}),
    "head deleted": (unread_head, {"head"}),
    "title of a chain changed": ("UPDATE ledger_chain SET title = 'x' WHERE name = 'edition-3'", {"signature"}),
    "root of a checkpoint changed": (f"UPDATE ledger_checkpoint SET root = '{'0' * 64}' WHERE number = 1", {"checkpoint", "signature"}),
    "size of a checkpoint changed": ("UPDATE ledger_checkpoint SET size = 4 WHERE number = 1", {"checkpoint"}),
    "date of a checkpoint changed": ("UPDATE ledger_checkpoint SET \"on\" = '2025-01-01' WHERE number = 1", {"signature"}),
    "first checkpoint deleted": ("DELETE FROM ledger_checkpoint WHERE number = 1", {"checkpoint"}),
    "last checkpoint deleted": ("DELETE FROM ledger_checkpoint WHERE number = 2", {"checkpoint"}),
    "tail cut": (lambda: cut("edition-3", 5), {"cut"}),
    "tail cut before any row": (lambda: cut("edition-3", 1), {"cut"}),
    "chain rewritten": (lambda: (change_event_and_hash(), rehash("edition-3", 2)), {"checkpoint"}),
    "last event rewritten": (
        lambda: (replace_payload(Event.objects.get(chain="edition-3", seq=7), "{}"), rehash("edition-3")),
        {"checkpoint"},
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_tampering_is_found(world, name):
    attack, expected = ATTACKS[name]
    with as_administrator(world):
        attack() if callable(attack) else run(*([attack] if isinstance(attack, str) else attack))

    assert kinds() == expected
    assert all(fault.sentence.endswith("。") for fault in verify() if fault.kind != "row")


def printed_lines():
    return [f"{statement(point)} {point.signature}" for point in Checkpoint.objects.select_related("chain")]


def forget_checkpoint(number):
    run(
        f"DELETE FROM ledger_checkpoint WHERE number = {number}",
        f"UPDATE ledger_chain SET checkpoints = {number - 1} WHERE name = 'edition-3'",
    )


def test_cut_tail_without_its_checkpoint_is_found_by_a_printed_one_alone(world):
    printed = printed_lines()
    with as_administrator(world):
        cut("edition-3", 5)
        forget_checkpoint(2)

    assert verify() == []
    assert [(fault.kind, fault.sentence) for fault in verify(checkpoints=printed)] == [
        ("printed", "印出的第2号检查点库中没有：尾部被截去或账被重写。")
    ]


def test_chain_rewritten_and_signed_by_a_strange_key_is_found(world):
    strange = Ed25519PrivateKey.generate()

    def sign(line):
        return strange.sign(line.encode()).hex(), strange.public_key().public_bytes_raw().hex()

    with as_administrator(world):
        change_event_and_hash()
        rehash("edition-3", 2)
        sign_again("edition-3", sign=sign)

    assert kinds() == {"signature"}


def test_a_new_signing_key_needs_the_former_ones_name(world, settings):
    printed, former = printed_lines(), public_key()
    settings.LEDGER_KEY = "5a" * 32
    make_checkpoint("edition-3")

    assert kinds(checkpoints=printed) == {"signature", "printed"}

    settings.LEDGER_FORMER_KEYS = [former]
    assert kinds(checkpoints=[*printed, *printed_lines()]) == set()


def test_chain_rewritten_with_the_houses_own_key_is_found_by_a_printed_checkpoint_alone(world):
    printed = printed_lines()
    with as_administrator(world):
        change_event_and_hash()
        rehash("edition-3", 2)
        sign_again("edition-3")

    assert verify() == []
    assert [fault.sentence for fault in verify(checkpoints=printed)] == [
        f"印出的第{number}号检查点与库中的不一致：账被重写。" for number in (1, 2)
    ]


def test_printed_checkpoint_with_a_forged_signature_or_of_no_chain_is_found(world):
    line = printed_lines()[0]

    assert kinds(checkpoints=[line[:-4] + "0000"]) == {"printed"}
    assert kinds(checkpoints=[line.replace("第三届", "第九届")]) == {"printed"}
    assert kinds(checkpoints=["第三届 · 1 · abc"]) == {"printed"}
    assert kinds(checkpoints=printed_lines()) == set()


def test_lawful_erasure_is_no_fault(world):
    erased = Event.objects.get(chain="edition-3", seq=4)
    with transaction.atomic():
        record(lock("edition-3"), at=AT, by=SYSTEM, action="ledger.erase", object_ref=f"core.event:{erased.pk}")
        Payload.objects.get(event=erased).delete()

    assert not Payload.objects.filter(event=erased).exists()
    assert verify() == []


def test_event_without_its_head_is_found(world):
    with as_administrator(world):
        last = Event.objects.get(chain="edition-3", seq=7)
        stray = Event(chain="edition-3", seq=8, at=last.at, actor_ref="x", action="x", object_ref="x", commitment="0" * 64, prev=last.hash)
        stray.hash = leaf(stray)
        stray.save()

    assert kinds() == {"payload", "head"}


def test_value_that_cannot_be_read_is_found(world):
    if POSTGRESQL:
        pytest.skip("PostgreSQL keeps types")
    with as_administrator(world):
        run("UPDATE procedure_stepchange SET at = 'yesterday' WHERE id = 1")

    assert "row" in kinds()


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite drops no constraint")
def test_two_rows_on_one_event_are_found(world):
    with as_administrator(world), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'accounts_grantconfirmation'::regclass AND contype = 'u' AND conname LIKE '%event%'"
        )
        run(f"ALTER TABLE accounts_grantconfirmation DROP CONSTRAINT {cursor.fetchone()[0]}")
        run(
            "INSERT INTO accounts_grantconfirmation (id, at, grant_id, event_id, by_id)"
            " SELECT 99, at, gen_random_uuid(), event_id, by_id FROM accounts_grantconfirmation WHERE id = 1"
        )

    assert [(fault.kind, "与另一行指向同一事件" in fault.sentence) for fault in verify()] == [
        ("row-unrecorded", True),
        ("row", False),
    ]


def test_verifying_one_chain_leaves_the_others_alone(world):
    with as_administrator(world):
        run(f"UPDATE ledger_event SET actor_ref = 'x' WHERE {HERE} AND seq = 2", "DELETE FROM applications_statuschange WHERE id = 1")

    assert verify("house") == []
    assert {fault.chain for fault in verify()} == {"edition-3"}
    assert kinds(chain="edition-3") == {"hash", "row-missing"} | BROKEN


def test_faults_are_told_at_their_place(world):
    with as_administrator(world):
        delete_change(2)
        set_head("edition-3")

    first = verify()[0]
    assert str(first) == "edition-3 第2号：缺少第2号事件。（gap）"


def test_a_new_chain_of_a_running_house_is_verified_too(world):
    with transaction.atomic():
        record(open_chain("edition-4", title="晋中市质量奖/第四届"), at=AT, by=make_actor(Role.OFFICE), action="x", object_ref="x")
    with as_administrator(world):
        run("UPDATE ledger_event SET action = 'y' WHERE chain = 'edition-4'")

    assert [(fault.chain, fault.kind) for fault in verify()] == [("edition-4", "hash"), ("edition-4", "head")]
    assert Chain.objects.count() == 3
