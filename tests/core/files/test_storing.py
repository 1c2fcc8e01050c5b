"""Keeping, giving out and verifying files; the form field; clamd."""

import socket
import struct
import threading
from types import SimpleNamespace

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils.datastructures import MultiValueDict

from core.files import checks, storage
from core.files.forms import CheckedFileField, CheckedFilesField
from core.files.kinds import EVIDENCE, SCAN
from core.files.models import StoredFile
from core.files.names import cleaned, ending
from core.files.refusals import FileRefused, Unavailable
from core.files.services import store
from core.files.serving import serve
from core.files.signatures import EICAR
from tests.core.files import make
from tests.factories import AT

HAND = SimpleNamespace(ref="person:1")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A storage of this test's own."""
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    return tmp_path


def upload(content=None, name="营业执照.pdf"):
    return SimpleUploadedFile(name, make.pdf() if content is None else content)


def kept(**options):
    return store(upload(**options), allowed=EVIDENCE, by=HAND, at=AT)


def blobs(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_stored_file_lies_under_its_hash(db, folder):
    stored = kept()

    assert blobs(folder) == [folder / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256]
    assert blobs(folder)[0].read_bytes() == make.pdf()
    assert (stored.name, stored.media_type, stored.size, stored.by_ref) == ("营业执照.pdf", "application/pdf", len(make.pdf()), "person:1")


def test_same_content_twice_is_one_blob_and_two_rows(db, folder):
    one, two = kept(), kept(name="副本.pdf")

    assert (one.sha256, len(blobs(folder)), StoredFile.objects.count()) == (two.sha256, 1, 2)


def test_refused_file_leaves_nothing(db, folder):
    with pytest.raises(FileRefused):
        kept(content=b"MZ" + b"\0" * 100)

    assert (blobs(folder), StoredFile.objects.count()) == ([], 0)


def test_storage_that_never_replaces_keeps_one_blob(db, monkeypatch):
    memory = InMemoryStorage()
    monkeypatch.setattr(storage, "default_storage", memory)

    stored = kept()
    kept()
    answers = iter([False])  # the other was not there yet when we looked
    monkeypatch.setattr(memory, "exists", lambda name, look=memory.exists: next(answers, look(name)))
    kept()

    assert memory.listdir(f"{stored.sha256[:2]}/{stored.sha256[2:4]}") == ([], [stored.sha256])


def test_full_storage_fails_closed(db, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_write", full)

    with pytest.raises(Unavailable):
        kept()

    assert StoredFile.objects.count() == 0


def test_row_is_never_changed(db):
    stored = kept()

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.delete()


def test_same_content_by_many_threads_is_one_blob(committed, folder):
    refused = []

    def work():
        try:
            kept()
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (refused, len(blobs(folder)), StoredFile.objects.count()) == ([], 1, 4)
    assert storage.found_hash(StoredFile.objects.first().sha256) == StoredFile.objects.first().sha256


# Verifying


def test_whole_files_verified(db, capsys):
    kept()
    kept(name="副本.pdf")

    call_command("verify_files")

    assert capsys.readouterr().out == "核对无误：1个文件。\n"


@pytest.mark.parametrize("fault", ["缺失", "已损坏"])
def test_fault_ends_the_command_with_one(db, folder, fault):
    stored = kept()
    if fault == "缺失":
        blobs(folder)[0].unlink()
    else:
        blobs(folder)[0].write_bytes(b"x" * stored.size)

    with pytest.raises(CommandError, match=f"文件{fault}：{stored.place}（营业执照.pdf，编号{stored.pk}）") as error:
        call_command("verify_files")

    assert error.value.returncode == 1


def test_damaged_file_mended_by_the_same_content(db, folder):
    stored = kept()
    blobs(folder)[0].write_bytes(b"x")

    kept()

    assert storage.found_hash(stored.sha256) == stored.sha256


# Serving


def body(response):
    content = b"".join(response) if response.streaming else response.content
    response.close()
    return content


def test_served_file_is_harmless(db):
    response = serve(kept(), name="执照 “一”.pdf")

    assert body(response) == make.pdf()
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(make.pdf())),
        "Content-Disposition": "attachment; filename*=utf-8''%E6%89%A7%E7%85%A7%20%E2%80%9C%E4%B8%80%E2%80%9D.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
    }


def test_only_images_are_shown_inline(db):
    pdf, picture = serve(kept(), inline=True), serve(kept(content=make.image(), name="a.jpg"), inline=True)

    assert pdf["Content-Disposition"].startswith("attachment")
    assert picture["Content-Disposition"] == 'inline; filename="a.jpg"'
    pdf.close()
    picture.close()


def test_hidden_line_in_a_name_reaches_no_header(db):
    response = serve(kept(), name='a"\r\nSet-Cookie: b.pdf')

    assert response["Content-Disposition"] == 'attachment; filename="a_Set-Cookie_ b.pdf"'
    response.close()


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-4", 206, 0, 4),
        ("bytes=5-", 206, 5, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-99999999", 206, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("nonsense", 200, 0, None),
        ("", 200, 0, None),
    ],
)
def test_range_served(db, asked, status, first, last):
    content = make.pdf()
    response = serve(kept(), asked=asked)

    wanted = content[first : last + 1] if last else content[first:]
    assert (response.status_code, response["Content-Length"], body(response)) == (status, str(len(wanted)), wanted)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_range_outside_refused(db, asked):
    response = serve(kept(), asked=asked)

    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(make.pdf())}")


