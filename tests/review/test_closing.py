"""Outliers, sheets set aside, and the closing of a round by two: what the gate counts."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds.services import hold
from core.ledger.models import Checkpoint
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.parameters.reviewing import DROP_EXTREMES, OUTLIER_PERCENT
from review.panels.models import Panel
from review.rounds import Round
from review.sheets import aside, closing
from review.sheets.guards import defense_sheets_locked, materials_closed
from review.sheets.models import Explanation, RoundClosing, Sheet
from review.sheets.organizing import organizing
from review.sheets.outlying import asked
from review.sheets.results import results
from review.sheets.services import NOT_ASKED, explain
from tests.factories import AT, at_status, make_actor, make_edition
from tests.review.hearing import heard
from tests.review.scoring import assignment_of, close, fill, lock_it, scored, scoring, set_parameter
from tests.reviewing import assign, invite, make_reviewer, reviewing_world
from tests.worlds import shared

pytestmark = pytest.mark.article("18(4)")
LATER = AT + timedelta(hours=1)


world = shared(scoring)


def set_aside(world, sheet, reason="评审员已经回避"):
    aside.propose(sheet, reason=reason, by=world.first, at=AT)
    return aside.confirm(sheet, by=world.second, at=AT)


class TestOutliers:
    def test_nobody_is_asked_before_everybody_has_locked(self, world):
        application = world.applications[0]
        for place, rate in ((0, 70), (1, 95)):
            assignment, by = assignment_of(world, application, place), world.by(place)
            fill(assignment, by, rate=rate)
            lock_it(assignment, by)
        assert asked(world.edition, Round.MATERIALS) == []

    def test_whoever_differs_too_much_is_asked_and_explains_once(self, world):
        set_parameter(world.edition, OUTLIER_PERCENT.name, 15)
        sheets = scored(world, world.applications[0], (70, 70, 90))
        assert asked(world.edition, Round.MATERIALS) == [sheets[2]]
        with pytest.raises(RuleRefused, match=NOT_ASKED):
            explain(sheets[0], text="依据", by=world.by(0), at=AT)
        with pytest.raises(RuleRefused, match="只有评审员本人可以说明。"):
            explain(sheets[2], text="依据", by=world.by(0), at=AT)
        explain(sheets[2], text="见第27页", by=world.by(2), at=AT)
        assert asked(world.edition, Round.MATERIALS) == []
        with pytest.raises(RuleRefused, match=NOT_ASKED):
            explain(sheets[2], text="又一次", by=world.by(2), at=AT)
        assert Explanation.objects.get().text == "见第27页"

    def test_without_a_threshold_nobody_is_asked(self, world):
        set_parameter(world.edition, OUTLIER_PERCENT.name, None)
        scored(world, world.applications[0], (10, 70, 95))
        assert asked(world.edition, Round.MATERIALS) == []


class TestSettingAside:
    def test_a_sheet_set_aside_is_kept_and_not_counted(self, world):
        sheets = scored(world, world.applications[0])
        row = set_aside(world, sheets[0])
        assert (Sheet.objects.count(), Sheet.objects.counted().count()) == (3, 2)
        assert row.reason == "评审员已经回避"
        assert closing.missing(world.edition, Round.MATERIALS, world.applications[:1]) == {
            world.applications[0].pk: "计入的评分表有2份，应有3份"
        }
        with pytest.raises(RuleRefused, match=aside.ALREADY):
            aside.propose(sheets[0], reason="再来", by=world.first, at=AT)
        assert verify() == []

    def test_it_takes_two_of_the_office_and_a_reason(self, world):
        sheet = scored(world, world.applications[0])[0]
        with pytest.raises(RuleRefused, match="请写明将一份评分表不计入的理由。"):
            aside.propose(sheet, reason=" ", by=world.first, at=AT)
        with pytest.raises(RuleRefused, match="您的身份不能将一份评分表不计入。"):
            aside.propose(sheet, reason="不好", by=world.by(0), at=AT)
        aside.propose(sheet, reason="回避", by=world.first, at=AT)
        with pytest.raises(RuleRefused, match="请另一人确认"):
            aside.confirm(sheet, by=world.first, at=AT)
        assert Sheet.objects.counted().count() == 3

    def test_the_place_is_filled_by_another_reviewer(self, world):
        application = world.applications[0]
        set_aside(world, scored(world, application)[0])
        more = make_reviewer()
        invite(world.edition, more)
        world.reviewers.append(more)
        assign(application, more, world.panel)
        assert closing.missing(world.edition, Round.MATERIALS, [application]) == {application.pk: "计入的评分表有2份，应有3份"}
        assignment = assignment_of(world, application, 3)
        fill(assignment, world.by(3))
        lock_it(assignment, world.by(3))
        assert closing.missing(world.edition, Round.MATERIALS, [application]) == {}


class TestClosing:
    def test_it_names_every_application_that_lacks_a_sheet(self, world):
        scored(world, world.applications[0])
        with pytest.raises(RuleRefused) as refused:
            closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)
        unit = world.applications[1].applicant.unit
        assert str(refused.value) == f"{unit}计入的评分表有0份，应有3份。"
        assert not RoundClosing.objects.exists()

    def test_before_the_number_is_set_it_says_so(self, db):
        edition, applications, _, _ = reviewing_world(applications=1)
        first = make_actor(Role.OFFICE)
        with pytest.raises(RuleRefused, match=f"{applications[0].applicant.unit}还没有设定“每份申报的材料评审人数”"):
            closing.propose(edition, Round.MATERIALS, by=first, at=AT)
        assert organizing(Asking(first, AT)) == []

    def test_it_waits_for_every_reason(self, world):
        scored(world, world.applications[0], (70, 70, 95))
        scored(world, world.applications[1])
        with pytest.raises(RuleRefused, match=f"{world.reviewers[2].person.name}还没有说明一份评分的依据。"):
            closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)

    def test_two_close_it_and_a_checkpoint_is_taken(self, world):
        for application in world.applications:
            scored(world, application)
        assert materials_closed.check(world.edition, AT) == "材料评审还没有结束评分。请两人办理结束评分。"
        before = Checkpoint.objects.count()
        closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)
        with pytest.raises(RuleRefused, match="请另一人确认"):
            closing.confirm(world.edition, Round.MATERIALS, by=world.first, at=AT)
        closing.confirm(world.edition, Round.MATERIALS, by=world.second, at=LATER)
        assert Checkpoint.objects.count() == before + 1
        assert materials_closed.check(world.applications[0], AT) is None
        with pytest.raises(RuleRefused, match="材料评审已经结束评分。"):
            closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)
        assert verify() == []

    def test_what_changed_since_the_first_hand_is_not_confirmed(self, world):
        for application in world.applications:
            scored(world, application)
        closing.propose(world.edition, Round.MATERIALS, by=world.first, at=AT)
        more = make_reviewer()
        invite(world.edition, more)
        world.reviewers.append(more)
        assign(world.applications[0], more, world.panel)
        with pytest.raises(RuleRefused, match="还有1份评分表没有锁定"):
            closing.confirm(world.edition, Round.MATERIALS, by=world.second, at=AT)
        fill(assignment_of(world, world.applications[0], 3), world.by(3))
        lock_it(assignment_of(world, world.applications[0], 3), world.by(3))
        with pytest.raises(RuleRefused, match="经办以后，所依据的内容有了变化"):
            closing.confirm(world.edition, Round.MATERIALS, by=world.second, at=AT)
        assert not RoundClosing.objects.exists()

    def test_a_round_of_nobody_is_closed(self, db):
        world = scoring(applications=0)
        close(world)
        assert RoundClosing.objects.get().round == Round.MATERIALS

    def test_a_reviewer_or_an_agency_without_mandate_does_not_close(self, world):
        for by in (world.by(0), make_actor(Role.AGENCY)):
            with pytest.raises(RuleRefused):
                closing.propose(world.edition, Round.MATERIALS, by=by, at=AT)


class TestDefense:
    @pytest.fixture
    def world(self, db):
        return scoring(round_=Round.ORAL_DEFENSE)

    @pytest.mark.article("18(6)")
    def test_every_expert_scores_the_four_themes(self, world):
        application = world.applications[0]
        assert defense_sheets_locked.check(application, AT) == f"{application.applicant.unit}还有3份评分表没有锁定。"
        heard(world.panel, [application])
        sheets = scored(world, application, (70, 75, 80), Round.ORAL_DEFENSE)
        assert [(sheet.total, sheet.full) for sheet in sheets] == [(70, 100), (75, 100), (80, 100)]
        assert defense_sheets_locked.check(application, AT) is None
        with pytest.raises(RuleRefused, match=str(world.applications[1].applicant.unit)):
            closing.propose(world.edition, Round.ORAL_DEFENSE, by=world.first, at=AT)
        at_status(world.applications[1], Status.ABSENT)
        close(world, Round.ORAL_DEFENSE)
        assert Panel.objects.get().edition.step == Step.DEFENSE

    def test_whoever_is_held_without_a_slot_keeps_nobody_waiting(self, world):
        heard(world.panel, world.applications[:1])
        scored(world, world.applications[0], (70, 75, 80), Round.ORAL_DEFENSE)
        hold(world.applications[1], reason="有关部门正在核查。", first=world.first, by=world.second, at=AT)

        assert closing.faults(world.edition, Round.ORAL_DEFENSE) == []


class TestResults:
    def test_mean_spread_number_and_ranks_with_ties(self, world):
        first, second = world.applications
        scored(world, first, (70, 72, 74))
        scored(world, second, (72, 72, 72))
        found = results(world.edition, Round.MATERIALS, world.applications)
        assert [(one.summary.spread, one.summary.n) for one in found] == [(40, 3), (0, 3)]
        assert [(one.numbers["mean"], one.numbers["rank"]) for one in found] == [("720", "1（并列）"), ("720", "1（并列）")]

    def test_what_is_set_aside_is_shown_and_not_counted(self, world):
        sheets = scored(world, world.applications[0], (70, 72, 90))
        set_aside(world, sheets[2])
        (found,) = results(world.edition, Round.MATERIALS, world.applications[:1])
        assert (found.numbers["mean"], found.numbers["n"], len(found.sheets)) == ("710", "2", 3)

    def test_missing_is_missing(self, world):
        (found,) = results(world.edition, Round.MATERIALS, world.applications[:1])
        assert (found.summary, found.rank, found.numbers["mean"], found.numbers["n"]) == (None, None, "—", "0")

    def test_extremes_are_dropped_only_where_the_edition_says_so_and_five_count(self, db):
        world = scoring(reviewers=5, applications=1)
        set_parameter(world.edition, DROP_EXTREMES.name, True)
        scored(world, world.applications[0], (60, 70, 72, 74, 90))
        (found,) = results(world.edition, Round.MATERIALS, world.applications)
        assert (found.numbers["mean"], found.numbers["n"], found.summary.of) == ("720", "3", 5)

    def test_an_edition_without_parameters_has_no_results(self, db):
        assert results(make_edition(number=4), Round.MATERIALS, []) == []
