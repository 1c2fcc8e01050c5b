"""The leading group's meeting: called, attended, decided by secretary and member, seats, strike-offs (article 18(8), 12(4))."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.services import HOLD
from applications.holds.services import confirm as confirm_hold
from applications.holds.services import propose as propose_hold
from core.ledger.models import Event
from core.ledger.services import ref
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.letters.models import Letter, LetterKind
from procedure.parameters.deliberating import reaches
from publicity.meetings import deciding, services, striking
from publicity.meetings.guards import conditions_asked_again, meeting_decided, minutes_recorded
from publicity.meetings.minutes import minutes_paper
from publicity.meetings.models import Meeting, MeetingDecision, Outcome
from publicity.meetings.table import ties
from publicity.meetings.todo import todo
from publicity.moves import DISQUALIFY_LATE, PROPOSE
from tests.factories import AT, make_actor
from tests.publicity.deliberating import EMPTY, HOUR, WHY, Deliberating, votes
from tests.review.evaluating import later
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(8)")]


world = shared(Deliberating)


def refused(act, *args, **kwargs) -> str:
    """The sentences of a refusal, after which nothing has changed."""
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refusal.value)


def states(*applications):
    return [(one.status, one.grade) for one in (application.fresh() for application in applications)]


class TestCalling:
    def test_it_is_over_the_list_that_was_reported(self, world):
        world.candidates("award")
        meeting = world.call()

        assert (meeting.number, meeting.list.number) == (1, 1)

    def test_by_the_secretary_alone(self, world):
        world.candidates("award")
        words = services.Invitation(AT + HOUR, "第一会议室", AT.date(), "书面通知")

        assert refused(services.call_meeting, world.edition, words, by=world.first, at=AT) == "由领导小组秘书召集全体会议。"

    def test_not_while_another_is_open(self, world):
        world.candidates("award")
        world.call()

        assert refused(world.call) == "第1次全体会议还没有登记结果。"

    def test_not_before_the_list_was_reported(self, world):
        one = world.candidates("award")[0]
        world.decide([(one, "nomination")], at=later())

        assert refused(world.call, at=later(2)) == "现在的候选名单和综合评价报告还没有向领导小组报告。"

    def test_a_real_edition_asks_for_the_proof(self, db):
        found = services._against(services.Invitation(AT, "会议室", AT.date(), "书面"), None, demo=False, at=AT)

        assert [one.sentence for one in found] == ["请附会议通知的扫描件。"]


class TestAttending:
    def test_not_before_the_meeting(self, world):
        world.candidates("award")
        meeting = world.call()

        assert "会议还没有开" in refused(services.record_attendance, meeting, [], [], by=world.secretary, at=AT)

    @pytest.mark.article("28")
    def test_a_member_who_signed_for_the_body_leaves(self, world):
        one = world.candidates("award")[0]
        member = world.members[1]
        make_actor(Role.APPLICANT, one.applicant.unit, person=member.person)
        meeting = world.call()

        assert ties(world.edition, [member.person]) == {str(member.person_id): {str(one.pk)}}
        rows = [{"member": str(m.person_id), "name": m.person.name, "present": True} for m in world.members]
        rows.sort(key=lambda row: (row["member"] != str(world.members[0].person_id), row["name"], row["member"]))
        said = refused(services.record_attendance, meeting, rows, [], by=world.secretary, at=AT + 2 * HOUR)

        assert f"{member.person.name}与{one.applicant.unit}有利害关系" in said

    def test_a_later_record_takes_the_place_of_the_earlier(self, world):
        world.candidates("award")
        meeting = world.call()
        world.attend(meeting)
        came = world.attend(meeting, absent=world.members[2:])

        assert len(came.present()) == 2


class TestDeciding:
    def test_whoever_is_proposed_takes_a_place_and_the_others_do_not(self, world):
        one, two, three = world.candidates("award", "nomination", "nomination")
        world.meet({one: "award", two: "nomination"})

        assert states(one, two, three) == [("proposed", "award"), ("proposed", "nomination"), ("not_proposed", None)]
        assert [one.fresh().seat, two.fresh().seat] == [1, 1]
        assert verify() == []

    def test_nobody_at_all_is_a_decision(self, world):
        world.candidates()
        world.meet()

        assert [guard.check(world.edition, AT) for guard in (meeting_decided, minutes_recorded)] == [None, None]

    def test_a_meeting_without_result_changes_nobody(self, world):
        one = world.candidates("award")[0]
        world.meet(result=deciding.Result(Outcome.FAILED.value, reason="到会人数没有达到规定的比例。"))

        assert states(one) == [("candidate", None)]
        assert meeting_decided.check(world.edition, AT) == "第1次全体会议流会，请再次召开会议。"

        world.meet({one: "award"}, at=later())

        assert (states(one), Meeting.objects.count()) == ([("proposed", "award")], 2)

    def test_a_list_that_was_sent_back_comes_in_a_new_version(self, world):
        one = world.candidates("award")[0]
        world.meet(result=deciding.Result(Outcome.RETURNED.value, reason="请补充研究近三年的经营数据。"))

        assert "还没有提出新的一版" in refused(world.call, at=later())
        assert [item.title for item in todo(Asking(world.first, later()))] == ["另提候选名单"]

        world.decide([(one, "nomination")], at=later())
        world.report_to_group(at=later())
        world.meet({one: "nomination"}, at=later(2))

        assert states(one) == [("proposed", "nomination")]

    def test_the_hands_are_the_secretary_and_a_member_who_came(self, world):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting, absent=world.members[2:])
        result = world.result({one: "award"})

        assert "由领导小组秘书登记" in refused(deciding.propose, meeting, result, by=world.members[0], at=AT + 3 * HOUR)
        deciding.propose(meeting, result, by=world.secretary, at=AT + 3 * HOUR)
        for hand in (world.secretary, world.members[2]):
            assert refused(deciding.confirm, meeting, by=hand, at=AT + 4 * HOUR)
        assert [item.title for item in todo(Asking(world.members[0], AT + 4 * HOUR))] == ["确认第1次全体会议的结果"]
        assert todo(Asking(world.members[2], AT + 4 * HOUR)) == []
        deciding.confirm(meeting, by=world.members[0], at=AT + 4 * HOUR)

        assert states(one) == [("proposed", "award")]

    def test_a_member_who_left_for_an_item_does_not_confirm(self, world):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting, leaving=[(world.members[0], one)])
        deciding.propose(meeting, world.result({one: "award"}), by=world.secretary, at=AT + 3 * HOUR)

        assert "请另一位到会的成员确认" in refused(deciding.confirm, meeting, by=world.members[0], at=AT + 4 * HOUR)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"rows": []}, "决定没有写到全部候选"),
            ({"vacancy": ""}, "请写明空缺的理由"),
            ({"outcome": "failed"}, "请写明流会的理由"),
        ],
    )
    def test_what_is_missing_is_said(self, world, changed, sentence):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting)
        result = deciding.Result(**(vars(world.result({one: "award"})) | changed))

        assert sentence in refused(deciding.propose, meeting, result, by=world.secretary, at=AT + 3 * HOUR)

    @pytest.mark.parametrize(
        ("vote", "sentence"),
        [((2, 0, 0), "合计要等于到会并且不回避的3人"), ((1, 2, 0), "没有达到三分之二以上，不能列入"), ((2, 1, 0), "")],
    )
    def test_votes_add_up_and_reach_the_majority(self, world, vote, sentence):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting)
        found = deciding.against(meeting, votes(world.result({one: "award"}), one, *vote))

        assert [sentence in blocker.sentence for blocker in found] == ([True] if sentence else [])

    def test_too_few_members_decide_nothing(self, world):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting, absent=world.members[1:])

        assert [blocker.sentence for blocker in deciding.against(meeting, world.result({one: "award"}))] == [
            "到会1人，应到3人，没有达到三分之二以上，只能登记为流会。"
        ]

    @pytest.mark.article("8")
    def test_no_more_than_the_edition_s_own_number(self, world):
        world.set("award_quota", 1)
        one, two = world.candidates("award", "award")
        meeting = world.call()
        world.attend(meeting)

        assert "质量奖列入2个，本届名额是1个" in refused(
            deciding.propose, meeting, world.result({one: "award", two: "award"}), by=world.secretary, at=AT + 3 * HOUR
        )

    def test_a_held_candidate_is_not_spoken_of(self, world):
        one, two = world.candidates("award", "award")
        hold(world, one)
        world.meet({two: "award"})

        assert states(one, two) == [("candidate", None), ("proposed", "award")]
        assert meeting_decided.check(world.edition, AT) is None

    def test_the_move_alone_is_refused(self, world):
        one = world.candidates("award")[0]

        assert "没有决定列入" in refused(PROPOSE.make, one, by=world.members[0], at=AT, reason=WHY)

    @pytest.mark.article("8")
    def test_the_database_knows_five_and_ten(self, world):
        one, two = world.candidates("award", "award")
        world.meet({one: "award", two: "award"})

        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=two.pk).update(seat=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=two.pk).update(seat=6)


def condition(result, application, article):
    """The same result with one application disqualified."""
    rows = [row | {"condition": article} if row["application"] == str(application.pk) else row for row in result.rows]
    return replace(result, rows=rows)


class TestAfterwards:
    def test_a_later_meeting_strikes_off_refills_and_changes_a_grade(self, world):
        one, two, three = world.candidates("award", "nomination", "nomination")
        world.meet({one: "award", two: "nomination"})
        world.meet({one: "", two: "award", three: "nomination"}, at=later())

        assert states(one, two, three) == [("not_proposed", None), ("proposed", "award"), ("proposed", "nomination")]
        assert [letter.recipient for letter in Letter.objects.filter(kind=LetterKind.STRUCK_OFF)] == [one.applicant.unit]

    def test_what_stands_may_be_kept(self, world):
        one, two = world.candidates("award", "nomination")
        world.meet({one: "award", two: "nomination"})
        before = one.changes.count()
        world.meet({one: deciding.KEPT, two: ""}, at=later())

        assert (states(one, two), one.changes.count()) == ([("proposed", "award"), ("not_proposed", None)], before)

    @pytest.mark.article("9(6)", "12(4)")
    def test_whoever_meets_a_condition_no_longer_is_disqualified_by_the_meeting_and_named_the_article(self, world):
        one, two, three = world.candidates("award", "nomination", "nomination")
        world.meet({one: "award"})
        wrong = condition(world.result({one: "award"}), one, "9(6)")
        meeting = world.call(at=later())
        world.attend(meeting, at=later())
        assert "不能同时列入" in refused(deciding.propose, meeting, wrong, by=world.secretary, at=later())
        deciding.propose(meeting, condition(world.result({two: "nomination"}), one, "9(6)"), by=world.secretary, at=later())
        decision = deciding.confirm(meeting, by=world.members[0], at=later())

        assert states(one, two, three) == [("disqualified", None), ("proposed", "nomination"), ("not_proposed", None)]
        letter = Letter.objects.get(kind=LetterKind.DISQUALIFIED)
        assert ["经领导小组研究决定" in letter.text, "近3年内无重大质量、安全、环境污染" in letter.text, letter.recipient] == [
            True, True, one.applicant.unit,
        ]  # fmt: skip
        assert "取消参评资格（不符合第九条第（六）项）" in minutes_paper(decision).text()
        assert verify() == []

    @pytest.mark.article("12(4)")
    @pytest.mark.parametrize(("named", "status", "kind"), [("", "not_proposed", "struck_off"), ("9(2)", "disqualified", "disqualified")])
    def test_by_authority_a_condition_disqualifies_and_its_absence_only_takes_off(self, world, named, status, kind):
        one = world.candidates("award")[0]
        world.meet({one: "award"}, authority="异议查实的，授权组长取消，不再开会。")
        assert "从列出的条款里选" in refused(striking.propose, one, reason=WHY, condition="11(1)", by=world.secretary, at=later())
        striking.propose(one, reason=WHY, condition=named, by=world.secretary, at=later())
        striking.confirm(one, by=world.members[0], at=later())

        assert states(one) == [(status, None)]
        assert list(Letter.objects.values_list("kind", flat=True).filter(subject_ref=ref(one))) == [kind]

    def test_the_move_alone_disqualifies_nobody(self, world):
        one = world.candidates("award")[0]

        assert "还没有认定不符合哪一条" in refused(DISQUALIFY_LATE.make, one, by=world.members[0], at=AT, reason=WHY)

    @pytest.mark.article("12(4)")
    def test_by_authority_of_the_minutes(self, world):
        one, two = world.candidates("award", "nomination")
        world.meet({one: "award", two: "nomination"}, authority="异议查实的，授权组长取消，不再开会。")
        striking.propose(one, reason="异议成立，不符合第九条的条件。", by=world.secretary, at=later())
        striking.confirm(one.fresh(), by=world.members[0], at=later())

        assert (states(one), one.fresh().seat) == ([("not_proposed", None)], None)

    @pytest.mark.article("12(4)")
    def test_not_without_authority_nor_before_the_minutes(self, world):
        one = world.candidates("award")[0]
        world.meet({one: "award"})

        assert "纪要没有授权" in refused(striking.propose, one, reason=WHY, by=world.secretary, at=later())

        world.meet({one: deciding.KEPT}, authority="授权组长取消。", minutes=False, at=later())

        assert "授权的纪要还没有登记" in refused(striking.propose, one, reason=WHY, by=world.secretary, at=later(2))

    def test_conditions_are_asked_again_in_this_step(self, world):
        one = world.candidates("award")[0]
        world.meet({one: "award"})
        world.read_again(at=later())

        assert conditions_asked_again.check(world.edition, later()) is None

    def test_the_office_no_longer_sets_aside(self, world):
        one = world.candidates("award")[0]

        assert "只有领导小组可以办理暂缓" in refused(propose_hold, HOLD, one, reason="有异议", by=world.first, at=AT)


def hold(world, application, *, at=AT):
    """Two of the leading group set an application aside."""
    proposal = propose_hold(HOLD, application, reason="异议还没有办结", by=world.secretary, at=at)
    return confirm_hold(proposal, by=world.members[0], at=at)


class TestTodo:
    def test_the_secretary_goes_from_one_to_the_next(self, world):
        one = world.candidates("award")[0]

        def asked(hours):
            return [item.title for item in todo(Asking(world.secretary, AT + hours * HOUR))]

        assert asked(0) == ["召集第三届晋中市质量奖的全体会议"]
        meeting = world.call()
        assert (asked(0), asked(2)) == ([], ["登记第1次全体会议的到会和回避"])
        world.attend(meeting)
        assert asked(2) == ["登记第1次全体会议的结果"]
        deciding.propose(meeting, world.result({one: "award"}), by=world.secretary, at=AT + 3 * HOUR)
        assert asked(3) == []
        deciding.confirm(meeting, by=world.members[1], at=AT + 4 * HOUR)
        assert asked(4) == ["登记第1次全体会议的纪要"]


@pytest.mark.parametrize(
    ("share", "part", "whole", "enough"),
    [("half", 2, 4, False), ("half", 3, 4, True), ("two-thirds", 2, 3, True), ("two-thirds", 3, 5, False)],
)
def test_shares_are_exact(share, part, whole, enough):
    assert reaches(share, part, whole) is enough


def test_a_decision_says_what_it_says(world):
    one = world.candidates("award")[0]
    row = world.meet({one: "award"})

    assert str(row).startswith("作出决定")
    assert (MeetingDecision.objects.decided(world.edition), row.vacancy) == (row, EMPTY)
    assert one.fresh().status == Status.PROPOSED
