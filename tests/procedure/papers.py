"""An edition's papers for the tests, complete unless the test says otherwise."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from procedure.documents.models import DocumentKind
from procedure.documents.services import Words, enter_document, record_approval
from tests.core.files import make
from tests.factories import AT

TODAY = date(2026, 3, 2)
RULES, WORK_PLAN, WORKING_RULES = DocumentKind
WORDS = {
    RULES: {"number": "甲发〔2026〕1号", "effective_on": TODAY},
    WORK_PLAN: {"number": "甲办〔2026〕2号", "approver": "领导小组", "approved_on": TODAY},
    WORKING_RULES: {},
}


def scan(name="扫描件.pdf"):
    return SimpleUploadedFile(name, make.pdf())


def words(kind, **changes):
    return Words(**{"title": kind.label, "issuer": "市政府办公室", "dated_on": TODAY} | WORDS[kind] | changes)


def enter(edition, kind, by, *, with_scan=True, at=AT, **changes):
    return enter_document(edition, kind=kind, words=words(kind, **changes), scan=scan() if with_scan else None, by=by, at=at)


def approve(document, by, **changes):
    typed = {"minutes": "领导小组第1次会议纪要", "decided_on": TODAY, "scan": scan("纪要.pdf")} | changes
    return record_approval(document, by=by, at=AT, **typed)
