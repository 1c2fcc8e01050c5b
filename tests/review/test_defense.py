"""The sitting, the draw, the room, what is entered, and leaving step 6."""

import hashlib
import secrets
from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Category, Status
from core.ledger.services import ref
from jinzhong_award.steps import STEPS, gate
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from procedure.parameters.reviewing import ABSENCE, SPEAK_MINUTES
from review.assignments.models import Assignment
from review.defense import registering, room, services
from review.defense.models import Appearance, DefenseSession, Question, Slot
from review.moves import DEFEND, MISS_DEFENSE
from review.rounds import Round
from tests.factories import AT, make_actor
from tests.review.defending import BEGINS, ROOM, a_sitting, came, defense, locked, passed, seated, slot_of, stayed_away, told
from tests.review.hands import refused
from tests.review.pairs import conflict, release
from tests.review.pairs import held as hold
from tests.review.scoring import close, set_parameter
from tests.reviewing import invite, make_panel, make_reviewer
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(6)")]


world = shared(defense)


def unseeded(monkeypatch, words):
    """Let the test fail where a seed is drawn; the ledger's salts are shorter."""
    drawn = secrets.token_hex
    monkeypatch.setattr("secrets.token_hex", lambda size: pytest.fail(words) if size == 32 else drawn(size))


def propose(world, **words):
    return services.propose(world.edition, a_sitting(world, **words), by=world.first, at=AT)


class TestDraw:
    def test_the_order_can_be_drawn_again_from_the_seed(self, world):
        session = seated(world)
        slots = list(Slot.objects.filter(session=session).order_by("order"))
        numbers = {key: hashlib.sha256((session.seed + key).encode()).hexdigest() for key in session.entrants}

        assert len(session.seed) == 64
        assert session.entrants == sorted(str(one.pk) for one in world.applications)
        assert [str(slot.application_id) for slot in slots] == sorted(numbers, key=numbers.get)
        assert [slot.order for slot in slots] == [1, 2, 3]
        assert [slot.begins_at - BEGINS for slot in slots] == [timedelta(minutes=30 * place) for place in range(3)]

    def test_nothing_is_drawn_before_the_second_hand(self, world, monkeypatch):
        unseeded(monkeypatch, "drawn by the first hand")
        propose(world)

        assert not DefenseSession.objects.exists()
        assert not Slot.objects.exists()

    def test_a_refused_second_hand_draws_nothing(self, world, monkeypatch):
        propose(world)
        unseeded(monkeypatch, "drawn in spite of a refusal")

        assert refused(services.confirm, world.edition, by=world.first, at=AT)

    def test_the_seed_differs_each_time(self, world):
        first = seated(world)
        passed(world.edition)
        second = seated(world, begins_at=BEGINS + timedelta(days=1))
        assert first.seed != second.seed

    def test_everybody_of_the_panel_is_assigned_in_the_same_act(self, world):
        session = seated(world)
        rows = Assignment.objects.filter(round=Round.ORAL_DEFENSE)

        assert rows.count() == 15
        assert {row.decision_id for row in rows} == {session.decision_id}

    def test_a_letter_waits_for_each_with_his_own_time(self, world):
        seated(world)
        letters = Letter.objects.waiting().filter(kind=LetterKind.SCHEDULE)
        slot = slot_of(world.applications[0])
        text = letters.get(subject_ref=ref(slot)).text

        assert letters.count() == 3
        assert f"{slot.begins_at.astimezone(BEGINS.tzinfo):%-H:%M}到{ROOM}参加陈述答辩" in text
        assert "陈述15分钟" in text
        assert "质询15分钟" in text
        assert "可以携带：演示文稿，两人以内" in text
        assert world.reviewers[0].person.name not in text


