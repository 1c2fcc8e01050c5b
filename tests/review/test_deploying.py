"""The plan: drafted by hand and by the machine, deployed and undone by two, places taken in the middle of the round."""

from collections import Counter

import pytest
from django.db import transaction

from accounts.grants.models import Role
from core.ledger.services import cover, lock
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.parameters.services import fill_demo, set_parameter
from review.assignments import deployment, plans, replacing
from review.assignments.models import Assignment, AssignmentRelease, PlanDraft
from review.assignments.replacing import Replacement
from review.assignments.table import rows_of
from review.panels.models import PanelSeat
from review.recusals.models import Conflict
from review.reviewers.models import Employment, ReleaseKind
from review.sheets.models import Sheet, SheetDraft, SheetSetAside
from tests.factories import AT, at_step, make_actor
from tests.review.hands import refused, two
from tests.review.pairs import conflict, release
from tests.reviewing import acting_as, assign, decided, declared, invite, make_panel, make_reviewer, reviewing_world
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(4)")]


@shared
def world():
    """Step 4: four applications, three sheets each, a panel of five."""
    edition, applications, people, panel = reviewing_world(reviewers=5, applications=4)
    fill_demo(edition, at=AT)
    first, _ = two()
    set_parameter(edition, name=SHEETS_EACH.name, value=3, basis="演示", reason="演示", by=first, at=AT)
    return edition, applications, people, panel


def drafted(edition):
    (first, _), draft = two(), PlanDraft.objects.filter(edition=edition).first()
    return plans.fill(edition, revision=draft.revision if draft else 0, by=first, at=AT)


def deployed(edition):
    first, second = two()
    drafted(edition)
    deployment.propose(edition, by=first, at=AT)
    return deployment.confirm(edition, by=second, at=AT)


@transaction.atomic
def locked(assignment):
    by = acting_as(assignment.reviewer)
    sheet = Sheet(assignment=assignment, entries=[], total=1, full=2, fingerprint="0" * 64, method="demo", by=by.person, at=AT)
    return cover(lock(assignment.application.edition.chain), sheet, at=AT, by=by, action="sheet.lock")


@transaction.atomic
def set_aside(sheet):
    edition = sheet.assignment.application.edition
    row = SheetSetAside(sheet=sheet, reason="不计入", decision=decided(edition, sheet), at=AT)
    return cover(lock(edition.chain), row, at=AT, by=make_actor(Role.OFFICE), action="sheet.aside")


def keys(pairs):
    return {(one.application, one.reviewer) for one in pairs}


class TestDrafting:
    def test_the_draft_is_full_and_even(self, world):
        edition, applications, *_ = world

        plan = drafted(edition)

        assert plan.lacking == {}
        assert Counter(one for one, _ in plan.pairs) == dict.fromkeys([one.pk for one in applications], 3)
        assert set(plan.loads.values()) <= {2, 3}
        assert Assignment.objects.count() == 0

    def test_it_keeps_what_was_ticked_and_never_drafts_a_conflict(self, world):
        edition, (application, *_), people, _ = world
        conflict(application, people[0])
        first, _ = two()
        plans.save(edition, {str(application.pk): [str(people[1].pk)]}, revision=0, by=first, at=AT)

        plan = drafted(edition)

        assert (application.pk, people[1].pk) in plan.pairs
        assert (application.pk, people[0].pk) not in plan.pairs

    def test_facts_are_asked_first(self, world):
        """Whoever works for the applicant is recorded as in conflict before anything is drafted."""
        edition, (application, *_), people, _ = world
        unit = application.applicant.unit
        unit.credit_code = "91140700MA0GTYJX31"
        unit.save()
        employed(people[0], unit)

        plan = drafted(edition)

        assert Conflict.objects.filter(application=application, reviewer=people[0]).exists()
        assert (application.pk, people[0].pk) not in plan.pairs

    def test_it_says_which_application_cannot_get_enough(self, world):
        edition, (application, *_), people, _ = world
        for who in people[:3]:
            conflict(application, who)

        assert drafted(edition).lacking == {application.pk: 1}

    def test_whoever_has_not_declared_is_never_drafted(self, world):
        edition, applications, _, _ = world
        silent = make_reviewer()
        invite(edition, silent)
        make_panel(edition, [silent], name="评审二组", declaring=False)

        assert drafted(edition).loads[silent.pk] == 0
        cells = [cell for row in rows_of(plans.plan_of(edition)) for cell in row.cells if cell.reviewer == silent]
        assert [cell.barred for cell in cells] == ["未声明"] * len(applications)
        declared(edition, [silent])
        assert not plans.plan_of(edition).forbidden & {(one.pk, silent.pk) for one in applications}

    def test_a_panel_of_one_award_reviews_no_other(self, world):
        edition, *_ = world
        other = make_reviewer()
        invite(edition, other)
        make_panel(edition, [other], name="个人组", category="individual")

        plan = drafted(edition)

        assert other in plan.reviewers
        assert not [pair for pair in plan.pairs if pair[1] == other.pk]

    def test_what_another_saved_meanwhile_is_not_overwritten(self, world):
        edition, (application, *_), people, _ = world
        first, second = two()
        plans.save(edition, {str(application.pk): [str(people[0].pk)]}, revision=0, by=first, at=AT)

        with pytest.raises(plans.Outrun) as outrun:
            plans.save(edition, {str(application.pk): [str(people[1].pk)]}, revision=0, by=second, at=AT)

        assert outrun.value.typed == {(str(application.pk), str(people[1].pk))}
        assert PlanDraft.objects.get().pairs == [[str(application.pk), str(people[0].pk)]]

    def test_a_page_changes_its_own_applications_alone(self, world):
        edition, (one, other, *_), people, _ = world
        first, _ = two()
        plans.save(edition, {str(one.pk): [str(people[0].pk)]}, revision=0, by=first, at=AT)
        plans.save(edition, {str(other.pk): [str(people[1].pk)]}, revision=1, by=first, at=AT)

        assert set(plans.plan_of(edition).pairs) == {(one.pk, people[0].pk), (other.pk, people[1].pk)}

    def test_outside_step_four_nobody_drafts(self, world):
        edition, *_ = world
        first, _ = two()
        at_step(edition, Step.ON_SITE)

        assert refused(plans.fill, edition, revision=0, by=first, at=AT) == "本届正处于“现场评审”，不能下达材料评审分派。"


