"""代录 of corrections: what was returned to a paper filer comes back on paper, in time by its receipt, entered by two."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.cases.models import Status
from applications.corrections.models import ReturnAnswer
from applications.evidence.models import Attachment
from applications.filings import corrected
from applications.filings.corrected import CorrectedOnPaper
from applications.filings.models import PaperCorrection
from applications.recommendations.standing import Stage, standing_of
from applications.snapshots.models import Snapshot
from applications.todo import todo
from core import clock
from core.files import storage
from core.ledger.models import Event
from core.ledger.verify import verify
from procedure.asking import Asking
from procedure.calendar.services import Paper, enter_year
from procedure.calendar.workdays import YearRules
from procedure.editions.models import Step
from procedure.parameters.catalogue import CORRECTION_WORKDAYS
from procedure.parameters.services import set_parameter
from tests.applications.recommending import ITEM, THEN, Body, examine, fresh, submitted
from tests.applications.test_corrections import DUE, LAST, send_back
from tests.applications.test_corrections import refusal as refused
from tests.applications.test_filings import confirm as confirm_filing
from tests.applications.test_filings import enter
from tests.applications.world import SECOND, an_edition
from tests.core.files import make
from tests.factories import AT, at_step, make_actor
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]

LATER = LAST + timedelta(hours=9)  # the morning after the last day
KEY = ITEM.key


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def hands():
    return make_actor(Role.OFFICE), make_actor(Role.OFFICE)


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def filing(hands, body):
    """A paper filing in step 3 whose body returned it."""
    edition = an_edition()
    enter_year(2026, rules=YearRules(), paper=Paper("放假安排"), by=SYSTEM, at=AT)
    set_parameter(edition, name=CORRECTION_WORKDAYS.name, value=5, basis="演示", by=SYSTEM, at=AT)
    filing = enter(edition, hands[0], body=body.unit)
    confirm_filing(filing, hands[1])
    at_step(edition, Step.QUALIFICATION)
    send_back(fresh(filing.application), body.examiner)
    return filing


@pytest.fixture
def application(filing):
    return fresh(filing.application)


def correct(application, by, *, received_at=LAST - SECOND, at=LATER, **fields):
    known = {"proof": "收件登记第31号", "summary": "更正后的申报表一份。", "answers": {KEY: "多写的一位已经去掉。"}}
    scan = SimpleUploadedFile("补正材料.pdf", make.pdf())
    return corrected.correct(fresh(application), CorrectedOnPaper(received_at=received_at, **(known | fields)), scans=[scan], by=by, at=at)


def confirm(row, by, *, at=LATER):
    return corrected.confirm(row, by=by, at=at, signature={"method": "password", "digest": row.digest()})


def refusal(act, *args, **kwargs):
    before = PaperCorrection.objects.count(), Attachment.objects.count()
    sentence = refused(act, *args, **kwargs)
    assert (PaperCorrection.objects.count(), Attachment.objects.count()) == before
    return sentence


class TestTwoHands:
    def test_what_came_in_time_is_the_next_version_even_when_entered_late(self, application, hands, body):
        row = correct(application, hands[0])
        assert fresh(application).status == Status.RETURNED
        assert Snapshot.objects.filter(application=application).count() == 1

        snapshot = confirm(row, hands[1])

        assert (fresh(application).status, snapshot.number, snapshot.method) == (Status.SUBMITTED, 2, "paper")
        assert snapshot.content["parts"]["paper"] == {"summary": "更正后的申报表一份。"}
        assert [file["title"] for file in snapshot.content["files"]] == ["纸质申报材料", "纸质补正材料"]
        assert ReturnAnswer.objects.get().text == "多写的一位已经去掉。"
        assert standing_of(fresh(application), LATER).stage is Stage.NEW
        assert verify() == []

    def test_not_what_came_at_midnight(self, application, hands):
        assert (
            refusal(correct, application, hands[0], received_at=LAST)
            == "收到的时间不在补正期限内（补正到2026年4月9日（星期四）24:00截止），不能代录。"
        )

    def test_not_what_came_before_the_return_or_after_now(self, application, hands):
        sentence = "收到的时间要在退回以后，也不能晚于现在。"
        assert refusal(correct, application, hands[0], received_at=THEN - SECOND) == sentence
        assert refusal(correct, application, hands[0], received_at=THEN + SECOND, at=THEN) == sentence

    def test_not_without_an_answer_to_every_item(self, application, hands):
        assert refusal(correct, application, hands[0], answers={KEY: " "}) == "还有1项没有登记答复：“利润总额”。"

    def test_not_by_one_alone(self, application, hands):
        row = correct(application, hands[0])

        assert refusal(confirm, row, hands[0]) == "代录纸质补正材料要两人办理，请另一人确认。"
        assert fresh(application).status == Status.RETURNED

    def test_only_the_office(self, application, body):
        assert refusal(correct, application, body.examiner) == "纸质补正材料由评选办代录。"

    def test_entered_again_the_newer_one_counts(self, application, hands):
        former = correct(application, hands[0])
        newer = correct(application, hands[1], summary="又更正的一份。")

        assert refusal(confirm, former, hands[1]) != ""
        assert confirm(newer, hands[0]).content["parts"]["paper"] == {"summary": "又更正的一份。"}

    def test_not_for_who_has_an_account(self, hands, body):
        other, _ = submitted(body)
        send_back(other, body.examiner)
        assert refusal(correct, other, hands[0]) == "这份申报不是纸质申报，由申报者用自己的账号补正。"

    def test_the_body_waits_for_what_came_in_time(self, application, hands, body):
        correct(application, hands[0])

        assert refusal(examine, application, body, at=LATER) == "按期收到的纸质补正材料已经登记，等评选办另一人确认。"


class TestPages:
    def page(self, filing):
        return reverse("applications:paper_correction", args=[filing.application.edition_id, filing.pk])

    def form(self, **fields):
        known = {
            "received_on": "2026-04-09", "received_time": "23:59", "proof": "收件登记第31号", "answer-0": "多写的一位已经去掉。",
            "summary": "更正后的申报表一份。", "scans": [SimpleUploadedFile("补正材料.pdf", make.pdf())],
        }  # fmt: skip
        return known | fields

    def test_one_enters_and_another_confirms(self, client, filing, hands):
        first, second = hands
        page = self.page(filing)
        assert next((item.title, item.due) for item in todo(Asking(first, LATER))) == ("收晋中望城食品有限公司的补正材料并代录", DUE)
        shown = as_actor(client, first).get(page).content.decode()
        assert "对“利润总额”的答复" in shown
        assert "要求：多写了一位，请核对。" in shown

        assert client.post(page, self.form()).status_code == 302

        assert todo(Asking(second, LATER))[0].title == "确认晋中望城食品有限公司的纸质补正材料"
        assert "等另一人确认；再登记的代替它" in client.get(page).content.decode()
        row = PaperCorrection.objects.get()
        scan = reverse("applications:paper_correction_scan", args=[filing.application.edition_id, filing.pk, row.scans[0]["file"]])
        shown = as_actor(client, second).get(page).content.decode()
        assert "与纸质材料一致，代录为重新提交" in shown
        assert scan in shown
        assert b"".join(client.get(scan).streaming_content) == make.pdf()

    def test_an_answer_is_asked_for(self, client, filing, hands):
        answer = as_actor(client, hands[0]).post(self.page(filing), self.form(**{"answer-0": ""}))

        assert answer.status_code == 422
        assert not PaperCorrection.objects.exists()

    def test_nothing_waits_any_more(self, client, filing, application, hands):
        confirm(correct(application, hands[0]), hands[1])
        events = Event.objects.count()

        answer = as_actor(client, hands[0]).post(self.page(filing), self.form())

        assert answer.status_code == 409
        assert "当前状态不能代录纸质补正材料。" in answer.content.decode()
        assert Event.objects.count() == events
