"""Who came to the defense was entered wrongly: entered anew with the reason; what was entered stays on record."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from core.ledger.verify import verify
from review.defense import room
from review.defense.models import Appearance, Slot
from review.defense.room import Entry
from review.defense.services import OUTRUN
from review.moves import DEFEND
from tests.factories import AT, make_actor
from tests.review.defending import came, defense, locked, seated, slot_of, stayed_away, told
from tests.review.hands import refused
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(6)")]
CAME = Entry(True, "李四", "副总经理", "总经理临时有事。")
ABSENT = Entry(False, note="等到半小时，电话没有人接。")


@shared
def world():
    """A sitting of two, told; the first has begun."""
    found = defense(applications=2)
    seated(found)
    told(found)
    came(found, found.applications[0])
    return found


def correct(world, application, entry, *, reason="登记时看错了名单", by=None, at=None):
    slot = slot_of(application)
    return room.correct(slot, entry, reason=reason, by=by or world.first, at=at or slot.begins_at + timedelta(hours=1))


def test_the_speaker_is_corrected_and_the_clock_goes_on(world):
    one = world.applications[0]
    before = slot_of(one)

    made = correct(world, one, CAME)

    after = slot_of(one)
    assert (made.slot, after.replaces, after.begins_at, after.reason) == (after, before, before.begins_at, "登记时看错了名单")
    assert (made.speaker, made.post, made.began_at) == ("李四", "副总经理", before.appearance.began_at)
    assert Appearance.objects.filter(slot__application=one).count() == 2
    assert verify() == []


def test_whoever_came_late_is_entered_as_come_and_can_be_registered(world):
    one = world.applications[1]
    stayed_away(world, one)

    made = correct(world, one, CAME)
    locked(one)
    DEFEND.make(one, by=world.first, at=AT)

    assert (made.present, made.began_at) == (True, slot_of(one).begins_at + timedelta(hours=1))


def test_whoever_was_entered_as_come_by_mistake_did_not(world):
    one = world.applications[0]
    assert correct(world, one, ABSENT).present is False
    assert DEFEND.blockers(one, world.first, at=AT)[0].sentence == f"{one.applicant.unit}登记的是未到场。"


def test_what_was_asked_is_read_after_the_correction(world):
    one = world.applications[0]
    room.ask(slot_of(one), reviewer=world.reviewers[0], text="怎样评价？", answer="按标准。", by=world.first, at=AT)

    before = slot_of(one)
    correct(world, one, CAME)

    assert refused(room.ask, before, reviewer=world.reviewers[0], text="再问？", answer="", by=world.first, at=AT) == OUTRUN
    assert [row.text for row in room.questions_of(slot_of(one))] == ["怎样评价？"]


@pytest.mark.parametrize(
    ("entry", "words", "sentence"),
    [
        (Entry(True, "张三", "总经理"), {}, "与原来登记的相同，没有要更正的。"),
        (CAME, {"reason": " "}, "请写明更正的理由。"),
        (Entry(True, " "), {}, "到场的，请写明主讲人。"),
        (Entry(False), {}, "请写明未到场的情况：怎样联系过，对方怎样说。"),
    ],
)
def test_what_a_correction_lacks_is_said(world, entry, words, sentence):
    assert refused(correct, world, world.applications[0], entry, **words) == sentence
    assert Slot.objects.filter(replaces__isnull=False).count() == 0


def test_before_anything_was_entered_and_after_it_was_registered_nothing_is_corrected(world):
    one, other = world.applications
    assert refused(correct, world, other, CAME) == "还没有登记到场情况，不用更正。"
    locked(one)
    DEFEND.make(one, by=world.first, at=AT)
    assert refused(correct, world, one, CAME) == "这份申报“已答辩”，到场登记不能再更正。"


def test_the_office_alone_corrects(world):
    assert refused(correct, world, world.applications[0], CAME, by=make_actor(Role.REVIEWER)) == "您的身份不能更正到场登记。"