class TestSittingRefused:
    def test_for_what_is_wrong_with_it(self, world):
        agency, applicant = make_actor(Role.AGENCY), make_actor(Role.APPLICANT)
        sitting = a_sitting(world)
        for actor in (agency, applicant):
            assert refused(services.propose, world.edition, sitting, by=actor, at=AT) == "您的身份不能安排答辩并抽签。"
        assert refused(propose, world, begins_at=AT) == "开始时间已经过去。"
        assert refused(propose, world, room=" ") == "请写明地点。"
        assert refused(propose, world, entrants=()) == "请选择这一场答辩的申报。"
        assert "一场要在当天结束" in refused(propose, world, begins_at=BEGINS.replace(hour=23))
        materials = make_panel(world.edition, world.reviewers, round=Round.MATERIALS, name="材料组")
        assert refused(propose, world, panel=str(materials.pk)) == "请选择本届陈述答辩的专家组。"

    def test_for_a_held_one_and_one_with_a_time(self, world):
        sitting, (one, *_) = a_sitting(world), world.applications
        hold(one)
        assert refused(services.propose, world.edition, sitting, by=world.first, at=AT) == f"{one.applicant.unit}现在不等待安排答辩。"
        seated(world)
        assert one not in services.waiting(world.edition)
        assert Slot.objects.count() == 2

    def test_for_a_member_in_conflict_by_name(self, world):
        application, expert = world.applications[1], world.reviewers[2]
        conflict(application, expert)
        sentence = refused(propose, world)
        assert sentence == f"{expert}应当回避{application.applicant.unit}，请把它排进另一个专家组的一场，或者先由备选替补。"

    def test_for_a_conflict_found_between_the_hands(self, world):
        propose(world)
        conflict(world.applications[0], world.reviewers[0])
        assert "应当回避" in refused(services.confirm, world.edition, by=world.second, at=AT)
        assert not DefenseSession.objects.exists()

    def test_for_too_small_a_panel_and_another_category(self, world):
        few = [make_reviewer() for _ in range(2)]
        for one in few:
            invite(world.edition, one)
        panel = make_panel(world.edition, few, round=Round.ORAL_DEFENSE, category=Category.INDIVIDUAL, name="小组")
        sentence = refused(propose, world, panel=str(panel.pk))
        assert "小组只有2名专家，本届规定至少5名。" in sentence
        assert f"小组不评{world.applications[0].applicant.unit}这一类奖项。" in sentence

    def test_when_the_facts_changed_between_the_hands(self, world):
        propose(world)
        set_parameter(world.edition, SPEAK_MINUTES.name, 20)
        assert "重新经办" in refused(services.confirm, world.edition, by=world.second, at=AT)
        propose(world)
        hold(world.applications[0])
        assert "重新经办" in refused(services.confirm, world.edition, by=world.second, at=AT)

    def test_for_the_same_experts_or_room_at_the_same_time(self, world):
        seated(world)
        passed(world.edition)
        assert "重叠" in refused(propose, world, begins_at=BEGINS + timedelta(minutes=45), room="另一间")
        assert propose(world, begins_at=BEGINS + timedelta(minutes=90))

    def test_when_the_time_has_passed_before_the_second_hand(self, world):
        propose(world)
        assert refused(services.confirm, world.edition, by=world.second, at=BEGINS) == "开始时间已经过去。"


class TestMoving:
    def test_a_new_time_with_its_reason_and_a_new_letter(self, world):
        seated(world)
        told(world)
        before = slot_of(world.applications[0])
        later = BEGINS + timedelta(hours=5)
        row = services.move_slot(before, begins_at=later, reason="路上结冰。", by=world.first, at=AT)
        letter = Letter.objects.waiting().get()

        assert (row.replaces_id, row.order, row.begins_at) == (before.pk, before.order, later)
        assert letter.text.startswith("原来的时间作废，以这一次为准。更改的原因：路上结冰。")
        assert services.told_slot(world.applications[0]) == before

    def test_a_letter_that_waits_gives_way(self, world):
        seated(world)
        before = slot_of(world.applications[0])
        row = services.move_slot(before, begins_at=BEGINS + timedelta(hours=5), reason="路上结冰。", by=world.first, at=AT)
        letters = Letter.objects.waiting()

        assert letters.count() == 3
        assert "作废" not in letters.get(subject_ref=ref(row)).text

    def test_refused(self, world):
        seated(world)
        one, two, _ = Slot.objects.whole().order_by("order")
        move = services.move_slot
        assert "请写明更改的原因。" in refused(move, one, begins_at=BEGINS + timedelta(hours=5), reason=" ", by=world.first, at=AT)
        assert "重叠" in refused(move, one, begins_at=two.begins_at, reason="交通", by=world.first, at=AT)
        assert refused(move, one, begins_at=AT, reason="交通", by=world.first, at=AT) == "开始时间已经过去。"
        assert refused(move, one, begins_at=one.begins_at, reason="交通", by=world.first, at=AT) == "时间没有变化。"
        later = {"begins_at": BEGINS + timedelta(hours=5), "reason": "交通", "at": AT}
        assert refused(move, one, by=make_actor(Role.AGENCY), **later) == "您的身份不能更改答辩时间。"
        came(world, two.application)
        assert refused(move, two, by=world.first, **later) == "已经到场答辩，不能再改时间。"
        move(one, by=world.first, **later)
        assert refused(move, one, by=world.first, **later) == "这个答辩时间已经更改，请看新的时间。"


