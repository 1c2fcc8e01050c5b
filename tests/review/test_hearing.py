"""No expert locks a sheet on a statement that was not made (article 18(6)); a draft may be typed before."""

from datetime import timedelta

import pytest

from core import clock
from procedure.asking import Asking
from review.assignments.models import Assignment
from review.defense import room, services
from review.defense.models import Appearance
from review.defense.room import Entry
from review.rounds import Round
from review.sheets import aside, drafts
from review.sheets.entries import COMMENT
from review.sheets.models import Sheet, SheetDraft
from review.sheets.todo import reviewing
from tests.factories import AT
from tests.procedure.hands import as_actor
from tests.review.defending import came, defense, locked, seated, slot_of, stayed_away, told
from tests.review.hands import refused
from tests.review.scoring import fill, lock_it
from tests.reviewing import acting_as
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(6)")]
ABSENT = Entry(False, note="来的是同名的另一家单位。")


@shared
def world():
    """A sitting of two, told: nobody was heard yet."""
    found = defense(applications=2)
    seated(found)
    told(found)
    return found


def sheet_on(world, application, place=0):
    """An expert's own assignment, filled, and the expert."""
    reviewer = world.reviewers[place]
    found = Assignment.objects.whole().get(application=application, reviewer=reviewer, round=Round.ORAL_DEFENSE)
    fill(found, acting_as(reviewer))
    return found, acting_as(reviewer)


def asked(by):
    return {item.title: item for item in reviewing(Asking(by, AT))}


def test_before_the_statement_a_sheet_is_typed_and_not_locked(world):
    one = world.applications[0]
    assignment, by = sheet_on(world, one)
    drafts.save_entry(assignment, COMMENT, typed={"comment": "看过材料。"}, bases={}, by=by, at=AT)

    assert refused(lock_it, assignment, by) == f"{one.applicant.unit}还没有到场陈述，陈述之后才能锁定评分表。"

    assert SheetDraft.objects.get().entries[COMMENT]["comment"] == "看过材料。"
    assert not Sheet.objects.exists()
    came(world, one)
    assert lock_it(assignment, by).assignment == assignment


def test_whoever_did_not_come_is_not_scored_until_he_speaks_at_another_time(world):
    one = world.applications[0]
    assignment, by = sheet_on(world, one)
    stayed_away(world, one)

    assert refused(lock_it, assignment, by) == f"{one.applicant.unit}登记的是没有到场，没有陈述，评分表不能锁定。"
    assert f"评审{one.applicant.unit}" not in asked(by)

    slot, later = slot_of(one), slot_of(one).begins_at + timedelta(hours=3)
    services.move_slot(slot, begins_at=later, reason="封路，另定。", by=world.first, at=slot.ends_at)
    assert "还没有到场陈述" in refused(lock_it, assignment, by)
    came(world, one)
    assert lock_it(assignment, by)


def test_what_is_missing_is_said_beside_it(world):
    one = world.applications[0]
    assignment, by = sheet_on(world, one)
    SheetDraft.objects.update(entries={})

    sentence = refused(lock_it, assignment, by)

    assert "还没有到场陈述" in sentence
    assert sentence.count("还没有评分。") == 4


def test_the_pages_and_the_to_do_list_say_it_before_anybody_signs(world, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    one = world.applications[0]
    assignment, by = sheet_on(world, one)
    browser, path = as_actor(client, by), f"/review/assignments/{assignment.pk}/"
    sentence = f"{one.applicant.unit}还没有到场陈述，陈述之后才能锁定评分表。"

    for page in ("check/", "items/brand/"):
        assert sentence in browser.get(f"{path}{page}").content.decode()
    assert browser.get(f"{path}check/").context["form"] is None
    assert "还没有陈述，陈述之后锁定" in browser.get("/review/assignments/").content.decode()
    item = asked(by)[f"评审{one.applicant.unit}"]
    assert (item.action, "陈述之后锁定" in item.text) == ("检查", True)

    came(world, one)
    assert sentence not in browser.get(f"{path}check/").content.decode()
    assert asked(by)[f"评审{one.applicant.unit}"].action == "检查并锁定"


def test_nobody_is_entered_as_absent_whom_a_counted_sheet_heard(world):
    one = world.applications[0]
    came(world, one)
    locked(one, but=world.reviewers[2:])
    slot, after = slot_of(one), slot_of(one).begins_at + timedelta(hours=1)
    names = "、".join(sorted(who.person.name for who in world.reviewers[:2]))

    sentence = refused(room.correct, slot, ABSENT, reason="认错了人", by=world.first, at=after)
    assert sentence == f"{names}已经锁定评分表，不能更正为没有到场。确实没有到场的，先由两人将这些评分表不计入。"
    assert Appearance.objects.get().present

    for sheet in Sheet.objects.all():
        aside.propose(sheet, reason="没有陈述，不能评分", by=world.first, at=after)
        aside.confirm(sheet, by=world.second, at=after)
    assert room.correct(slot, ABSENT, reason="认错了人", by=world.first, at=after).present is False
    assert (Sheet.objects.count(), Sheet.objects.counted().count()) == (2, 0)


def test_the_page_of_the_correction_names_who_has_locked(world, client, monkeypatch):
    one = world.applications[0]
    came(world, one)
    locked(one, but=world.reviewers[1:])
    slot = slot_of(one)
    monkeypatch.setattr(clock, "now", lambda: slot.begins_at)

    page = as_actor(client, world.first).get(f"/review/slots/{slot.pk}/correct/").content.decode()

    assert "1名专家已经锁定评分表" in page
    assert world.reviewers[0].person.name in page
