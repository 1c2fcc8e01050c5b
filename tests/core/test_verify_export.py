"""The stand-alone verifier on another machine: a good export agrees, and whatever was changed in it is found and named."""

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.actors import SYSTEM
from core.ledger.keys import public_key
from core.ledger.models import Checkpoint
from core.ledger.services import leaf_of, lock, record, statement
from procedure.editions.models import Step
from tests.factories import AT, make_checkpoint, make_edition

SCRIPT = Path(__file__).parents[2] / "script/verify-export"
# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip


@pytest.fixture
def exported(db, tmp_path):
    """Edition 3 with some events and two checkpoints, exported; the verifier lies beside it."""
    edition = make_edition(3, Step.APPLYING)
    make_checkpoint(edition.chain)
    with transaction.atomic():
        for number in range(5):
            record(lock(edition.chain), at=AT, by=SYSTEM, action="test", object_ref=f"thing:{number}", payload={"说": number})
    make_checkpoint(edition.chain)
    call_command("export_edition", 3, str(tmp_path / "e.jsonl"), payload=[2], verbosity=0)
    shutil.copy(SCRIPT, tmp_path / "verify")
    return tmp_path / "e.jsonl"


def line_of(number=2, signature=True):
    point = Checkpoint.objects.select_related("chain").get(chain__name="edition-3", number=number)
    return f"{statement(point)} {point.signature}" if signature else statement(point)


def verify(export, *arguments):
    """Run it as a stranger would: no site-packages, no environment, no repository."""
    command = [sys.executable, "-I", "-S", "verify", export.name, *arguments]
    done = subprocess.run(command, cwd=export.parent, env={}, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def changed(export, change):
    """Rewrite the export: `change` gets its lines, read, the first being the head."""
    lines = [json.loads(line) for line in export.read_text("utf-8").splitlines()]
    lines = change(lines) or lines
    export.write_text("".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines), "utf-8")


def rehash(lines):
    """Make the chain agree with itself again from the first event on, as whoever holds the database can."""
    prev = "0" * 64
    for event in lines[1:]:
        event["prev"] = prev
        names = ("chain", "seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev")
        prev = event["hash"] = leaf_of([event[name] for name in names])
    lines[0]["hash"], lines[0]["seq"] = prev, len(lines) - 1


def test_a_good_export_agrees_and_says_whose_key_it_trusted(exported):
    code, said = verify(exported, line_of(), "--key", public_key())
    assert code == 0, said
    events = len(exported.read_text("utf-8").splitlines()) - 1
    assert f"{events} events, 1 payloads, " in said
    assert "signatures by the key given" in said
    assert f"the printed checkpoints seal the events up to {events}." in said

    code, said = verify(exported, line_of(signature=False))
    assert (code, "the key inside the export" in said) == (0, True)


def test_printed_lines_may_lie_in_a_file(exported):
    (exported.parent / "paper.txt").write_text(f"{line_of(1)}\n\n{line_of(2)}\n", "utf-8")

    assert verify(exported, "paper.txt")[0] == 0


@pytest.mark.parametrize("column", ["at", "actor_ref", "action", "object_ref", "commitment", "prev", "hash", "salt", "payload"])
def test_each_changed_value_is_found_at_its_event(exported, column):
    def change(lines):
        text = lines[2][column]
        lines[2][column] = text[:-1] + ("0" if text[-1] != "0" else "1")

    changed(exported, change)

    code, said = verify(exported, line_of())
    assert code == 1
    assert "FAULT: event 2 " in said


def test_every_single_byte_counts(exported):
    """One bit of every eleventh byte flipped, by turns one that changes a digit and one that changes a letter's case."""
    whole = exported.read_bytes()
    verifier = runpy.run_path(str(SCRIPT))
    for place in range(0, len(whole), 11):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0x20 if place % 2 else 1
        assert not clean(verifier, bytes(spoiled), line_of()), (place, whole[max(0, place - 20) : place + 20])


def clean(verifier, content, line):
    try:
        head, *lines = content.decode().split("\n")[:-1]
        head = json.loads(head)
        printed = [verifier["printed"](line)]
        wanted = {point["root"] for point in head["checkpoints"]} | {printed[0][1]}
        faults, places, _ = verifier["read"](lines, head, wanted)
        return head["format"] == "jinzhong-ledger-1" and not faults + verifier["compare"](head, printed, places, head["public_key"])
    except (ValueError, KeyError, TypeError):
        return False


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: lines[:3] + lines[4:], "event 4 does not follow event 2"),
        (lambda lines: lines[:-1], "cut or changed"),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], "event 3 does not follow event 1"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], "event 2 does not follow event 2"),
    ],
    ids=["omitted", "cut", "swapped", "doubled"],
)
def test_an_event_that_is_missing_or_moved_is_named(exported, change, fault):
    changed(exported, change)

    code, said = verify(exported, line_of())
    assert code == 1
    assert fault in said