class TestRoom:
    @pytest.fixture
    def slot(self, world):
        seated(world)
        return slot_of(world.applications[0])

    def begin(self, world, slot, *, at=None, speaker="张三", by=None):
        return room.begin(slot, speaker=speaker, post="厂长", by=by or world.first, at=at or slot.begins_at)

    def test_who_speaks_and_when_it_ends(self, world, slot):
        row = self.begin(world, slot)
        assert (row.speaker, row.post, row.began_at) == ("张三", "厂长", slot.begins_at)
        assert row.ends_at - row.speak_until == row.speak_until - row.began_at == timedelta(minutes=15)

    def test_refused_before_the_day_without_a_speaker_and_twice(self, world, slot):
        assert refused(self.begin, world, slot, at=AT) == "答辩在2026年3月16日（星期一），还没有到这一天。"
        assert refused(self.begin, world, slot, speaker=" ") == "到场的，请写明主讲人。"
        assert refused(self.begin, world, slot, by=make_actor(Role.SECRETARY)) == "您的身份不能登记到场。"
        self.begin(world, slot)
        assert refused(self.begin, world, slot) == "这一次的到场情况已经登记。"

    def test_nobody_came(self, world, slot):
        miss = {"note": "电话没有人接。", "by": world.first}
        assert "还没有到时间" in refused(room.miss, slot, at=slot.begins_at - timedelta(minutes=1), **miss)
        assert "文书还没有发出" in refused(room.miss, slot, at=slot.begins_at, **miss)
        told(world)
        assert "请写明未到场的情况" in refused(room.miss, slot, note=" ", by=world.first, at=slot.begins_at)
        room.miss(slot, at=slot.begins_at, **miss)
        assert not Appearance.objects.get().present

    def test_another_time_after_nobody_came(self, world, slot):
        told(world)
        stayed_away(world, slot.application)
        after = slot.begins_at + timedelta(hours=1)
        moved = services.move_slot(slot, begins_at=after + timedelta(hours=2), reason="封路，另定。", by=world.first, at=after)
        self.begin(world, moved)
        assert DEFEND.blockers(slot.application, world.first, at=after)[0].label == "专家评分表已经锁定"

    def test_questions_and_answers(self, world, slot):
        ask = {"text": "数据从哪里来？", "answer": "来自年报。", "by": world.first, "at": slot.begins_at}
        assert refused(room.ask, slot, reviewer=world.reviewers[0], **ask) == "还没有登记到场，不能记录质询。"
        self.begin(world, slot)
        stranger = make_reviewer()
        assert refused(room.ask, slot, reviewer=stranger, **ask) == f"{stranger}不是这份申报的答辩专家。"
        room.ask(slot, reviewer=world.reviewers[0], **ask)
        assert Question.objects.get().answer == "来自年报。"


