"""Submitting: every condition, the frozen version and its receipt, taking back, lapsing; to the second."""

import json

import pytest

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.answers.models import AnswerPart
from applications.cases import lapse
from applications.cases.models import Application, Status
from applications.cases.readiness import READY
from applications.commitments.models import Commitment
from applications.commitments.services import commit
from applications.evidence.models import Attachment
from applications.evidence.services import detach
from applications.moves import SUBMIT
from applications.snapshots import services
from applications.snapshots.models import Snapshot
from applications.snapshots.receipts import Receipt
from core.canonical import digest
from core.ledger.models import Event
from core.ledger.verify import verify
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.calls.guards import GRACE
from tests.applications.world import (
    CLOSES,
    OPENS,
    SECOND,
    a_company,
    a_draft,
    a_person,
    an_edition,
    colleague,
    fill,
    give,
    give_all,
    make_ready,
    send,
    sign,
    signature,
)
from tests.factories import AT, make_actor, make_application, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(2)")]


@pytest.fixture
def by():
    return a_company()


@pytest.fixture
def draft(by):
    return a_draft(by=by)


@pytest.fixture
def ready(draft, by):
    return make_ready(draft, by)


def missing(application, at=AT):
    return {guard.label: fact.sentence for guard in READY if (fact := guard.blocker(application.fresh(), at))}


def refusal(act, *args, **kwargs):
    before = (Event.objects.count(), Snapshot.objects.count(), list(Application.objects.values_list("status", "number")))
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), Snapshot.objects.count(), list(Application.objects.values_list("status", "number"))) == before
    return str(refused.value)


class TestConditions:
    def test_an_empty_draft_lacks_everything(self, draft):
        assert missing(draft) == {
            "申报表和自评报告填写完整": missing(draft)["申报表和自评报告填写完整"],
            "证实材料齐全": "还没有上传：营业执照、近三年审计报告或财务报表、完税证明、同行业排名证明。",
            "承诺声明已经签署": "承诺声明还没有签署，也没有上传扫描件。",
        }
        assert missing(draft)["申报表和自评报告填写完整"].startswith("还有70处要填写、改正或者说明：")

    def test_a_ready_one_lacks_nothing(self, ready):
        assert missing(ready) == {}

    def test_one_wrong_answer(self, draft, by):
        make_ready(draft, by, contact_mobile="138")

        assert missing(draft) == {"申报表和自评报告填写完整": "还有1处要填写、改正或者说明：“联系手机”应为11位手机号。"}

    def test_a_file_taken_out_again(self, ready, by):
        detach(Attachment.objects.get(kind="tax"), by=by, at=AT)

        assert missing(ready) == {"证实材料齐全": "还没有上传：完税证明。", "承诺声明已经签署": "签署承诺以后内容有改动，请重新签署。"}

    def test_a_word_changed_after_the_commitment_voids_it(self, ready):
        row = AnswerPart.objects.get(part="basic")
        row.answers["name"] = "改名"
        row.save()

        assert missing(ready) == {"承诺声明已经签署": "签署承诺以后内容有改动，请重新签署。"}

    def test_the_sealed_scan_stands_for_the_signature(self, draft, by):
        fill(draft)
        give_all(draft, by)
        give(draft, "commitment", by)

        assert missing(draft) == {}

    @pytest.mark.article("9(1)")
    def test_the_office_must_have_confirmed_the_unit(self, by):
        other = a_company("晋中望城食品有限公司", code="91999900MA0DEM0B2D", confirmed_at=None)

        assert missing(a_draft(by=other))["申报单位已经评选办核实"] == "评选办还没有核实您的单位，一般1个工作日；急的请打电话。"

    @pytest.mark.article("6")
    def test_a_failed_condition_is_told_with_its_article(self, draft, by):
        make_ready(draft, by, registered_on="2024-01-01")
        [blocker] = SUBMIT.blockers(draft.fresh(), by, at=AT)

        assert blocker.sentence == "2024年1月1日注册，到2026年3月31日不满3年。"


