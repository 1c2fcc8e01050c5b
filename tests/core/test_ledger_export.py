"""An exported chain is verified elsewhere by one file that shares no code with the system; whatever was changed in it is found."""

import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.grants.models import Role
from core.ledger.keys import public_key
from core.ledger.models import Checkpoint
from core.ledger.services import statement
from tests.environment import ROOT
from tests.factories import make_actor, make_checkpoint, make_edition

VERIFIER = ROOT / "script" / "verify-export"
# RFC 8032 §7.1, tests 1 to 3: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
)


@pytest.fixture(scope="module")
def verifier():
    loader = SourceFileLoader("verify_export", str(VERIFIER))
    module = module_from_spec(spec_from_loader("verify_export", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def export(db, tmp_path):
    """A chain with two checkpoints, exported with what its events say."""
    make_edition(by=make_actor(Role.OFFICE))
    make_checkpoint("edition-3")
    make_edition(4, by=make_actor(Role.OFFICE))
    make_checkpoint("house")
    make_actor(Role.SECRETARY)
    make_checkpoint("house")
    file = tmp_path / "house.jsonl"
    call_command("export_chain", "house", file, payloads=True, verbosity=0)
    return file


def run(file, *arguments):
    """Run it as on another machine: without our packages, outside our folder."""
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(file), *arguments]
    done = subprocess.run(command, cwd=file.parent, env={"PYTHONUTF8": "1"}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def printed(*, signature=True):
    point = Checkpoint.objects.filter(chain__name="house").order_by("-number").first()
    return f"{statement(point)} {point.signature}" if signature else statement(point)


class TestGood:
    @pytest.mark.parametrize("signature", [True, False])
    def test_it_is_what_the_printed_checkpoint_sealed(self, export, signature):
        code, said = run(export, printed(signature=signature), "--key", public_key())

        assert (code, "核对无误" in said, "公钥取自" in said) == (0, True, False)

    def test_the_key_of_the_file_is_named_as_such(self, export):
        assert "公钥取自导出文件" in run(export)[1]

    def test_without_payloads(self, export, tmp_path):
        file = tmp_path / "bare.jsonl"
        call_command("export_chain", "house", file, verbosity=0)

        assert "payload" not in file.read_text(encoding="utf-8")
        assert (run(file)[0], "0个载荷" in run(file)[1]) == (0, True)

    def test_a_chain_that_is_none_is_refused(self, db, tmp_path):
        with pytest.raises(CommandError, match="没有名为"):
            call_command("export_chain", "edition-9", tmp_path / "none")


def changed(file, change):
    """Rewrite the lines of an export."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lines = change(lines)
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _with(line, **said):
    return line | said


FAULTS = {
    "an event is left out": (lambda lines: lines[:3] + lines[4:], "缺失或错位"),
    "two are swapped": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], "缺失或错位"),
    "the last is cut": (lambda lines: lines[:-1], "检查点与事件不符"),
    "an act is another": (
        lambda lines: [lines[0], _with(lines[1], event=[*lines[1]["event"][:4], "else", *lines[1]["event"][5:]]), *lines[2:]],
        "被改动",
    ),
    "a payload is another": (lambda lines: [lines[0], _with(lines[1], payload="{}"), *lines[2:]], "载荷被改动"),
    "a hash is another": (lambda lines: [lines[0], _with(lines[1], hash="1" * 64), *lines[2:]], "被改动"),
    "a checkpoint is left out": (lambda lines: [_with(lines[0], checkpoints=lines[0]["checkpoints"][1:]), *lines[1:]], "检查点与事件不符"),
    "a root is another": (
        lambda lines: [
            _with(lines[0], checkpoints=[_with(lines[0]["checkpoints"][0], root="0" * 64), *lines[0]["checkpoints"][1:]]),
            *lines[1:],
        ],
        "检查点与事件不符",
    ),
    "a signature is another": (
        lambda lines: [
            _with(lines[0], checkpoints=[_with(lines[0]["checkpoints"][0], signature="0" * 128), *lines[0]["checkpoints"][1:]]),
            *lines[1:],
        ],
        "签名不是这把钥匙的",
    ),
}


class TestChanged:
    @pytest.mark.parametrize("name", FAULTS)
    def test_it_is_found_and_named(self, export, name):
        change, said = FAULTS[name]
        changed(export, change)
        code, words = run(export, "--key", public_key())

        assert (code, said in words) == (1, True), words

    def test_a_printed_checkpoint_of_another_house(self, export):
        line = printed(signature=False).replace("· 2 ·", "· 7 ·")

        assert "印出的检查点不在这份导出里" in run(export, line)[1]

    def test_another_key(self, export):
        foreign = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()

        assert run(export, "--key", foreign)[0] == 1

    def test_what_is_no_export(self, tmp_path):
        (tmp_path / "none").write_text("你好", encoding="utf-8")

        assert run(tmp_path / "none")[0] == 2


class TestSignatures:
    @pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
    def test_vectors_of_the_standard(self, verifier, key, message, signature):
        text = bytes.fromhex(message).decode()

        assert verifier.signed(key, text, signature)
        assert not verifier.signed(key, text + "x", signature)

    def test_as_the_library_signs(self, verifier, rng):
        for _ in range(8):
            private = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
            key, text = private.public_key().public_bytes_raw().hex(), f"晋中市质量奖 · {rng.random()}"
            signature = private.sign(text.encode()).hex()
            broken = f"{int(signature, 16) ^ 1:0128x}"

            assert verifier.signed(key, text, signature)
            assert not verifier.signed(key, text, broken)
