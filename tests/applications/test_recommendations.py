"""经办, 审核, 签发: the full chain on one version, every refusal with its sentence and nothing changed."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.corrections.services import send_back as return_
from applications.moves import ACCEPT
from applications.recommendations import office, services
from applications.recommendations.checklist import NO, NOTE
from applications.recommendations.models import Advice, Check, Examination, Reminder, Signature, Way
from applications.recommendations.standing import Stage, standing_of, standings
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from tests.applications.recommending import (
    GOOD,
    ITEM,
    OPINION,
    THEN,
    UNTIL,
    Body,
    check,
    checked,
    examine,
    fresh,
    recommended,
    sign,
    signing,
    submitted,
)
from tests.applications.world import SECOND
from tests.factories import make_actor, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def application(body):
    return submitted(body)[0]


@pytest.fixture
def clerk():
    return make_actor(Role.OFFICE)


def refusal(act, *args, **kwargs):
    """The sentence of a refused act; nothing is on record of it."""
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


def stage(application, at=THEN):
    return standing_of(fresh(application), at).stage


class TestTheChain:
    def test_three_hands_recommend_one_version(self, application, body):
        assert stage(application) is Stage.NEW
        examination = examine(application, body)
        assert stage(application) is Stage.EXAMINED
        row = check(application, body)
        assert stage(application) is Stage.CHECKED
        sign(application, body)

        signature = Signature.objects.get()
        assert fresh(application).status == Status.RECOMMENDED
        assert (signature.checked, row.examination, signature.way) == (row, examination, Way.SYSTEM)
        assert (signature.opinion, signature.signature) == (OPINION, signing(application))
        assert application.changes.get(move="recommend").by == body.signer.person
        assert verify() == []

    def test_a_refusal_is_told_with_its_reason(self, application, body):
        checked(application, body, recommend=False)
        sign(application, body, recommend=False, opinion="财务报表与统计数据不一致。")

        letter = Letter.objects.get(kind=LetterKind.NOT_RECOMMENDED)
        assert fresh(application).status == Status.NOT_RECOMMENDED
        assert application.changes.get(move="not-recommend").reason == "财务报表与统计数据不一致。"
        assert (letter.recipient, letter.article) == (application.applicant.unit, "18(3)")
        assert "理由：财务报表与统计数据不一致。" in letter.text

    def test_the_signer_may_refuse_against_both(self, application, body):
        checked(application, body)

        sign(application, body, recommend=False, opinion="另有情况。")

        assert fresh(application).status == Status.NOT_RECOMMENDED

    def test_what_is_given_back_is_examined_again(self, application, body):
        examine(application, body)
        check(application, body, agrees=False, note="利润要抽核。")
        assert stage(application) is Stage.AGAIN
        checked(application, body)
        services.send_back(application, seen=str(Check.objects.get(agrees=True).pk), reason="意见太简单。", by=body.signer, at=THEN)
        assert stage(application) is Stage.AGAIN

        recommended(application, body)

        assert [row.replaces_id is None for row in Examination.objects.order_by("event_id")] == [True, False, False]
        assert fresh(application).status == Status.RECOMMENDED


class TestRefusals:
    def test_two_hands_of_one_person(self, application, body):
        same = make_actor(Role.CHECKER, body.unit, person=body.examiner.person)
        third = make_actor(Role.SIGNER, body.unit, person=body.checker.person)
        examine(application, body)

        assert refusal(check, application, body, by=same) == "经办、审核、签发要由三个人办理。"
        check(application, body)
        assert refusal(sign, application, body, by=third) == "经办、审核、签发要由三个人办理。"
        assert fresh(application).status == Status.SUBMITTED

    def test_out_of_order(self, application, body):
        assert refusal(sign, application, body) == "第1版还没有经办初审。"
        examine(application, body)
        assert refusal(sign, application, body) == "第1版还没有审核。"
        check(application, body, agrees=False, note="再看。")
        assert "（审核）没有同意，请经办重新审查第1版。" in refusal(sign, application, body)
        assert "已经审核" in refusal(check, application, body)

    def test_a_recommendation_against_the_examination(self, application, body):
        checked(application, body, recommend=False)

        assert refusal(sign, application, body) == "经办和审核的意见是不予推荐；要推荐的，退回经办重新审查。"

    def test_a_refusal_without_a_reason(self, application, body):
        checked(application, body)

        assert refusal(sign, application, body, recommend=False) == "请写明不予推荐的理由。"
        assert not Signature.objects.exists()

    @pytest.mark.parametrize("hand", ["examiner", "checker", "signer"])
    def test_another_body(self, application, body, hand):
        other = Body("太谷区人民政府")
        act = {"examiner": examine, "checker": check, "signer": sign}[hand]
        if hand != "examiner":
            checked(application, body) if hand == "signer" else examine(application, body)

        assert "您的身份不能" in refusal(act, application, body, by=getattr(other, hand))

    def test_what_was_agreed_is_not_examined_over(self, application, body):
        checked(application, body)

        assert refusal(examine, application, body) == "审核已经同意，初审意见不能再改；要改的，由签发退回经办。"

    def test_another_content_than_was_shown(self, application, body):
        row = checked(application, body)
        words = {"recommend": True, "opinion": "", "by": body.signer, "at": THEN}
        other = {"method": "demo", "digest": "0" * 64}

        assert refusal(services.sign, application, seen=str(row.pk), signature=other, **words) == services.CHANGED
        assert refusal(services.sign, application, seen="", signature=signing(application), **words) == services.CHANGED

    @pytest.mark.parametrize(
        ("result", "note", "recommend", "sentence"),
        [
            (NOTE, "", True, "有说明或者不符合的，请写明。"),
            (NO, "没有完税证明", True, "有不符合的，不能建议推荐"),
        ],
    )
    def test_a_checklist_that_does_not_add_up(self, application, body, result, note, recommend, sentence):
        lines = [GOOD[0] | {"result": result, "note": note}, *GOOD[1:]]

        assert sentence in refusal(examine, application, body, checklist=lines, recommend=recommend)
        assert "还没有判断" in refusal(examine, application, body, checklist=GOOD[1:])


class TestTime:
    def test_the_last_second_counts_and_the_next_does_not(self, application, body):
        checked(application, body)

        sentence = refusal(sign, application, body, at=UNTIL)
        assert sentence.startswith("推荐已于2026年4月20日（星期一）24:00截止")
        sign(application, body, at=UNTIL - timedelta(microseconds=1))
        assert fresh(application).status == Status.RECOMMENDED

    @pytest.mark.parametrize("act", [examine, lambda application, body, at: return_(application, **returning(application, body, at))])
    def test_nothing_of_the_body_after_the_deadline(self, application, body, act):
        assert "推荐单位不能再办理" in refusal(act, application, body, at=UNTIL + SECOND)

    def test_in_step_2_a_body_advises_and_signs_nothing(self, body):
        application, _ = submitted(body, step=Step.APPLYING)

        services.advise(application, text="请补上第三方调查。", by=body.examiner, at=THEN)

        assert Advice.objects.get().snapshot.application == application
        assert "本届正处于“组织申报”，不能初审。" in refusal(examine, application, body)
        assert stage(application) is Stage.ADVICE

    def test_in_step_3_there_is_no_advice_any_more(self, application, body):
        assert "请退回补正" in refusal(services.advise, application, text="…", by=body.examiner, at=THEN)


def returning(application, body, at):
    seen = str(standing_of(fresh(application), at).snapshot.pk)
    return {"seen": seen, "items": [ITEM], "note": "", "by": body.examiner, "at": at}


class TestHands:
    @pytest.mark.parametrize("hand", ["examiner", "checker", "signer"])
    def test_whoever_acted_for_the_body_never_decides_for_the_office(self, application, body, hand):
        office_too = make_actor(Role.OFFICE, person=getattr(body, hand).person)
        recommended(application, body)

        assert "您代表推荐单位办过这份申报" in fresh(application).excluded(office_too, THEN)
        assert "您代表推荐单位办过这份申报" in "".join(
            blocker.sentence for blocker in ACCEPT.blockers(fresh(application), office_too, at=THEN)
        )

    def test_examining_alone_is_enough(self, application, body):
        office_too = make_actor(Role.OFFICE, person=body.examiner.person)
        examine(application, body)

        assert fresh(application).excluded(office_too, THEN)
        assert not fresh(application).excluded(make_actor(Role.OFFICE), THEN)


class TestPassingOn:
    def test_two_of_the_office_pass_on_and_the_first_bodys_work_is_void(self, application, body, clerk):
        other = Body("太谷区人民政府")
        examine(application, body)
        proposal = office.propose_pass_on(application, other.unit, reason="注册地不在榆次。", by=clerk, at=THEN)
        assert refusal(office.confirm_pass_on, proposal, by=clerk, at=THEN) == "转办要两人办理，请另一人确认。"

        office.confirm_pass_on(proposal, by=make_actor(Role.OFFICE), at=THEN)

        standing = standing_of(fresh(application), THEN)
        assert (standing.application.body, standing.stage) == (other.unit, Stage.AGAIN)
        assert (standing.examination, standing.void.grant.unit) == (None, body.unit)
        assert "您的身份不能" in refusal(examine, application, body)
        assert recommended(application, other).status == Status.RECOMMENDED

    def test_not_to_the_same_body_and_not_without_a_reason(self, application, body, clerk):
        other = Body("太谷区人民政府").unit

        assert refusal(office.propose_pass_on, application, body.unit, reason="x", by=clerk, at=THEN) == "转办要选另一个推荐单位。"
        assert refusal(office.propose_pass_on, application, other, reason=" ", by=clerk, at=THEN) == "请写明转办的理由。"
        assert "推荐已于" in refusal(office.propose_pass_on, application, other, reason="x", by=clerk, at=UNTIL)


class TestOverdue:
    def test_after_the_deadline_and_a_reminder(self, application, body, clerk):
        assert "一分钟后可以办理" in refusal(office.mark_overdue, application, by=clerk, at=UNTIL)
        late = UNTIL + timedelta(minutes=1)
        assert refusal(office.mark_overdue, application, by=clerk, at=late) == "还没有催办推荐单位，请先催办。"

        office.remind(application.edition, body.unit, by=clerk, at=THEN)
        office.mark_overdue(application, by=clerk, at=late)

        assert fresh(application).status == Status.OVERDUE
        assert Letter.objects.get(kind=LetterKind.OVERDUE).recipient == application.applicant.unit
        assert Letter.objects.get(recipient=body.unit).release is not None

    def test_who_has_finished_is_not_reminded(self, application, body, clerk):
        recommended(application, body)

        assert "没有没办完的申报" in refusal(office.remind, application.edition, body.unit, by=clerk, at=THEN)
        assert not Reminder.objects.exists()


def test_a_queue_costs_the_same_for_many(application, body, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(standings([fresh_with_edition(application)] * 1, THEN)) == 1
    with django_assert_num_queries(5):
        assert len(standings([fresh_with_edition(application)] * 30, THEN)) == 30


def fresh_with_edition(application):
    return application


def test_a_person_without_a_grant_in_force_signs_nothing(application, body):
    checked(application, body)
    gone = make_actor(Role.SIGNER, body.unit, person=make_user(), until_on=(THEN - timedelta(days=1)).date())

    assert "您的身份不能推荐" in refusal(sign, application, body, by=gone)
