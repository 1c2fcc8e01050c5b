"""Whoever was held catches up; a sheet set aside after the closing is replaced; nobody is left without an outcome."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds import services as holds
from core.ledger.verify import verify
from jinzhong_award.steps import gate
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release
from review.assignments import replacing
from review.assignments.models import Assignment
from review.assignments.replacing import Replacement
from review.evaluation import leftover
from review.evaluation.guards import everybody_told, nobody_left
from review.moves import DEFEND, NOMINATE, NOT_PASS, PASS
from review.reports import listing
from review.reports.guards import materials_reported
from review.reports.listing import ADVANCE_ON_SITE, Choice
from review.reviewers.models import ReleaseKind
from review.rounds import Round
from review.sheets import aside, closing, reopening
from review.sheets.guards import materials_closed
from review.sheets.models import RoundClosing, Sheet
from tests.factories import AT, at_status, at_step, make_actor, make_application
from tests.review.defending import BEGINS, came, defense, locked, seated, told
from tests.review.hands import SIGNATURE, refused, two
from tests.review.pairs import held
from tests.review.scoring import assignment_of, close, fill, lock_it, report, scored, scoring
from tests.review.visiting import on_site, reported, visit_of
from tests.reviewing import acting_as, declared, invite, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)", "18(4)")]


@pytest.fixture
def world():
    """Step 4: one application, its three sheets locked and the round closed."""
    found = scoring(applications=1)
    scored(found, found.applications[0])
    close(found)
    return found


def set_aside(world, place=0):
    """Two decide that a reviewer's sheet does not count."""
    sheet = Sheet.objects.get(assignment__reviewer=world.reviewers[place])
    aside.propose(sheet, reason="评审员应当回避", by=world.first, at=AT)
    return aside.confirm(sheet, by=world.second, at=AT, signature=SIGNATURE)


def reopened(world, round_=Round.MATERIALS):
    reopening.propose(world.edition, round_, reason="补作评审", by=world.first, at=AT)
    return reopening.confirm(world.edition, round_, by=world.second, at=AT, signature=SIGNATURE)


def another(world):
    """Somebody else who may review."""
    found = make_reviewer()
    invite(world.edition, found)
    declared(world.edition, [found])
    return found


def replaced(world, who):
    """Two give him the place of the first."""
    place = assignment_of(world, world.applications[0], 0)
    wanted = Replacement(ReleaseKind.CONFLICT, who, "备选都不合适")
    replacing.propose(place, wanted, reason="回避", by=world.first, at=AT)
    return replacing.confirm(Assignment.objects.whole().get(pk=place.pk), by=world.second, at=AT)


def lift(application):
    first, second = two()
    return holds.lift(application, reason="核查没有发现问题", first=first, by=second, at=AT)


def sentences(edition):
    return [one.sentence for one in gate(edition.fresh(), AT)]


class TestReopening:
    def test_a_sheet_set_aside_after_the_closing_is_replaced_and_the_gate_counts_again(self, world):
        report(world)
        set_aside(world)
        who = another(world)
        place, wanted = assignment_of(world, world.applications[0], 0), Replacement(ReleaseKind.CONFLICT, who, "理由")
        said = refused(replacing.propose, place, wanted, reason="回避", by=world.first, at=AT)
        assert said == "材料评审已经结束评分。要补派的，先由两人重新开放评分。"

        reopened(world)
        made = replaced(world, who)
        assert materials_closed.check(world.edition, AT) == "材料评审还没有结束评分。请两人办理结束评分。"
        assert "计入的评分表有2份，应有3份" in refused(closing.propose, world.edition, Round.MATERIALS, by=world.first, at=AT)
        fill(made, acting_as(who), rate=80)
        lock_it(made, acting_as(who))
        again = close(world)

        assert (again.replaces, RoundClosing.objects.standing().get()) == (RoundClosing.objects.first(), again)
        assert Sheet.objects.counted().count() == 3
        assert materials_reported.check(world.edition, AT) == "材料评审报告写好以后，有评分表不再计入，请按现在的结果另写一版签发。"
        assert verify() == []

    def test_points_are_blind_again(self, world):
        set_aside(world)
        assert Sheet.objects.visible_to(world.first).count() == 3

        reopened(world)

        assert Sheet.objects.visible_to(world.first).count() == 0

    def test_where_nothing_lacks_it_is_refused(self, world):
        propose = {"reason": "再评一次", "by": world.first, "at": AT}
        said = refused(reopening.propose, world.edition, Round.MATERIALS, **propose)
        assert said == "每一份申报的评分表都齐，不能重新开放评分。"
        set_aside(world)
        reopened(world)
        said = refused(reopening.propose, world.edition, Round.MATERIALS, **propose)
        assert said == "材料评审没有结束评分，不用重新开放。"

    def test_one_alone_cannot_and_an_agency_never(self, world):
        set_aside(world)
        agency = make_actor(Role.AGENCY)
        assert "您的身份不能" in refused(reopening.propose, world.edition, Round.MATERIALS, reason="补", by=agency, at=AT)
        reopening.propose(world.edition, Round.MATERIALS, reason="补作评审", by=world.first, at=AT)

        refused(reopening.confirm, world.edition, Round.MATERIALS, by=world.first, at=AT, signature=SIGNATURE)

        assert not RoundClosing.objects.exclude(reopening=None).exists()

    def test_a_second_sheet_set_aside_meanwhile_is_prepared_anew(self, world):
        set_aside(world)
        reopening.propose(world.edition, Round.MATERIALS, reason="补作评审", by=world.first, at=AT)
        set_aside(world, 1)

        said = refused(reopening.confirm, world.edition, Round.MATERIALS, by=world.second, at=AT, signature=SIGNATURE)

        assert said == "经办以后，所依据的内容有了变化，请看过新的内容重新经办。"


