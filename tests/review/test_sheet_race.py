"""Hands that press at the same moment: two last sheets, lock against edit, close against submit. The ledger stays whole."""

import pytest

from core.ledger.verify import verify
from review.rounds import Round
from review.sheets import closing, drafts
from review.sheets.models import RoundClosing, Sheet, SheetDraft
from review.sheets.outlying import asked
from tests.factories import AT
from tests.races.presses import press_together
from tests.review.scoring import assignment_of, fill, lock_it, scored, scoring
from tests.reviewing import assign, invite, make_reviewer

pytestmark = pytest.mark.article("18(4)")
ROUNDS = 3


def outcomes(copy, presses):
    return press_together(copy, ROUNDS, presses)


def test_two_last_sheets_at_once_are_both_locked(committed):
    world = scoring(applications=ROUNDS)
    for application in world.applications:
        for place, rate in ((0, 70), (1, 72), (2, 95)):
            assignment = assignment_of(world, application, place)
            fill(assignment, world.by(place), rate=rate)
            if place == 0:
                lock_it(assignment, world.by(place))

    def pressed_by(place):
        return lambda number: lock_it(assignment_of(world, world.applications[number], place), world.by(place))

    pressed = outcomes(committed, [pressed_by(1), pressed_by(2)])

    assert pressed == [("made", "made")] * ROUNDS
    assert Sheet.objects.count() == 3 * ROUNDS
    assert {sheet.assignment.reviewer for sheet in asked(world.edition, Round.MATERIALS)} == {world.reviewers[2]}
    assert verify() == []


def test_the_same_sheet_pressed_twice_is_locked_once(committed):
    world = scoring(applications=ROUNDS)
    for application in world.applications:
        fill(assignment_of(world, application, 0), world.by(0))

    def press(number):
        lock_it(assignment_of(world, world.applications[number], 0), world.by(0))

    pressed = outcomes(committed, [press, press])

    assert [sorted(round_) for round_ in pressed] == [["made", "refused"]] * ROUNDS
    assert Sheet.objects.count() == ROUNDS
    assert verify() == []


def test_a_lock_and_an_edit_at_once_never_lock_what_was_not_signed(committed):
    world = scoring(applications=ROUNDS)
    for application in world.applications:
        fill(assignment_of(world, application, 0), world.by(0))

    def press(number):
        lock_it(assignment_of(world, world.applications[number], 0), world.by(0))

    def edit(number):
        assignment = assignment_of(world, world.applications[number], 0)
        present = SheetDraft.objects.get(assignment=assignment).entries["i4-1-2"]
        bases = {"points": drafts.base_of(present["points"])}
        drafts.save_entry(assignment, "i4-1-2", typed={"points": "1"}, bases=bases, by=world.by(0), at=AT)

    pressed = outcomes(committed, [press, edit])

    assert {outcome for round_ in pressed for outcome in round_} <= {"made", "refused"}
    for round_, application in zip(pressed, world.applications, strict=True):
        sheet = Sheet.objects.filter(assignment__application=application).first()
        draft = SheetDraft.objects.get(assignment__application=application)
        assert bool(sheet) == (round_[0] == "made")
        if sheet:  # what is locked is what stands in the draft, and nothing was edited after it
            assert sheet.entries[0]["points"] == draft.entries["i4-1-2"]["points"]
    assert verify() == []


def test_a_closing_and_a_sheet_at_once_leave_no_sheet_after_the_closing(committed):
    """Whichever comes first: a sheet that came before outruns the proposal, one that comes after is refused."""
    world = scoring(applications=1)
    scored(world, world.applications[0])
    closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)
    more = make_reviewer()
    invite(world.edition, more)
    world.reviewers.append(more)
    assignment = assign(world.applications[0], more, world.panel)
    fill(assignment, world.by(3))

    def press(number):
        closing.confirm(world.edition, Round.MATERIALS, by=world.second, at=AT)

    def submit(number):
        lock_it(assignment_of(world, world.applications[0], 3), world.by(3))

    press_together(committed, 1, [press, submit])

    assert RoundClosing.objects.count() + Sheet.objects.filter(assignment__reviewer=more).count() == 1
    assert verify() == []


def test_two_close_the_same_round_once(committed):
    world = scoring(applications=1)
    scored(world, world.applications[0])
    closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)

    def press(number):
        closing.confirm(world.edition, Round.MATERIALS, by=world.second, at=AT)

    (pressed,) = press_together(committed, 1, [press, press])

    assert sorted(pressed) == ["made", "refused"]
    assert RoundClosing.objects.count() == 1
    assert verify() == []
