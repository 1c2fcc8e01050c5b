"""Hostile files are refused with the sentence that names the cause; odd but good ones are taken."""

import logging
import subprocess
import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import checks
from core.files.causes import SENTENCES
from core.files.checks import check
from core.files.inspection.__main__ import verdict
from core.files.kinds import EVIDENCE, MEGABYTE, SCAN
from core.files.refusals import FileRefused, Unavailable
from core.files.signatures import EICAR
from tests.core.files import make
from tests.core.files.good import GOOD
from tests.core.files.hostile import HOSTILE

pytestmark = pytest.mark.once


def test_corpus_is_large_enough():
    assert len({row[0] for row in HOSTILE}) == len(HOSTILE) >= 40
    assert len({row[0] for row in GOOD}) == len(GOOD) >= 30


def inside(path, ending, allowed):
    """The inspection without its process: a third of the time, for the tables."""
    return checks._verdict(verdict(path, ending, allowed))


@pytest.mark.deep
@pytest.mark.parametrize("row", HOSTILE, ids=lambda row: row[0])
def test_hostile_file_refused_with_its_cause_by_the_process(row):
    refuse(row)


@pytest.mark.deep
@pytest.mark.parametrize("row", GOOD, ids=lambda row: row[0])
def test_odd_but_good_file_taken_by_the_process(row):
    take(row)


# What one table row in ten must also survive for real; and WeasyPrint teaches Pillow to forgive cut pictures in this process.
PROCESSES = {
    "cut JPG",
    "program",
    "script on opening",
    "macro",
    "picture of 65000 × 65000",
    "PDF that unpacks to 200 MB",
    "brackets without end",
    "cut PNG",
}


@pytest.mark.parametrize("row", HOSTILE, ids=lambda row: row[0])
def test_hostile_file_refused_with_its_cause(row, monkeypatch):
    if row[0] not in PROCESSES:
        monkeypatch.setattr(checks, "inspect", inside)
    refuse(row)


def refuse(row):
    _, name, content, cause, *allowed = row
    upload = ContentFile(content(), name=name)
    began = time.monotonic()

    with pytest.raises(FileRefused) as refused:
        check(upload, allowed=allowed[0] if allowed else EVIDENCE)

    assert refused.value.sentence == SENTENCES.get(cause, cause)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("kind", EVIDENCE, ids=lambda kind: kind.label)
def test_good_file_taken_by_the_process(kind):
    take(next(row for row in GOOD if row[3] == kind))


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row[0])
def test_odd_but_good_file_taken(row, monkeypatch):
    monkeypatch.setattr(checks, "inspect", inside)
    take(row)


def take(row):
    _, name, content, kind = row
    upload = ContentFile(content(), name=name)

    verdict = check(upload, allowed=EVIDENCE)

    assert (verdict.kind, verdict.size, upload.tell()) == (kind, upload.size, 0)


def test_too_large_refused_before_it_is_read():
    class Unread(BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    upload = ContentFile(b"", name="a.pdf")
    upload.file, upload.size = Unread(), 5 * 1024 * MEGABYTE

    with pytest.raises(FileRefused) as refused:
        check(upload, allowed=SCAN)

    assert (refused.value.status, refused.value.sentence) == (413, "单个文件不超过50MB。可压缩图片或分卷上传。")


def test_size_that_lies_refused_while_reading():
    upload = ContentFile(b"%PDF-" + b"x" * 3 * MEGABYTE, name="a.pdf")
    upload.size = 10

    with pytest.raises(FileRefused) as refused:
        check(upload, allowed=SCAN, limit=MEGABYTE)

    assert refused.value.code == "too_large"


def test_virus_across_two_pieces_is_found():
    content = make.pdf(tail=b" " * (MEGABYTE - len(make.pdf()) - 30) + EICAR)

    with pytest.raises(FileRefused) as refused:
        check(ContentFile(content, name="a.pdf"), allowed=SCAN)

    assert refused.value.code == "virus"


def test_virus_is_quarantined_and_told_to_the_security_log(settings, caplog):
    with caplog.at_level(logging.CRITICAL, "security.files"), pytest.raises(FileRefused):
        check(SimpleUploadedFile("a\nb.pdf", EICAR), allowed=SCAN)

    sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"
    sample = settings.FILES_DIR / "quarantine" / f"{sha256}.bin"
    assert sample.read_bytes() == EICAR
    assert sample.stat().st_mode & 0o777 == 0o600
    assert [record.getMessage() for record in caplog.records] == [
        f"virus refused and quarantined: sha256={sha256} name='ab.pdf' by=unknown"
    ]


def test_inspection_that_works_too_long_is_refused(monkeypatch):
    busy = [checks.sys.executable, "-c", "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"]
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **options: run(busy, **options))

    with pytest.raises(FileRefused) as refused:
        check(ContentFile(make.pdf(), name="a.pdf"), allowed=SCAN)

    assert refused.value.code == "bomb"


def test_inspection_that_answers_too_late_fails_closed(monkeypatch):
    monkeypatch.setattr(checks, "SECONDS", 0.01)

    with pytest.raises(Unavailable):
        check(ContentFile(make.pdf(), name="a.pdf"), allowed=SCAN)


def test_inspection_that_cannot_start_fails_closed(monkeypatch):
    monkeypatch.setattr(checks.sys, "executable", "/nowhere/python")

    with pytest.raises(Unavailable):
        check(ContentFile(make.pdf(), name="a.pdf"), allowed=SCAN)


def test_inspection_sees_no_secret(monkeypatch):
    seen = {}
    run = subprocess.run

    def spy(*args, **kwargs):
        seen.update(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setattr(subprocess, "run", spy)
    check(ContentFile(make.pdf(), name="a.pdf"), allowed=SCAN)

    assert seen == {"LANG": "C.UTF-8"}