@transaction.atomic
def employed(reviewer, unit):
    by = make_actor(Role.OFFICE)
    row = Employment(
        reviewer=reviewer, employer=unit.name, credit_code=unit.credit_code, from_on=AT.date().replace(year=2025), by=by.person, at=AT
    )
    return cover(lock("house"), row, at=AT, by=by, action="reviewer.employment")


class TestDeploying:
    def test_two_deploy_and_the_draft_is_empty(self, world):
        edition, *_ = world
        plan = drafted(edition)

        rows = deployed(edition)

        assert {(one.application_id, one.reviewer_id) for one in rows} == set(plan.pairs)
        assert plans.plan_of(edition).pairs == []
        assert plans.plan_of(edition).lacking == {}

    def test_an_application_is_deployed_whole(self, world):
        edition, (application, *_), people, _ = world
        first, _ = two()
        plans.save(edition, {str(application.pk): [str(people[0].pk)]}, revision=0, by=first, at=AT)

        found = refused(deployment.propose, edition, by=first, at=AT)

        assert found == f"{application.applicant.unit}还差2名评审员，一份申报要一次分派齐。"

    def test_one_application_may_go_before_the_others(self, world):
        edition, (application, *_), people, _ = world
        first, second = two()
        plans.save(edition, {str(application.pk): [str(who.pk) for who in people[:3]]}, revision=0, by=first, at=AT)
        deployment.propose(edition, by=first, at=AT)

        assert keys(deployment.confirm(edition, by=second, at=AT)) == {(application, who) for who in people[:3]}

    def test_nothing_is_not_deployed(self, world):
        first, _ = two()

        assert refused(deployment.propose, world[0], by=first, at=AT) == "草案里没有新的分派。"

    def test_a_conflict_recorded_between_the_two_hands_is_refused_by_name(self, world):
        edition, (application, *_), people, _ = world
        first, second = two()
        plans.save(edition, {str(application.pk): [str(who.pk) for who in people[:3]]}, revision=0, by=first, at=AT)
        deployment.propose(edition, by=first, at=AT)
        conflict(application, people[0])

        found = refused(deployment.confirm, edition, by=second, at=AT)

        assert found == f"{people[0]}对{application.applicant.unit}应当回避，不能分派。"
        assert Message.objects.count() == 0

    def test_a_draft_changed_after_the_first_hand_is_refused(self, world):
        edition, (application, *_), *_ = world
        first, second = two()
        drafted(edition)
        deployment.propose(edition, by=first, at=AT)
        plans.save(edition, {str(application.pk): []}, revision=PlanDraft.objects.get().revision, by=first, at=AT)

        assert refused(deployment.confirm, edition, by=second, at=AT).startswith("经办以后，所依据的内容有了变化")