class TestCatchingUp:
    def test_lifted_in_step_5_he_enters_the_list_there_and_the_gate_asks_for_him(self, world):
        report(world)
        (one,) = world.applications
        held(one)
        edition = at_step(world.edition.fresh(), Step.ON_SITE)
        waits = f"{one.applicant.unit}还没有决定是否列入。"
        assert waits not in sentences(edition)
        lift(one)
        assert waits in sentences(edition)

        listing.propose(edition, {one.fresh(): Choice(ADVANCE_ON_SITE, "材料扎实，建议现场核实。")}, by=world.first, at=AT)
        listing.confirm(edition, by=world.second, at=AT, signature=SIGNATURE)

        assert one.fresh().status == Status.ADVANCING
        assert f"{one.applicant.unit}进入现场评审，文书还没有发出。" in sentences(edition)
        release(list(Letter.objects.waiting().filter(edition=edition)), by=world.second, at=AT)
        assert f"{one.applicant.unit}还没有决定通过或者不通过。" in sentences(edition)

    def test_lifted_in_step_7_he_is_heard_there(self):
        world = defense(applications=2)
        late, other = world.applications
        held(late)
        seated(world)
        told(world)
        came(world, other)
        locked(other)
        close(world, Round.ORAL_DEFENSE)
        at_step(world.edition.fresh(), Step.EVALUATION)
        lift(late)
        assert f"{late.applicant.unit}还没有登记已答辩或者未到场；" in "；".join(sentences(world.edition)).replace("。", "；")

        reopened(world, Round.ORAL_DEFENSE)
        seated(world, begins_at=BEGINS + timedelta(days=1))
        told(world)
        came(world, late)
        locked(late)
        close(world, Round.ORAL_DEFENSE)
        DEFEND.make(late, by=world.first, at=AT)

        assert late.fresh().status == Status.DEFENDED
        assert not any(late.applicant.unit.name in one and "答辩" in one for one in sentences(world.edition))
        assert verify() == []

    def test_whoever_is_held_is_neither_passed_nor_failed(self):
        world = on_site()
        reported(visit_of(world.application), world.reviewers)
        held(world.application)

        said = {move: move.blockers(world.application, world.first, at=AT)[0].sentence for move in (PASS, NOT_PASS)}
        lift(world.application)

        assert set(said.values()) == {f"{world.application.applicant.unit}正在暂缓，解除以前不能列入名单。"}
        assert [move.blockers(world.application, world.first, at=AT) for move in said] == [[], []]


class TestLeavingOut:
    @pytest.fixture
    def left(self, world):
        edition = at_step(world.edition.fresh(), Step.DELIBERATION)
        one = make_application(edition, Status.ADVANCING)
        held(one)
        return world, edition, one

    def test_two_write_it_with_the_reason_and_he_is_told(self, left):
        world, edition, one = left
        leftover.propose(one, reason="暂缓到审定公示，没有走完现场评审。", by=world.first, at=AT)
        leftover.confirm(one, by=world.second, at=AT, signature=SIGNATURE)

        letter = Letter.objects.waiting().get(kind=LetterKind.RESULT)
        assert one.fresh().status == Status.NOT_CANDIDATE
        assert letter.recipient == one.applicant.unit
        assert "没有走完各环节评审，不列入候选名单。" in letter.text
        assert [*leftover.leftover(edition)] == world.applications
        against = [found.sentence for found in NOMINATE.blockers(one.fresh(), world.first, at=AT)]
        sentence = f"{one.applicant.unit}没有走完各环节评审，不能列入候选名单。"
        assert sentence in against
        back = at_status(at_status(one.fresh(), Status.ADVANCING), Status.DEFENDED)  # a judgment put him back, and he came through
        assert sentence not in [found.sentence for found in NOMINATE.blockers(back.fresh(), world.first, at=AT)]

    def test_the_last_gates_name_whoever_stands_in_a_round_still(self, left):
        """A held one is waited for only at the very end."""
        world, edition, one = left
        (other,) = world.applications
        first = f"没有走完评审，也没有写明不列入：{other.applicant.unit}（已受理）。请在“综合评价”逐份办理。"
        assert nobody_left.check(edition, AT) == first
        assert one.applicant.unit.name in everybody_told.check(edition, AT)

        for application in (one, other.fresh()):
            leftover.propose(application, reason="没有走完各环节评审。", by=world.first, at=AT)
            leftover.confirm(application, by=world.second, at=AT, signature=SIGNATURE)

        assert (nobody_left.check(edition, AT), everybody_told.check(edition, AT)) == (None, None)

    def test_before_the_meeting_nobody_is_left_out(self, world):
        (one,) = world.applications

        said = refused(leftover.propose, one, reason="没有走完各环节评审。", by=world.first, at=AT)

        assert said == "本届正处于“材料评审”，不能办理未走完评审的不列入候选。"