class TestCommitment:
    def test_the_legal_representative_signs_himself(self, draft, by):
        fill(draft)

        assert refusal(sign, draft, colleague(by)).startswith("承诺声明由法定代表人梁衡之用自己的账号签署")
        assert sign(draft, by).event.action == "commit"
        assert list(verify()) == []

    def test_only_over_what_was_shown(self, draft, by):
        fill(draft)

        assert (
            refusal(commit, draft, by=by, at=AT, signature={"method": "password", "digest": "0" * 64})
            == "打开页面之后内容有了变化，请看过再签。"
        )
        assert not Commitment.objects.exists()


class TestSubmitting:
    def test_the_content_is_frozen_under_a_number(self, ready, by):
        snapshot = send(ready, by).snapshot

        assert ready.fresh().status == Status.SUBMITTED
        assert ready.fresh().number.startswith("3-1")
        assert (snapshot.number, snapshot.at, snapshot.method) == (1, AT, "password")
        assert snapshot.fingerprint == digest(snapshot.content)
        assert snapshot.content["commitment"]["by"] == by.person.name
        assert snapshot.content["parts"]["basic"]["credit_code"] == by.unit.credit_code
        assert len(snapshot.content["files"]) == 4
        assert list(verify()) == []

    def test_the_receipt_says_everything_and_is_mailed_at_once(self, ready, by):
        receipt = send(ready, by)
        facts = dict(receipt.facts())
        [mail] = Message.objects.all()

        assert facts["收到时间"] == "2026年3月2日（星期一）9:00:00（服务器时间）"
        assert facts["签字方式"] == "只凭密码（签字人没有第二重验证）"
        assert facts["台账凭据"] == f"edition-3-{receipt.snapshot.event.seq}-{receipt.snapshot.event.hash}"
        assert (mail.address, mail.released_at) == ("someone@example.com", AT)
        assert all(value in mail.text for value in facts.values())

    def test_a_lost_answer_gives_the_same_receipt(self, ready, by):
        signed = signature(ready)
        first = services.submit(ready, by=by, at=AT, signature=signed)
        events = Event.objects.count()
        second = services.submit(ready, by=by, at=AT + SECOND, signature=signed)

        assert second == first
        assert (Event.objects.count(), Snapshot.objects.count(), Message.objects.count()) == (events, 1, 1)

    def test_the_first_and_the_last_second(self, ready, by):
        assert send(ready, by, at=CLOSES - SECOND).snapshot.at == CLOSES - SECOND

    @pytest.mark.parametrize(
        ("at", "sentence"),
        [(OPENS - SECOND, "申报自2026年3月1日（星期日）0:00开始。"), (CLOSES, "申报已于2026年3月31日（星期二）24:00截止。")],
    )
    def test_a_second_too_early_or_too_late(self, ready, by, at, sentence):
        assert refusal(send, ready, by, at=at) == sentence

    def test_not_what_somebody_else_has_changed_meanwhile(self, ready, by):
        signed = signature(ready)
        give(ready, "credit", by)

        assert refusal(services.submit, ready, by=by, at=AT, signature=signed) == services.CHANGED

    def test_an_unready_one_is_refused_with_every_blocker(self, draft, by):
        with pytest.raises(RuleRefused) as refused:
            send(draft, by)

        assert [blocker.label for blocker in refused.value.blockers] == ["申报表和自评报告填写完整", "证实材料齐全", "承诺声明已经签署"]

    def test_nobody_else_submits_it(self, ready):
        assert refusal(send, ready, a_company("别的公司", code="91999900MA0DEM0B2D")) == "您的身份不能提交申报。"

    def test_where_the_numbers_are_taken_there_is_one_digit_more_and_at_last_none(self, ready, by, monkeypatch):
        monkeypatch.setattr(services, "TRIED", 9)
        for digit in range(1, 10):
            make_application(ready.edition, Status.SUBMITTED, number=f"3-1{digit}")

        monkeypatch.setattr(services, "DIGITS", (1,))
        assert refusal(send, ready, by) == services.NO_NUMBER
        monkeypatch.setattr(services, "DIGITS", (1, 2))
        send(ready, by)

        assert ready.fresh().number[:3] == "3-1"
        assert len(ready.fresh().number) == 5

    def test_a_person_has_a_number_of_his_own_kind(self):
        person = a_person()
        draft = make_ready(a_draft(by=person), person)

        assert send(draft, person).snapshot.application.number.startswith("3-2")