class TestUndoing:
    def undo(self, edition):
        first, second = two()
        (decision,) = deployment.deployments(edition)
        deployment.propose_undo(decision, reason="分错了组", by=first, at=AT)
        return deployment.confirm_undo(decision, by=second, at=AT)

    def test_as_long_as_nobody_scored_it_is_undone_and_drafted_anew(self, world):
        edition, *_ = world
        rows = deployed(edition)
        SheetDraft.objects.create(assignment=rows[0])  # opened, nothing in it

        assert len(self.undo(edition)) == len(rows)

        assert set(AssignmentRelease.objects.values_list("kind", flat=True)) == {ReleaseKind.UNDONE}
        assert deployment.deployments(edition) == []
        assert len(deployed(edition)) == len(rows)

    @pytest.mark.parametrize("score", [locked, lambda row: SheetDraft.objects.create(assignment=row, entries={"a": {"points": "1"}})])
    def test_once_somebody_scored_it_stands(self, world, score):
        edition, *_ = world
        rows = deployed(edition)
        score(rows[0])
        (decision,), (first, _) = deployment.deployments(edition), two()

        found = refused(deployment.propose_undo, decision, reason="分错了组", by=first, at=AT)

        assert found == f"{rows[0].reviewer}已经开始评分，不能整批撤回；要换人的，个别补派。"

    def test_a_score_between_the_two_hands_stops_it(self, world):
        edition, *_ = world
        rows, (first, second) = deployed(edition), two()
        (decision,) = deployment.deployments(edition)
        deployment.propose_undo(decision, reason="分错了组", by=first, at=AT)
        locked(rows[0])

        assert "已经开始评分" in refused(deployment.confirm_undo, decision, by=second, at=AT)


class TestReplacing:
    @pytest.fixture
    def one(self, world):
        """One assignment of the round, and a reserve of its panel."""
        edition, (application, *_), _, _ = world
        people = [make_reviewer() for _ in range(3)]
        for who in people:
            invite(edition, who)
        panel = make_panel(edition, people[:1], reserves=people[1:], name="评审二组")
        return assign(application, people[0], panel), people[1], people[2]

    def replaced(self, assignment, who, why=""):
        first, second = two()
        replacing.propose(assignment, Replacement(ReleaseKind.ILL, who, why), reason="因病", by=first, at=AT)
        return replacing.confirm(Assignment.objects.whole().get(pk=assignment.pk), by=second, at=AT)

    def test_the_reserve_takes_the_place_and_a_seat(self, one):
        assignment, reserve, _ = one

        made = self.replaced(assignment, reserve)

        assert (made.reviewer, made.replaces, made.application) == (reserve, assignment, assignment.application)
        assert AssignmentRelease.objects.get().assignment == assignment
        assert reserve in [seat.reviewer for seat in PanelSeat.objects.filter(panel=assignment.panel).members()]
        assert reserve not in [seat.reviewer for seat in PanelSeat.objects.filter(panel=assignment.panel).reserves()]

    def test_after_he_left_or_his_sheet_was_set_aside(self, one):
        assignment, reserve, other = one
        release(assignment)
        made = self.replaced(Assignment.objects.get(pk=assignment.pk), reserve)
        set_aside(locked(made))

        again = self.replaced(Assignment.objects.get(pk=made.pk), other)

        assert (again.reviewer, again.replaces) == (other, made)

    def test_a_sheet_that_counts_is_not_replaced(self, one):
        assignment, reserve, _ = one
        locked(assignment)
        first, _ = two()

        found = refused(replacing.propose, assignment, Replacement(ReleaseKind.ILL, reserve), reason="因病", by=first, at=AT)

        assert found == "这份分派不用补：已经有人接替，或者评分表已经锁定并且计入。"

    def test_the_second_in_order_asks_for_the_reason_and_a_conflict_is_never_taken(self, one):
        assignment, reserve, other = one
        first, _ = two()

        found = refused(replacing.propose, assignment, Replacement(ReleaseKind.ILL, other), reason="因病", by=first, at=AT)
        assert found == f"备选次序在前的是{reserve}，另请他人的，请写明理由。"

        conflict(assignment.application, reserve)
        assert replacing.fitting(assignment) == [other]
        found = refused(replacing.propose, assignment, Replacement(ReleaseKind.ILL, reserve), reason="因病", by=first, at=AT)
        assert found.startswith(f"{reserve}不能补派")

    def test_a_place_is_taken_once(self, one):
        assignment, reserve, other = one
        self.replaced(assignment, reserve)
        first, _ = two()

        with pytest.raises(RuleRefused):
            replacing.propose(assignment, Replacement(ReleaseKind.ILL, other, "他熟悉"), reason="因病", by=first, at=AT)