class TestDefended:
    def test_only_with_an_appearance_and_every_sheet(self, world):
        application = world.applications[0]
        assert "还没有安排答辩时间" in refused(DEFEND.make, application, by=world.first, at=AT)
        seated(world)
        assert "还没有登记到场情况" in refused(DEFEND.make, application, by=world.first, at=AT)
        came(world, application)
        locked(application, but=world.reviewers[:1])
        assert refused(DEFEND.make, application, by=world.first, at=AT) == f"{application.applicant.unit}还有1份评分表没有锁定。"
        locked(application, but=world.reviewers[1:])
        DEFEND.make(application, by=world.first, at=AT)
        application.refresh_from_db()
        assert application.status == Status.DEFENDED

    def test_whoever_is_released_is_not_waited_for(self, world):
        application = world.applications[0]
        seated(world)
        came(world, application)
        locked(application, but=world.reviewers[:1])
        release(Assignment.objects.get(application=application, reviewer=world.reviewers[0]))
        assert DEFEND.blockers(application, world.first, at=AT) == []

    def test_a_whole_sitting_at_once(self, world):
        session = seated(world)
        assert refused(registering.defend_all, session, by=world.first, at=AT) == registering.NONE_READY
        for application in world.applications:
            came(world, application)
        for application in world.applications[:2]:
            locked(application)
        assert len(registering.defend_all(session, by=world.first, at=AT)) == 2
        assert refused(registering.defend_all, session, by=world.first, at=AT) == registering.NONE_READY


class TestAbsent:
    @pytest.fixture
    def application(self, world):
        seated(world)
        told(world)
        return world.applications[0]

    def decide(self, world, application, reason="等到9:30没有来。"):
        registering.propose_miss(application, reason=reason, by=world.first, at=AT)
        return registering.confirm_miss(application, by=world.second, at=AT)

    def test_by_two_with_the_consequence_in_the_letter(self, world, application):
        assert "没有登记未到场" in refused(self.decide, world, application)
        stayed_away(world, application)
        assert "理由" in refused(self.decide, world, application, reason=" ")
        self.decide(world, application)
        application.refresh_from_db()
        letter = Letter.objects.waiting().get(kind=LetterKind.OTHER)

        assert application.status == Status.ABSENT
        assert letter.recipient == application.applicant.unit
        assert letter.text.endswith("理由：等到9:30没有来。\n依照本届评选细则：不得列入候选名单。")

    def test_one_alone_and_a_changed_consequence_are_refused(self, world, application):
        stayed_away(world, application)
        registering.propose_miss(application, reason="没有来。", by=world.first, at=AT)
        refused(registering.confirm_miss, application, by=world.first, at=AT)
        set_parameter(world.edition, ABSENCE.name, "unscored")
        assert refused(registering.confirm_miss, application, by=world.second, at=AT) == registering.CHANGED

    def test_whoever_came_is_not_absent(self, world, application):
        came(world, application)
        assert "没有登记未到场" in refused(self.decide, world, application)
        assert MISS_DEFENSE.blockers(application, world.first, at=AT)


class TestGate:
    def sentences(self, world):
        return [one.sentence for one in gate(world.edition, AT) if one.article == "18(6)"]

    def test_nobody_passed(self):
        assert self.sentences(defense(applications=0)) == []

    def test_each_and_the_sheets_and_the_closing(self, world):
        one, two, three = world.applications
        assert len(self.sentences(world)) == 1
        seated(world)
        told(world)
        for application in (one, two):
            came(world, application)
            locked(application)
            DEFEND.make(application, by=world.first, at=AT)
        assert self.sentences(world) == [
            f"{three.applicant.unit}还没有登记已答辩或者未到场。",
            "陈述答辩还没有结束评分。请两人办理结束评分。",
        ]
        stayed_away(world, three)
        TestAbsent().decide(world, three)
        assert self.sentences(world)[0] == f"{three.applicant.unit}未到场，文书还没有发出。"
        told(world)
        close(world, Round.ORAL_DEFENSE)
        assert self.sentences(world) == []

    def test_nobody_waits_for_a_held_one(self, world):
        for application in world.applications:
            hold(application)
        assert self.sentences(world) == []

    def test_the_parameters_of_the_evaluation_are_asked_for_here(self, world):
        assert any(guard.check(world.edition, AT) is None and "综合评价" in guard.label for guard in STEPS[Step.DEFENSE].guards)
