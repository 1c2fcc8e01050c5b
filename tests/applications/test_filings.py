"""代录: what came on paper in time, entered by two; nothing that came late, nothing by one alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.grants.models import Role
from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.evidence.models import Attachment
from applications.filings import services
from applications.filings.guards import paper_filings_entered
from applications.filings.models import PaperFiling
from applications.filings.services import OnPaper
from applications.snapshots.models import Snapshot
from applications.snapshots.reading import sections
from applications.todo import todo
from core import clock
from core.files import storage
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.editions.models import Step
from tests.applications.world import CLOSES, CODE, SECOND, a_body, a_company, a_draft, an_edition
from tests.core.files import make
from tests.factories import AT, at_step, make_actor
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(2)")]

LATE = CLOSES + timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


@pytest.fixture
def edition():
    return an_edition()


@pytest.fixture
def hands():
    return make_actor(Role.OFFICE), make_actor(Role.OFFICE)


def paper(received_at=CLOSES - SECOND, **fields):
    known = {
        "category": "organization", "name": "晋中望城食品有限公司", "credit_code": CODE, "contact": "田可望", "phone": "0354-0000000",
        "body": a_body(), "proof": "收件登记第7号", "summary": "申报表、自评报告各一份。",
    }  # fmt: skip
    return OnPaper(received_at=received_at, **(known | fields))


def enter(edition, by, **fields):
    scan = SimpleUploadedFile("纸质申报.pdf", make.pdf())
    return services.enter(edition, paper(**fields), scans=[scan], by=by, at=LATE)


def confirm(filing, by):
    signature = {"method": "password", "digest": services.fingerprint(filing)}
    return services.confirm(filing, by=by, at=LATE, signature=signature)


def refusal(act, *args, **kwargs):
    before = (Event.objects.count(), Application.objects.count(), Unit.objects.count(), Attachment.objects.count())
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before[0]
    assert (Application.objects.count(), Attachment.objects.count()) == (before[1], before[3])
    return str(refused.value)


class TestTwoHands:
    def test_what_came_in_time_is_submitted_even_when_entered_late(self, edition, hands):
        first, second = hands
        filing = enter(edition, first)
        assert filing.application.status == Status.DRAFT
        assert paper_filings_entered.check(edition, LATE) == "有1份纸质申报等待另一人确认。"

        snapshot = confirm(filing, second)

        application = filing.application.fresh()
        assert (application.status, application.number[:3]) == (Status.SUBMITTED, "3-1")
        assert (snapshot.number, snapshot.method) == (1, "paper")
        assert sections(snapshot)[-1].answers == [("摘要", "申报表、自评报告各一份。")]
        assert paper_filings_entered.check(edition, LATE) is None
        assert list(verify()) == []

    def test_not_what_came_a_second_late(self, edition, hands):
        assert "收到的时间不在申报期内" in refusal(enter, edition, hands[0], received_at=CLOSES)

    def test_not_by_one_alone(self, edition, hands):
        filing = enter(edition, hands[0])

        assert refusal(confirm, filing, hands[0]) == "代录纸质申报要两人办理，请另一人确认。"

    def test_not_when_a_file_was_changed_in_between(self, edition, hands):
        filing = enter(edition, hands[0])
        Attachment.objects.update(title="另一份")

        assert refusal(confirm, filing, hands[1]) == "确认的内容与经办的内容不一致，请重新核对。"

    def test_not_after_step_2(self, edition, hands):
        later = at_step(edition, Step.QUALIFICATION)

        assert refusal(enter, later, hands[0]) == "本届正处于“资格审查”，不能代录纸质申报。"

    def test_not_beside_an_application_of_the_same_unit(self, edition, hands):
        a_draft(edition, a_company("晋中望城食品有限公司"))

        assert refusal(enter, edition, hands[0]) == "晋中望城食品有限公司在本届已经有一份申报。"

    def test_only_the_office(self, edition):
        assert refusal(enter, edition, a_company(code="91999900MA0DEM0B2D")) == "纸质申报由评选办代录。"


class TestPages:
    @pytest.fixture(autouse=True)
    def _moment(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: AT)

    def form(self, **fields):
        known = {
            "category": "organization", "name": "晋中望城食品有限公司", "credit_code": CODE, "contact": "田可望", "phone": "0354-0000000",
            "body": a_body().pk, "received_on": "2026-03-01", "received_time": "15:30", "proof": "收件登记第7号", "summary": "各一份。",
            "scans": [SimpleUploadedFile("纸质申报.pdf", make.pdf())],
        }  # fmt: skip
        return known | fields

    def test_one_enters_and_another_confirms(self, client, edition, hands):
        first, second = hands
        list_ = reverse("applications:paper_filings", args=[edition.pk])
        assert as_actor(client, first).post(list_, self.form()).status_code == 302
        filing = PaperFiling.objects.get()
        page = reverse("applications:paper_filing", args=[edition.pk, filing.pk])

        assert "请另一人确认" in client.get(page).content.decode()
        assert client.post(page).status_code == 409
        assert [item.title for item in todo(Asking(second, AT))] == ["确认晋中望城食品有限公司的纸质申报"]
        assert todo(Asking(first, AT)) == []
        assert "与纸质材料一致，代录为提交" in as_actor(client, second).get(page).content.decode()
        scan = reverse("applications:paper_scan", args=[edition.pk, filing.pk, Attachment.objects.get().pk])
        assert b"".join(client.get(scan).streaming_content) == make.pdf()
        assert Snapshot.objects.count() == 0

    def test_a_missing_code_is_asked_for(self, client, edition, hands):
        list_ = reverse("applications:paper_filings", args=[edition.pk])
        answer = as_actor(client, hands[0]).post(list_, self.form(credit_code=""))

        assert answer.status_code == 422
        assert "组织申报请填统一社会信用代码。" in answer.content.decode()
        assert not PaperFiling.objects.exists()

    def test_nobody_else_opens_it(self, client, edition):
        assert as_actor(client, a_company()).get(reverse("applications:paper_filings", args=[edition.pk])).status_code == 403
