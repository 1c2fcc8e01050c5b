"""Writing the ledger: places, hashes, payloads, receipts, checkpoints, and a clean verdict on what was written."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core.canonical import digest
from core.ledger import keys, merkle
from core.ledger.models import GENESIS, Chain, Covered, Event, Payload
from core.ledger.services import checkpoint, commitment, leaf, lock, open_chain, receipt, record, statement
from core.ledger.verify import verify
from procedure.editions.models import Step
from tests.factories import AT, make_actor, make_checkpoint, make_edition


@pytest.fixture
def chain(db):
    return open_chain("edition-9", title="晋中市质量奖/第九届")


def write(head, times=1):
    return [record(head, at=AT, by=SYSTEM, action="test", object_ref=f"thing:{n}", payload={"n": n}) for n in range(times)]


def test_events_follow_each_other_without_a_gap(chain):
    events = write(chain, 3)

    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.prev for event in events] == [GENESIS, events[0].hash, events[1].hash]
    assert all(leaf(event) == event.hash for event in events)


def test_head_keeps_the_merkle_root_of_all_events(chain):
    events = write(chain, 7)
    chain.refresh_from_db()

    assert (chain.seq, chain.hash) == (7, events[-1].hash)
    assert merkle.root(chain.peaks) == merkle.root_of(event.hash for event in events)


def test_time_is_kept_as_canonical_text(chain):
    [event] = write(chain)

    assert event.at == "2026-03-02T01:00:00.000000Z"


def test_payload_opens_the_commitment(chain):
    [event] = write(chain)
    kept = Payload.objects.get(event=event)

    assert json.loads(kept.payload) == {"n": 0}
    assert commitment(kept.salt, kept.payload) == event.commitment


def test_same_payload_twice_has_two_commitments(chain):
    one, two = (record(chain, at=AT, by=SYSTEM, action="test", object_ref="thing", payload={"vote": "yes"}) for _ in "ab")

    assert one.commitment != two.commitment


def test_covered_row_is_named_by_its_event(db):
    grant = make_actor(Role.OFFICE).grant
    named = json.loads(grant.event.payload.payload)["row"]

    assert named == {"model": "accounts.grant", "digest": digest(["accounts.grant", grant.canonical()])}


def test_receipt_names_chain_place_and_hash(chain):
    [event] = write(chain)

    assert receipt(event) == f"edition-9-1-{event.hash}"


def test_checkpoint_signs_what_is_printed(chain):
    write(chain, 5)
    point = checkpoint(chain, at=AT)

    assert statement(point) == f"晋中市质量奖/第九届 · 1 · {merkle.root(chain.peaks)} · 2026-03-02"
    assert keys.signed(statement(point), signature=point.signature, public_key=point.public_key)
    assert not keys.signed(statement(point) + " ", signature=point.signature, public_key=point.public_key)


def test_what_was_written_is_verified_on_every_chain(db):
    for number in (3, 4):
        make_edition(number, Step.APPLYING)
        make_checkpoint(f"edition-{number}")

    assert verify() == []
    assert verify("edition-3") == []


def test_verify_reads_each_event_without_a_query_of_its_own(chain, django_assert_max_num_queries):
    write(chain, 40)
    rooms = sum(issubclass(model, Covered) for model in apps.get_models())
    with django_assert_max_num_queries(20 + 3 * rooms):
        verify("edition-9")


def test_an_act_that_fails_leaves_no_event(committed):
    @transaction.atomic
    def act():
        write(lock("house"))
        write(None)

    with pytest.raises(AttributeError):
        act()

    assert (Event.objects.count(), Chain.objects.get(name="house").seq) == (0, 0)


def test_a_chain_is_locked_inside_a_transaction_only(committed):
    with pytest.raises(transaction.TransactionManagementError):
        lock("house")


def test_command_says_what_was_verified(committed, capsys):
    make_edition()
    point = make_checkpoint("edition-3")
    call_command("verify_ledger")

    said = capsys.readouterr().out
    assert said.startswith(f"核对无误：2条链，{Event.objects.count()}个事件。最近的检查点：{statement(point)} {point.signature}")


def test_command_takes_printed_lines_and_files(committed, tmp_path):
    make_edition()
    point = make_checkpoint("edition-3")
    line = f"{statement(point)} {point.signature}"
    (tmp_path / "printed.txt").write_text(f"{line}\n\n{statement(point)}\n", encoding="utf-8")
    call_command("verify_ledger", checkpoint=[line, str(tmp_path / "printed.txt")], verbosity=0)

    with pytest.raises(CommandError, match="共1处。第一处：edition-3：印出的第2号检查点库中没有"):
        call_command("verify_ledger", checkpoint=[statement(point).replace(" · 1 · ", " · 2 · ")])


def test_command_as_json_gives_every_fault(committed, capsys):
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_ledger", format="json", checkpoint=["绝非检查点", "也不是"])

    report = json.loads(capsys.readouterr().out)
    assert [fault["kind"] for fault in report["faults"]] == ["printed", "printed"]


def test_command_refuses_an_unknown_chain(db):
    with pytest.raises(CommandError, match="没有名为“edition-99”的链"):
        call_command("verify_ledger", chain="edition-99")