class TestTakingBack:
    def test_it_is_edited_and_submitted_again_under_the_same_number(self, ready, by):
        first = send(ready, by).snapshot
        services.take_back(ready.fresh(), by=by, at=AT)
        assert ready.fresh().status == Status.DRAFT
        second = send(ready, by, at=AT + SECOND).snapshot

        assert (second.number, second.application.number) == (2, first.application.number)
        assert Snapshot.objects.latest_of(ready) == second
        assert list(verify()) == []

    def test_not_after_the_deadline(self, ready, by):
        send(ready, by)

        assert refusal(services.take_back, ready.fresh(), by=by, at=CLOSES) == "申报已于2026年3月31日（星期二）24:00截止。"


class TestLapsing:
    @pytest.fixture
    def hands(self):
        return make_actor(Role.OFFICE), make_actor(Role.OFFICE)

    def test_two_let_every_draft_lapse_and_leave_what_was_submitted(self, ready, by, hands):
        edition = ready.edition
        send(ready, by)
        drafts = [a_draft(edition, a_person(name)) for name in ("甲", "乙")]
        first, second = hands
        lapse.propose_lapse_all(edition, by=first, at=CLOSES + GRACE)

        assert len(lapse.lapse_all(edition, by=second, at=CLOSES + GRACE)) == 2
        assert {draft.fresh().status for draft in drafts} == {Status.LAPSED}
        assert ready.fresh().status == Status.SUBMITTED
        assert list(verify()) == []

    def test_not_within_a_minute_of_the_end(self, draft, hands):
        assert "截止，一分钟后可以办理" in refusal(lapse.propose_lapse_all, draft.edition, by=hands[0], at=CLOSES + SECOND)

    def test_not_by_one_alone(self, draft, hands):
        lapse.propose_lapse_all(draft.edition, by=hands[0], at=CLOSES + GRACE)

        assert refusal(lapse.lapse_all, draft.edition, by=hands[0], at=CLOSES + GRACE) == "作废未提交的草稿要两人办理，请另一人确认。"

    def test_what_nobody_proposed_does_not_lapse(self, draft, hands):
        assert refusal(lapse.lapse_all, draft.edition, by=hands[1], at=CLOSES + GRACE) == "作废未提交的草稿要两人办理，还没有人经办。"

    def test_no_draft_no_act(self, hands):
        edition = an_edition()

        assert lapse.propose_lapse_all(edition, by=hands[0], at=CLOSES + GRACE) == []
        assert lapse.lapse_all(edition, by=hands[1], at=CLOSES + GRACE) == []


class TestWhoSeesIt:
    def test_its_own_unit_its_body_once_submitted_and_the_office(self, ready, by):
        examiner, other = make_actor(Role.EXAMINER, ready.body), make_actor(Role.SIGNER, make_unit(UnitKind.BODY))
        office, reviewer = make_actor(Role.OFFICE), make_actor(Role.REVIEWER, make_unit(UnitKind.AGENCY))

        def seen():
            who = {"own": by, "body": examiner, "other body": other, "office": office, "reviewer": reviewer, "other": a_person()}
            return {name for name, actor in who.items() if Application.objects.visible_to(actor).exists()}

        assert seen() == {"own"}
        send(ready, by)
        assert seen() == {"own", "body", "office"}
        services.take_back(ready.fresh(), by=by, at=AT)
        assert seen() == {"own"}


def test_a_receipt_of_an_older_kind_is_still_read(ready, by):
    receipt = send(ready, by)
    receipt.snapshot.method = None

    assert dict(Receipt(receipt.snapshot).facts())["签字方式"] == ""
    assert json.dumps(receipt.snapshot.content)
