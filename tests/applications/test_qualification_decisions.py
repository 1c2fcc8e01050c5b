"""Accepting and declining: two hands over the same facts, the letter that waits, and who learns what when."""

import re

import pytest

from accounts.grants.models import Role
from applications.cases.models import Grade, Status
from applications.cases.told import shown_status, told_status
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from applications.moves import ACCEPT, DECLINE, DISQUALIFY
from applications.qualification import decisions
from applications.qualification.decisions import confirm, propose
from applications.qualification.departments import answer
from core import clock
from core.ledger.models import Event
from core.ledger.services import cover, lock_every, ref
from core.rules import RuleRefused
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release
from tests.applications.qualifying import a_case, a_reply, a_team_case, acceptable, an_office, answered, ask_about, examine
from tests.factories import AT, at_status, make_actor, make_grant
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture
def first():
    return an_office()


@pytest.fixture
def second():
    return an_office()


@pytest.fixture
def case():
    return a_case()


def refusal(act, *args, **kwargs):
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


def declined(case, first, second, **changes):
    examine(case, first, k9_6="fail")
    propose(DECLINE, case, cited=["9(6)"], reason="2024年发生重大事故", by=first, at=AT)
    confirm(DECLINE, case, by=second, at=AT)
    return case.fresh()


class TestAccepting:
    def test_by_two_with_a_letter_that_waits(self, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        confirm(ACCEPT, case, by=second, at=AT, signature={"method": "demo", "digest": ""})

        letter = Letter.objects.get()
        assert case.fresh().status == Status.ACCEPTED
        assert (letter.kind, letter.recipient, letter.subject_ref) == (LetterKind.ACCEPTED, case.applicant.unit, ref(case))
        assert letter.text == (
            "您申报的第三届晋中市质量奖（组织）（编号A-1），经审查符合申报条件，予以受理。\n\n依据：《晋中市质量奖管理办法》第十八条第（三）项。"
        )
        assert list(Letter.objects.waiting()) == [letter]

    def test_a_team_is_accepted_when_every_member_is(self, first, second):
        case = acceptable(a_team_case(), first)
        propose(ACCEPT, case, by=first, at=AT)
        confirm(ACCEPT, case, by=second, at=AT)
        assert case.fresh().status == Status.ACCEPTED

    def test_every_condition_is_told_at_once(self, case, first):
        with pytest.raises(RuleRefused) as refused:
            propose(ACCEPT, case, by=first, at=AT)
        assert [blocker.label for blocker in refused.value.blockers] == ["申报条件逐条审查符合", "部门意见已经收到，或者已经记为逾期"]
        assert case.fresh().status == Status.RECOMMENDED

    def test_not_while_a_condition_needs_more(self, case, first):
        examine(case, first, k9_2="more")
        answered(case, first)
        assert refusal(propose, ACCEPT, case, by=first, at=AT) == "还要核实：第九条第（二）项。"

    def test_not_while_a_department_is_silent(self, case, first):
        examine(case, first)
        ask_about(case, first)
        assert refusal(propose, ACCEPT, case, by=first, at=AT) == "还没有答复，也没有记为逾期：市应急管理局。"

    @pytest.mark.article("6")
    def test_not_in_the_editions_that_an_earlier_award_closes(self, case, first, second):
        acceptable(case, first)
        row = PriorHonour(
            edition_number=2, year=2023, grade=Grade.AWARD, name="某", unit=case.applicant.unit, document="通报",
            by=first.person, grant=first.grant, at=AT,
        )  # fmt: skip
        house = lock_every()
        cover(house, row, at=AT, by=first, action="honour")
        cover(house, PriorHonourConfirmation(honour=row, by=second.person, at=AT), at=AT, by=second, action="honour")
        assert "到第四届为止不得申报" in refusal(propose, ACCEPT, case, by=first, at=AT)

    def test_not_by_one_hand(self, case, first):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        assert refusal(confirm, ACCEPT, case, by=first, at=AT) == "受理要两人办理，请另一人确认。"

    def test_not_without_a_first_hand(self, case, first, second):
        acceptable(case, first)
        assert refusal(confirm, ACCEPT, case, by=second, at=AT) == "受理要两人办理，还没有人经办。"

    def test_not_over_facts_that_changed_since(self, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        query = case.department_answers.get().query
        answer(query, a_reply(answer="text", text="正在调查"), applications=[case], by=first, at=AT)

        assert refusal(confirm, ACCEPT, case, by=second, at=AT) == "确认的内容与经办的内容不一致，请重新核对。"
        assert [blocker.sentence for blocker in decisions.second_blockers(ACCEPT, case, second, at=AT)] == [decisions.CHANGED]
        propose(ACCEPT, case, by=first, at=AT)
        confirm(ACCEPT, case, by=second, at=AT)
        assert case.fresh().status == Status.ACCEPTED

    def test_not_by_whoever_signed_for_the_body(self, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        signer = case.changes.get(target=Status.RECOMMENDED).by
        actor = type(first)(signer, make_grant(signer, Role.OFFICE, first.unit))
        assert refusal(confirm, ACCEPT, case, by=actor, at=AT) == "您代表推荐单位办过这份申报，不能再审查、评审或审定。"

    def test_not_by_another_role(self, case, first):
        acceptable(case, first)
        assert refusal(propose, ACCEPT, case, by=make_actor(Role.SECRETARY), at=AT) == "您的身份不能受理。"


class TestDeclining:
    def test_by_two_with_the_articles_word_for_word(self, case, first, second):
        declined(case, first, second)

        letter = Letter.objects.get()
        assert (case.fresh().status, letter.kind) == (Status.DECLINED, LetterKind.DECLINED)
        assert "依据：《晋中市质量奖管理办法》第九条第（六）项。" in letter.text
        assert "近3年内无重大质量、安全、环境污染、公共卫生等事故及不良信用记录" in letter.text
        assert letter.text.endswith("理由：2024年发生重大事故")

    def test_it_names_an_article(self, case, first):
        examine(case, first, k9_6="fail")
        assert refusal(propose, DECLINE, case, reason="不符合", by=first, at=AT) == "请写明不予受理所依据的条款。"

    def test_a_condition_that_was_found_met_is_no_ground(self, case, first):
        examine(case, first, k9_6="fail")
        sentence = "审查结论里没有写第九条第（五）项不符合，不能据此不予受理。"
        assert refusal(propose, DECLINE, case, cited=["9(5)"], reason="不符合", by=first, at=AT) == sentence

    def test_it_states_the_reason(self, case, first):
        examine(case, first, k9_6="fail")
        assert refusal(propose, DECLINE, case, cited=["9(6)"], reason=" ", by=first, at=AT) == "请写明不予受理的理由。"

    def test_somebody_looked_before(self, case, first):
        sentence = "还没有审查任何一项条件。请先在审查页写明结论和依据。"
        assert refusal(propose, DECLINE, case, cited=["18(3)"], reason="材料不实", by=first, at=AT) == sentence

    def test_a_stated_reason_is_enough_once_somebody_looked(self, case, first, second):
        examine(case, first)
        propose(DECLINE, case, cited=["18(3)"], reason="材料不实", by=first, at=AT)
        confirm(DECLINE, case, by=second, at=AT)
        assert case.fresh().status == Status.DECLINED

    def test_sent_back_nothing_is_decided(self, case, first, second):
        examine(case, first, k9_6="fail")
        propose(DECLINE, case, cited=["9(6)"], reason="不符合", by=first, at=AT)
        DECLINE.send_back(case, by=second, at=AT, reason="依据不足")
        assert refusal(confirm, DECLINE, case, by=second, at=AT) == "不予受理要两人办理，还没有人经办。"
        assert (case.fresh().status, Letter.objects.count()) == (Status.RECOMMENDED, 0)


class TestDisqualifying:
    def test_an_accepted_one_by_two_naming_the_condition(self, case, first, second):
        case = at_status(case, Status.ACCEPTED)
        propose(DISQUALIFY, case, cited=["9(6)"], reason="市应急管理局认定发生重大事故", by=first, at=AT)
        confirm(DISQUALIFY, case, by=second, at=AT)

        letter = Letter.objects.get()
        assert (case.fresh().status, letter.kind) == (Status.DISQUALIFIED, LetterKind.DISQUALIFIED)
        assert "经审查取消参评资格。" in letter.text
        assert "第九条第（六）项" in letter.text

    def test_it_names_a_condition(self, case, first):
        case = at_status(case, Status.ACCEPTED)
        assert refusal(propose, DISQUALIFY, case, reason="不符合", by=first, at=AT) == "请写明取消参评资格所依据的条款。"

    def test_a_condition_of_the_other_award_is_no_ground(self, case, first):
        case = at_status(case, Status.ACCEPTED)
        sentence = "审查结论里没有写第十一条第（一）项不符合，不能据此取消参评资格。"
        assert refusal(propose, DISQUALIFY, case, cited=["11(1)"], reason="不符合", by=first, at=AT) == sentence

    def test_not_alone(self, case, first):
        case = at_status(case, Status.ACCEPTED)
        propose(DISQUALIFY, case, cited=["9(6)"], reason="有关部门认定", by=first, at=AT)
        assert refusal(confirm, DISQUALIFY, case, by=first, at=AT) == "取消参评资格要两人办理，请另一人确认。"
        assert case.fresh().status == Status.ACCEPTED


class TestWhoLearnsWhat:
    @pytest.fixture
    def applicant(self, case):
        return make_actor(Role.APPLICANT, case.applicant.unit)

    def test_the_applicant_learns_the_outcome_from_its_letter(self, case, first, second, applicant):
        case = declined(case, first, second)
        assert [shown_status(case, actor) for actor in (applicant, first)] == ["已提交", "不予受理"]
        release(Letter.objects.waiting(), by=first, at=AT)
        assert shown_status(case, applicant) == "不予受理"

    def test_what_came_after_is_told_by_its_own_letter(self, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        confirm(ACCEPT, case, by=second, at=AT)
        case = at_status(case.fresh(), Status.NOT_ADVANCING)
        assert told_status(case) == Status.SUBMITTED
        release(Letter.objects.waiting(), by=first, at=AT)
        assert told_status(case) == Status.ACCEPTED

    @pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN])
    def test_his_own_acts_and_what_asks_him_to_act_are_told_at_once(self, status):
        assert told_status(a_case(status=status)) == status

    def test_two_worlds_read_the_same_until_the_release(self, client, case, first, second, applicant, settings, monkeypatch):
        settings.DEMO = True
        monkeypatch.setattr(clock, "now", lambda: AT)
        paths = [
            "/home/",
            "/apply/",
            f"/applications/{case.pk}/",
            f"/applications/{case.pk}/check/",
            f"/applications/{case.pk}/receipt/",
            "/letters/",
        ]
        before = [page(client, applicant, path) for path in paths]
        assert {status for status, _ in before} == {200}
        declined(case, first, second)

        assert [page(client, applicant, path) for path in paths] == before
        assert as_actor(client, applicant).get(f"/letters/{Letter.objects.get().pk}/").status_code == 404
        release(Letter.objects.waiting(), by=first, at=AT)
        assert page(client, applicant, "/letters/") != before[-1]


def page(client, actor, path):
    """A page without the token that is another each time."""
    answer = as_actor(client, actor).get(path)
    return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