def test_a_chain_made_anew_does_not_hold_against_the_printed_line(exported):
    line = line_of()

    def change(lines):
        lines[2]["action"] = "another"
        rehash(lines)

    changed(exported, change)

    code, said = verify(exported, line)
    assert code == 1
    assert "FAULT: printed checkpoint is not that of this export" in said


def test_a_cut_tail_with_its_checkpoint_does_not_hold_against_the_printed_line(exported):
    line = line_of(2)

    def change(lines):
        size = lines[0]["checkpoints"][-2]["size"]
        lines[0]["checkpoints"].pop()
        lines[0]["seq"], lines[0]["hash"] = size, lines[size]["hash"]
        return lines[: size + 1]

    changed(exported, change)

    code, said = verify(exported, line)
    assert code == 1
    assert said.count("FAULT") == 1
    assert "printed checkpoint is not that of this export" in said


def test_a_foreign_checkpoint_is_named(exported):
    make_edition(4, Step.APPLYING)
    point = make_checkpoint("edition-4")

    code, said = verify(exported, f"{statement(point)} {point.signature}")
    assert code == 1
    assert f"printed checkpoint is not that of this export: {statement(point)}" in said


def test_a_checkpoint_signed_by_another_key_is_named(exported):
    other = Ed25519PrivateKey.generate()
    changed(exported, lambda lines: lines[0].update(public_key=other.public_key().public_bytes_raw().hex()))

    code, said = verify(exported, line_of())
    assert code == 1
    assert "checkpoint 1 is not signed by the key" in said
    assert "printed checkpoint is not signed by the key" in said
    assert verify(exported, line_of(), "--key", public_key())[0] == 0


def test_what_is_no_export_or_no_checkpoint_is_not_verified(exported):
    assert verify(exported, "a · b")[0] == 2
    assert verify(exported, "nowhere.txt")[0] == 2
    exported.write_text("[]\n")
    assert verify(exported, line_of())[0] == 2


def test_its_signatures_are_those_of_the_standard_and_of_the_library():
    signed = runpy.run_path(str(SCRIPT))["signed"]
    for key, message, signature in RFC_8032:
        assert signed(bytes.fromhex(message), signature, key)
        assert not signed(bytes.fromhex(message) + b"x", signature, key)
    for _ in range(8):
        key = Ed25519PrivateKey.generate()
        public, signature = key.public_key().public_bytes_raw().hex(), key.sign("晋中".encode()).hex()
        assert signed("晋中".encode(), signature, public)
        spoiled = f"{int(signature[0], 16) ^ 1:x}{signature[1:]}"
        assert not signed("晋中".encode(), spoiled, public)
        beyond = int.from_bytes(bytes.fromhex(signature[64:]), "little") + 2**252 + 27742317777372353535851937790883648493
        assert not signed("晋中".encode(), signature[:64] + beyond.to_bytes(32, "little").hex(), public)
        assert not signed("晋中".encode(), "", public)


def test_it_needs_only_the_standard_library_and_stays_short():
    text = SCRIPT.read_text("utf-8")
    imports = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imports <= sys.stdlib_module_names
    assert len(text.splitlines()) < 200


def test_an_edition_that_is_not_there_or_a_file_that_is_are_refused(exported):
    with pytest.raises(CommandError, match="没有第9届"):
        call_command("export_edition", 9, str(exported.parent / "n"))
    before = exported.read_bytes()
    with pytest.raises(CommandError, match="写不到"):
        call_command("export_edition", 3, str(exported))
    assert exported.read_bytes() == before


def test_what_events_say_stays_at_home_unless_asked_for(exported):
    opened = [event["seq"] for event in map(json.loads, exported.read_text("utf-8").splitlines()[1:]) if "payload" in event]
    assert opened == [2]


def test_a_chain_signed_by_two_keys_agrees_with_both_and_not_with_one(exported, settings):
    former, first = public_key(), line_of(1)
    settings.LEDGER_KEY, settings.LEDGER_FORMER_KEYS = "5a" * 32, [former]
    make_checkpoint("edition-3")
    again = exported.parent / "both.jsonl"
    call_command("export_edition", 3, str(again), verbosity=0)

    assert verify(again, first, line_of(3))[0] == 0
    assert verify(again, first, line_of(3), "--key", public_key(), "--key", former)[0] == 0
    assert verify(again, first, line_of(3), "--key", public_key())[0] == 1
