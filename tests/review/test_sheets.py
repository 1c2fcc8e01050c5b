"""The score sheet (article 18(4)): typed, locked, receipted; refused afterwards by rule and by the database."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.grants.models import Role
from applications.cases.models import Status
from core.ledger.services import cover, lock
from core.ledger.verify import verify
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.parameters.reviewing import THEME_POINTS
from review.assignments.models import AssignmentRelease
from review.reviewers.models import ReleaseKind
from review.rounds import Round
from review.sheets import drafts
from review.sheets.access import CLOSED, ENDED, LOCKED
from review.sheets.desk import desk_of
from review.sheets.entries import Line, fault_of, points_at, rate_of
from review.sheets.items import Item, items_of
from review.sheets.models import Sheet, SheetDraft
from review.sheets.services import CHANGED, lock_sheet
from tests.factories import AT, at_status, at_step, make_actor, make_application
from tests.review.scoring import assignment_of, close, fill, lock_it, scored, scoring, set_parameter
from tests.reviewing import assign
from tests.worlds import shared

pytestmark = pytest.mark.article("18(4)")


world = shared(scoring)


@transaction.atomic
def release(assignment):
    row = AssignmentRelease(assignment=assignment, kind=ReleaseKind.CONFLICT, reason="回避", at=AT)
    return cover(lock(assignment.application.edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="release")


def first(world):
    return assignment_of(world, world.applications[0], 0), world.by(0)


def save(assignment, by, typed, key=None, bases=None):
    return drafts.save_entry(assignment, key or items_of(assignment)[0].key, typed=typed, bases=bases or {}, by=by, at=AT)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "还没有评分"),
        ("0", ""),
        ("50", ""),
        ("37.25", ""),
        ("３７．５", ""),
        ("37.255", "“37.255”不是分数，请填数字，最多两位小数"),
        ("50.01", "得分应在0到50分之间"),
        ("-1", "“-1”不是分数，请填数字，最多两位小数"),
        ("1e1", "“1e1”不是分数，请填数字，最多两位小数"),
        ("很好", "“很好”不是分数，请填数字，最多两位小数"),
    ],
)
def test_points_are_numbers_within_the_item(typed, fault):
    assert fault_of(typed, Item("i1", "1", "", Decimal(50))) == fault


def test_a_rate_becomes_points_and_points_find_their_rate():
    item = Item("i1", "1", "", Decimal(15))
    assert points_at(75, item) == "11.25"
    assert rate_of(Decimal("11.25"), item.full) == 75
    assert Line(item, {"points": "11.2"}).rate is None


def test_the_items_are_the_leaves_of_the_rubric_and_the_four_themes(world):
    assignment, _ = first(world)
    items = items_of(assignment)
    assert sum(item.full for item in items) == 1000
    assert all(item.group for item in items)
    assignment.round = Round.ORAL_DEFENSE
    set_parameter(world.edition, THEME_POINTS.name, 30)
    assert [(item.title, item.full) for item in items_of(assignment)] == [
        ("质量提升", 30),
        ("创新驱动", 30),
        ("品牌影响", 30),
        ("经营绩效", 30),
    ]


def test_a_draft_keeps_what_was_typed_and_counts_each_field(world):
    assignment, by = first(world)
    save(assignment, by, {"points": "不知道", "strengths": "一。\n二。"})
    draft = SheetDraft.objects.get()
    key = items_of(assignment)[0].key
    assert draft.entries[key] == {"points": "不知道", "strengths": "一。\n二。"}
    assert {field: one["n"] for field, one in draft.revisions[key].items()} == {"points": 1, "strengths": 1}


def test_another_tab_is_not_written_over(world):
    assignment, by = first(world)
    save(assignment, by, {"points": "10", "strengths": "先写的"})
    with pytest.raises(drafts.Conflicted) as refused:
        save(assignment, by, {"points": "20", "strengths": "先写的", "page": "7"})
    key = items_of(assignment)[0].key
    assert [(one.label, one.theirs, one.yours) for one in refused.value.conflicts] == [("得分", "10", "20")]
    assert SheetDraft.objects.get().entries[key] == {"points": "10", "strengths": "先写的", "page": "7"}


def test_what_cannot_be_stored_saves_nothing(world):
    assignment, by = first(world)
    with pytest.raises(drafts.Unstorable, match="无法保存的特殊字符"):
        save(assignment, by, {"points": "10", "strengths": "坏\x00字"})
    assert not SheetDraft.objects.exists()


def test_locking_names_every_missing_item(world):
    assignment, by = first(world)
    items = items_of(assignment)
    save(assignment, by, {"points": "9999"})
    with pytest.raises(RuleRefused) as refused:
        lock_it(assignment, by)
    assert len(refused.value.blockers) == len(items)
    assert refused.value.blockers[0].sentence == f"得分应在0到{items[0].full:f}分之间。"
    assert refused.value.blockers[1].sentence == "还没有评分。"
    assert not Sheet.objects.exists()


def test_a_locked_sheet_is_a_row_of_record_with_a_receipt(world):
    assignment, by = first(world)
    fill(assignment, by, rate=70)
    sheet = lock_it(assignment, by)
    assert (sheet.total, sheet.full) == (700, 1000)
    assert sheet.entries[0]["points"]
    assert sheet.entries[0]["page"] == "3"
    mail = Message.objects.get()
    assert mail.address == by.person.email
    assert mail.private
    assert f"{sheet.event.chain}-{sheet.event.seq}-{sheet.event.hash}" in mail.text
    assert "700" not in mail.text.replace(sheet.fingerprint, "").replace(sheet.event.hash, "")
    assert verify() == []


def test_what_changed_since_the_page_was_opened_is_not_locked(world):
    assignment, by = first(world)
    fill(assignment, by)
    with pytest.raises(RuleRefused, match=CHANGED):
        lock_sheet(assignment, by=by, at=AT, signature={"method": "demo", "digest": "0" * 64})
    assert not Sheet.objects.exists()


def test_after_locking_nothing_is_edited(world):
    assignment, by = first(world)
    fill(assignment, by)
    lock_it(assignment, by)
    with pytest.raises(RuleRefused, match=LOCKED):
        save(assignment, by, {"points": "1"})
    with pytest.raises(RuleRefused, match=LOCKED):
        lock_it(assignment, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.update(total=1)


def test_after_release_nothing_is_edited_and_the_database_takes_no_sheet(world):
    assignment, by = first(world)
    fill(assignment, by)
    release(assignment)
    with pytest.raises(RuleRefused, match=ENDED):
        save(assignment, by, {"points": "1"})
    with pytest.raises(RuleRefused, match=ENDED):
        lock_it(assignment, by)
    assert bare(assignment, by) == "jz"


def test_after_closing_nothing_is_edited_and_the_database_takes_no_sheet(world):
    for application in world.applications:
        scored(world, application)
    close(world)
    other = make_more(world)
    with pytest.raises(RuleRefused, match=CLOSED.format("材料评审")):
        save(other, world.by(0), {"points": "1"})
    assert bare(other, world.by(0)) == "jz"


def make_more(world):
    """An application that came to the round after it was closed: past every guard."""
    application = make_application(world.edition.fresh(), Status.ACCEPTED, number="JZ3-O-900")
    return assign(application, world.reviewers[0], world.panel)


def bare(assignment, by):
    """Ask the database alone to take a sheet; return by whom it was refused."""
    row = Sheet(assignment=assignment, entries=[], total=1, full=1, fingerprint="0" * 64, method="demo", by=by.person, at=AT)
    try:
        with transaction.atomic():
            cover(lock(assignment.application.edition.chain), row, at=AT, by=by, action="test")
    except IntegrityError as error:
        return "jz" if "jz" in str(error) else str(error)
    return ""


def test_only_the_reviewer_writes_on_his_sheet(world):
    assignment, _ = first(world)
    for by in (world.by(1), world.first):
        with pytest.raises(RuleRefused):
            save(assignment, by, {"points": "1"})
    assert not SheetDraft.objects.exists()


def test_nothing_is_scored_out_of_its_step(world):
    assignment, by = first(world)
    at_step(world.edition.fresh(), Step.APPROVAL)
    with pytest.raises(RuleRefused, match="本届正处于“批准公告”，现在不能评分。"):
        save(assignment, by, {"points": "1"})


def test_nobody_but_the_reviewer_sees_a_sheet_before_the_closing(world):
    for application in world.applications:
        scored(world, application)
    agency = make_actor(Role.AGENCY)

    def seen(actor):
        return Sheet.objects.visible_to(actor).count()

    assert [seen(world.by(0)), seen(world.first), seen(agency), seen(make_actor(Role.AUDIT))] == [2, 0, 0, 0]
    close(world)
    assert [seen(world.by(0)), seen(world.first), seen(agency), seen(make_actor(Role.AUDIT))] == [2, 6, 0, 0]


def test_whoever_is_out_of_the_round_waits_for_nobody(world):
    assignment, by = first(world)
    at_status(assignment.application, Status.WITHDRAWN)

    assert [desk.open for desk in desk_of(by) if desk.assignment == assignment] == [False]
    with pytest.raises(RuleRefused, match="这份申报“已撤回”，不再评分。"):
        save(assignment, by, {"points": "1"})
    assert SheetDraft.objects.count() == 0
