"""Withdrawing, by the applicant's own signature; ending, by two with proof: the office before the meeting, then the leading group."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from applications.cases.told import told_status
from applications.endings import services
from applications.endings.models import Ending
from applications.endings.todo import happened
from applications.moves import END
from applications.todo import todo, waiting
from core import clock
from core.files import storage
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.letters.models import Letter
from tests.applications.recommending import THEN, Body, fresh, submitted
from tests.applications.world import a_company, a_draft
from tests.core.files import make
from tests.factories import at_status, at_step, make_actor, make_application
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(3)")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    monkeypatch.setattr(clock, "now", lambda: THEN)


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def pair(body):
    return submitted(body)


@pytest.fixture
def application(pair):
    return pair[0]


@pytest.fixture
def by(pair):
    return pair[1]


def scan():
    return SimpleUploadedFile("注销通知书.pdf", make.pdf())


def refusal(act, *args, **kwargs):
    before = Event.objects.count(), Ending.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), Ending.objects.count()) == before
    return str(refused.value)


def withdraw(application, by, *, reason="经营计划调整。", digest=""):
    signature = {"method": "password", "digest": digest or services.withdrawal_digest(application)}
    return services.withdraw(application, reason=reason, by=by, at=THEN, signature=signature)


def propose(application, by, *, reason="县市场监管局准予注销登记通知书，2026年4月1日。"):
    return services.propose_end(application, ground="dissolved", reason=reason, scan=scan(), by=by, at=THEN)


def confirm(row, by):
    return services.confirm_end(row, by=by, at=THEN, signature={"method": "password", "digest": row.digest()})


class TestWithdrawing:
    def test_by_the_applicant_with_a_reason(self, application, by, body):
        withdraw(application, by)

        assert fresh(application).status == Status.WITHDRAWN
        assert todo(Asking(by, THEN)) == waiting(Asking(by, THEN)) == []
        assert [item.text for item in happened(Asking(body.examiner, THEN))] == ["晋中澄川液压股份有限公司撤回申报。经营计划调整。"]
        assert verify() == []

    def test_not_without_a_reason(self, application, by):
        assert refusal(withdraw, application, by, reason=" ") == "请写明撤回申报的理由。"

    def test_not_by_anybody_else(self, application, body):
        assert refusal(withdraw, application, body.signer) == "您的身份不能撤回申报。"

    def test_not_what_changed_since_the_page_was_opened(self, application, by):
        before = services.withdrawal_digest(application)
        assert services.withdrawal_digest(at_status(application, Status.RECOMMENDED)) == before
        at_status(fresh(application), Status.RETURNED)

        assert refusal(withdraw, application, by, digest=before) == services.CHANGED

    def test_nothing_is_told_of_an_outcome_before_its_letter(self, application, by):
        declined = at_status(application, Status.DECLINED)

        assert services.withdraw_blockers(declined, by, at=THEN) == []
        assert refusal(withdraw, declined, by) == "当前状态不能撤回申报。"

    def test_the_page_says_what_follows_and_asks_twice(self, client, application, by, settings):
        settings.DEMO = True
        page = reverse("applications:withdraw", args=[application.pk])
        shown = as_actor(client, by).get(page).content.decode()
        assert "本届不能恢复，也不能再申报" in shown
        digest = services.withdrawal_digest(application)
        sent = {"signing_digest": digest, "signing_password": DEMO_PASSWORD, "reason": "经营计划调整。"}

        refused = client.post(page, sent)

        assert refused.status_code == 422
        assert "我知道撤回以后不能恢复" in refused.content.decode()
        assert fresh(application).status == Status.SUBMITTED

        assert client.post(page, sent | {"known": "on"}).status_code == 302
        assert fresh(application).status == Status.WITHDRAWN

    def test_a_draft_too(self, client):
        by = a_company()
        other = a_draft(by=by)
        withdraw(other, by)
        shown = as_actor(client, by).get(reverse("applications:application", args=[other.pk])).content.decode()

        assert "撤回申报：经营计划调整。" in shown
        assert reverse("applications:withdraw", args=[other.pk]) not in shown


class TestEnding:
    @pytest.fixture
    def hands(self):
        return make_actor(Role.OFFICE), make_actor(Role.OFFICE)

    def test_by_two_of_the_office_with_proof(self, application, by, hands):
        row = propose(application, hands[0])
        assert todo(Asking(hands[1], THEN))[-1].title == "确认终止：晋中澄川液压股份有限公司的申报"

        confirm(row, hands[1])

        ended = fresh(application)
        assert (ended.status, told_status(ended)) == (Status.ENDED, Status.ENDED)
        assert "准予注销登记通知书" in Letter.objects.get(title="关于终止申报的通知").text
        assert ended.changes.latest("pk").reason.startswith("组织解散、注销或者破产：县市场监管局")
        assert verify() == []

    def test_not_by_one_alone(self, application, hands):
        row = propose(application, hands[0])

        assert refusal(confirm, row, hands[0]) == "终止申报要两人办理，请另一人确认。"

    def test_not_without_words(self, application, hands):
        assert refusal(propose, application, hands[0], reason="  ") == "请写明终止的说明。"

    def test_not_without_proof(self, application, hands):
        assert refusal(END.propose, application, by=hands[0], at=THEN, reason="解散") == "还没有登记终止的情形和证明。"

    def test_after_the_meeting_only_the_leading_group(self, application, hands):
        at_step(application.edition, Step.DELIBERATION)
        members = make_actor(Role.LEADING_GROUP), make_actor(Role.LEADING_GROUP)
        assert refusal(propose, fresh(application), hands[0]) == "本届正处于“审定公示”，不能终止申报。"

        confirm(propose(fresh(application), members[0]), members[1])

        assert fresh(application).status == Status.ENDED

    def test_the_leading_group_sees_nothing_before(self, client, application):
        member = make_actor(Role.LEADING_GROUP)

        assert as_actor(client, member).get(reverse("applications:end", args=[application.pk])).status_code == 404

    def test_pages(self, client, application, hands):
        page = reverse("applications:end", args=[application.pk])
        sent = {"ground": "dissolved", "reason": "准予注销登记通知书。", "scan": scan()}
        assert as_actor(client, hands[0]).post(page, sent | {"reason": ""}).status_code == 422
        assert as_actor(client, hands[0]).post(page, sent | {"scan": scan()}).status_code == 302
        assert "等另一人确认；再提出的代替它" in client.get(page).content.decode()

        shown = as_actor(client, hands[1]).get(page).content.decode()

        assert "确认终止这份申报" in shown
        assert b"".join(client.get(reverse("applications:end_scan", args=[application.pk])).streaming_content) == make.pdf()
        confirm(Ending.objects.get(), hands[1])
        listed = client.get(reverse("applications:endings", args=[application.edition_id])).content.decode()
        assert "已终止" in listed

    def test_the_list_asks_as_much_for_three_as_for_one(self, client, application, hands, django_assert_num_queries):
        page = reverse("applications:endings", args=[application.edition_id])
        as_actor(client, hands[0]).get(page)
        with CaptureQueriesContext(connection) as one:
            client.get(page)
        for number in ("x1", "x2"):
            make_application(application.edition, Status.SUBMITTED, number=number)
        with django_assert_num_queries(len(one)):
            client.get(page)
