"""Recusal requests: received with a receipt, decided by two, answered without saying who reviews."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.grants.models import Role
from applications.cases.models import Status
from core.files import storage
from core.ledger.services import ref
from core.ledger.verify import verify
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release, write_letter
from review.assignments.models import Assignment
from review.recusals import requests
from review.recusals.models import Conflict, ConflictKind, RecusalRequest
from tests.core.files import make
from tests.factories import AT, at_status, at_step, make_actor
from tests.review.hands import SIGNATURE, refused, two
from tests.reviewing import assign, reviewing_world
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("28")]
CLOSED = "接到受理的告知以后、现场评审报告形成以前，可以申请回避。"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


def tell(application, kind=LetterKind.ACCEPTED):
    """The applicant reads that he was accepted."""
    by = make_actor(Role.OFFICE)
    letter = write_letter(
        application.edition,
        kind=kind,
        recipient=application.applicant.unit,
        act=f"test-{kind}-{application.pk}",
        subject_ref=ref(application),
        title="告知",
        text="已经受理。",
        article="18(3)",
        by=by,
        at=AT,
    )
    release([letter], by=by, at=AT)


@shared
def world():
    edition, applications, reviewers, panel = reviewing_world()
    tell(applications[0])
    return edition, applications, reviewers, panel


def asked(application, named="卫明德", **words):
    by = words.pop("by", None) or make_actor(Role.APPLICANT, application.applicant.unit)
    return requests.request_recusal(application, **{"named": named, "reason": "曾经有过合同纠纷。", "by": by, "at": AT} | words)


def decided(row, *, upheld, reviewers=(), reason="经核实。"):
    first, second = two()
    requests.propose(row, upheld=upheld, reviewers=reviewers, reason=reason, by=first, at=AT)
    return requests.confirm(row, by=second, at=AT, signature=SIGNATURE)


def test_a_request_is_received_with_its_file(world):
    _, (application, _), _, _ = world

    row = asked(application, file=SimpleUploadedFile("判决书.pdf", make.pdf()))

    assert (row.named, row.file_sha256, row.event.action) == ("卫明德", row.file.sha256, "recusal.request")
    assert [*requests.undecided(application.edition)] == [row]


def test_before_the_letter_and_after_the_rounds_none_is_received(world):
    edition, (application, untold), _, _ = world

    assert refused(asked, untold) == CLOSED
    at_step(edition, Step.APPROVAL)
    assert refused(asked, application.fresh()) == CLOSED


def test_an_outcome_that_was_not_told_changes_nothing(world):
    _, (application, _), _, _ = world

    assert isinstance(asked(at_status(application, Status.NOT_ADVANCING)), RecusalRequest)


def test_nobody_asks_for_another(world):
    _, (application, other), _, _ = world

    stranger = make_actor(Role.APPLICANT, other.applicant.unit)
    assert refused(asked, application, by=stranger) == "只有申报者可以申请回避。"
    assert refused(asked, application, named=" ") == "请写明申请谁回避和理由。"


def test_upheld_recuses_and_releases_in_the_same_act(world):
    _, (application, other), (reviewer, *_), panel = world
    mine, stays = assign(application, reviewer, panel), assign(other, reviewer, panel)

    verdict = decided(asked(application), upheld=True, reviewers=[reviewer])

    found = Conflict.objects.get()
    assert (found.application, found.reviewer, found.kind) == (application, reviewer, ConflictKind.REQUESTED)
    assert found.decision == verdict.decision
    assert Assignment.objects.get(pk=mine.pk).release.decision == verdict.decision
    assert [*Assignment.objects.standing()] == [stays]
    assert verify() == []


def letter_of(row):
    return Letter.objects.get(kind=LetterKind.RECUSAL, subject_ref=ref(row))


def test_the_letter_is_the_same_whether_anybody_reviews_or_not(world):
    _, (application, _), (reviewer, *_), _ = world
    one, other = asked(application), asked(application)

    decided(one, upheld=True, reviewers=[reviewer], reason="确有纠纷，他在材料评审一组。")
    decided(other, upheld=True, reason="确有纠纷，不在本届评审员中。")

    assert letter_of(one).text == letter_of(other).text
    assert reviewer.person.name not in letter_of(one).text
    assert "评审人员的名单和分派情况依照规定保密" in letter_of(one).text


def test_dismissed_says_why_and_recuses_nobody(world):
    _, (application, _), (reviewer, *_), _ = world
    row = asked(application)
    assert refused(decided, row, upheld=False, reviewers=[reviewer]) == "不成立的，不选评审员。"

    decided(row, upheld=False, reason="没有提出事实。")

    assert Conflict.objects.count() == 0
    assert "您的申请不成立。\n理由：没有提出事实。" in letter_of(row).text
    assert refused(decided, row, upheld=True) == "这份申请已经决定。"


def test_one_does_not_decide_alone_and_no_agency_decides(world):
    _, (application, _), _, _ = world
    row, (first, _) = asked(application), two()
    requests.propose(row, upheld=True, reviewers=[], reason="有", by=first, at=AT)

    assert refused(requests.confirm, row, by=first, at=AT, signature=SIGNATURE) == "决定回避申请要两人办理，请另一人确认。"
    agency = make_actor(Role.AGENCY)
    assert refused(requests.propose, row, upheld=True, reviewers=[], reason="有", by=agency, at=AT) == "您的身份不能决定回避申请。"
    assert refused(requests.propose, row, upheld=True, reviewers=[], reason=" ", by=first, at=AT) == "请写明决定的理由。"