def test_nginx_serves_in_production(db, settings):
    settings.X_ACCEL = True
    stored = kept()

    response = serve(stored)

    assert (response.content, response["X-Accel-Redirect"]) == (b"", f"/protected/{stored.place}")
    assert response["Content-Type"] == "application/pdf"


# Names


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\用户\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\x00\nb.pdf", "ab.pdf"),
        ("\u200b\ud800", "未命名"),
        ("", "未命名"),
        (".pdf", "未命名.pdf"),
        ("a.pdf:evil.exe", "a.pdf_evil.exe"),
        (" a.pdf. ", "a.pdf"),
        ("长" * 300 + ".PDF", "长" * 146 + ".PDF"),
        ("𠮷.pdf", "𠮷.pdf"),
    ],
)
def test_name_cleaned_for_display(given, shown):
    assert cleaned(given) == shown


@pytest.mark.parametrize(("name", "end"), [("a.PDF", ".pdf"), ("附件3.二期", ""), ("a", ""), (".pdf", ".pdf"), ("a.tar.gz", ".gz")])
def test_ending(name, end):
    assert ending(name) == end


# The form field


class Upload(forms.Form):
    scan = CheckedFileField(allowed=SCAN)


class Uploads(forms.Form):
    scans = CheckedFilesField(allowed=SCAN, most=2)


def test_field_tells_its_limits():
    assert Upload().fields["scan"].help_text == "PDF、JPG、PNG，单个文件不超过50MB。不得上传涉密材料。"
    assert 'accept=".pdf,.jpg,.jpeg,.jpe,.jfif,.png"' in str(Upload()["scan"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件为空，请检查后重新选择。"),
        (EICAR, "该文件未通过安全检查，未保存。"),
        (b"GIF89a" + b"\0" * 99, "仅接受PDF、JPG、PNG；该文件实际为GIF图片，请另存为PDF后上传。"),
    ],
)
def test_field_refuses_with_the_cause(content, sentence):
    form = Upload({}, {"scan": upload(content)})

    assert form.errors == {"scan": [sentence]}


def test_field_asks_for_a_file():
    assert Upload({}, {}).errors == {"scan": ["请选择文件。"]}


def test_checked_upload_is_not_inspected_again(db, monkeypatch):
    form = Upload({}, {"scan": upload()})
    assert form.is_valid()
    monkeypatch.setattr(checks, "inspect", None)

    stored = store(form.cleaned_data["scan"], allowed=SCAN, by=HAND, at=AT)

    assert stored.sha256 == form.cleaned_data["scan"].verdict.sha256


def test_several_files_refused_by_name():
    form = Uploads({}, MultiValueDict({"scans": [upload(), upload(b"", "空.pdf")]}))

    assert form.errors == {"scans": ["空.pdf：文件为空，请检查后重新选择。"]}


def test_several_files_taken_up_to_a_number():
    assert len(Uploads({}, MultiValueDict({"scans": [upload()] * 2})).fields["scans"].clean([upload(), upload()])) == 2
    assert Uploads({}, MultiValueDict({"scans": [upload()] * 3})).errors == {"scans": ["一次最多选择2个文件。"]}


# clamd


@pytest.fixture
def clamd(tmp_path, settings):
    """A daemon that says of a stream what `answers` tells; it hands over what it was sent."""
    address = str(tmp_path / "clamd.sock")
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    settings.CLAMD = address
    told = SimpleNamespace(answer=b"stream: OK\0", received=b"")

    def talk():
        with server.accept()[0] as talking, talking.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", heard.read(4))[0]:
                told.received += heard.read(length)
            talking.sendall(told.answer)

    thread = threading.Thread(target=talk)
    thread.start()
    yield told
    thread.join()
    server.close()


def test_scanner_hears_the_whole_file(clamd):
    checks.check(upload(), allowed=SCAN)

    assert clamd.received == make.pdf()


def test_virus_found_by_the_scanner_refused(clamd, folder):
    clamd.answer = b"stream: Win.Test FOUND\0"

    with pytest.raises(FileRefused) as refused:
        checks.check(upload(), allowed=SCAN)

    assert (refused.value.code, [path.parent.name for path in blobs(folder) if path.suffix == ".bin"]) == ("virus", ["quarantine"])


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_scanner_without_a_clear_answer_fails_closed(clamd, answer):
    clamd.answer = answer

    with pytest.raises(Unavailable):
        checks.check(upload(), allowed=SCAN)


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_scanner_that_is_down_fails_closed(settings, address):
    settings.CLAMD = address

    with pytest.raises(Unavailable) as unavailable:
        checks.check(ContentFile(make.pdf(), name="a.pdf"), allowed=SCAN)

    assert str(unavailable.value) == "文件检查暂不可用，已保留草稿，请10分钟后再试。"
