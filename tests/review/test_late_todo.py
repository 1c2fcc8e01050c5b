"""Organizers are asked by a line of its own for what is made up for: a round opened again, a hold lifted late, whoever is left."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds import services as holds
from procedure.asking import Asking
from procedure.editions.models import Step
from review.evaluation import leftover
from review.evaluation.todo import todo as evaluating
from review.moves import DEFEND
from review.reports import listing
from review.reports.listing import ADVANCE_ON_SITE, Choice
from review.rounds import Round
from review.sheets import aside, reopening
from review.sheets.models import Sheet
from review.sheets.organizing import organizing
from review.todo import todo
from tests.factories import AT, at_status, at_step, make_actor, make_application
from tests.review.defending import BEGINS, came, defense, locked, seated, told
from tests.review.hands import SIGNATURE, entrusted, two
from tests.review.pairs import held
from tests.review.scoring import close, report, scored, scoring

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)", "18(4)")]


def asked(actor, edition):
    """Title and address of every line about the scored rounds."""
    assert edition.fresh().step <= Step.APPROVAL
    return {item.title: item for item in organizing(Asking(actor, AT))}


def lift(application):
    first, second = two()
    return holds.lift(application, reason="核查没有发现问题", first=first, by=second, at=AT)


def closed(step=Step.MATERIALS):
    """One application, scored and the round closed; in `step`."""
    world = scoring(applications=1)
    scored(world, world.applications[0])
    close(world)
    at_step(world.edition.fresh(), step)
    return world


def set_aside(world):
    sheet = Sheet.objects.counted().first()
    aside.propose(sheet, reason="评审员应当回避", by=world.first, at=AT)
    aside.confirm(sheet, by=world.second, at=AT, signature=SIGNATURE)


def reopen(world, round_):
    reopening.propose(world.edition, round_, reason="补作评审", by=world.first, at=AT)
    reopening.confirm(world.edition, round_, by=world.second, at=AT, signature=SIGNATURE)


@pytest.mark.parametrize("step", [Step.MATERIALS, Step.DEFENSE])
def test_a_closed_round_that_lacks_a_sheet_is_opened_again_and_filled(step):
    world, page = closed(step), "/review/{}/sheets/materials/reopen/"
    (one,) = world.applications
    set_aside(world)

    line = asked(world.first, world.edition)["重新开放材料评审评分"]
    assert line.url == page.format(world.edition.pk)
    assert line.text == f"{one.applicant.unit}计入的评分表有2份，应有3份。要补评的，先由两人重新开放评分。"
    reopening.propose(world.edition, Round.MATERIALS, reason="补作评审", by=world.first, at=AT)
    assert not {title for title in asked(world.first, world.edition) if "开放" in title}
    assert asked(world.second, world.edition)["确认重新开放材料评审评分"].url == line.url
    reopening.confirm(world.edition, Round.MATERIALS, by=world.second, at=AT, signature=SIGNATURE)

    line = asked(world.first, world.edition)["补齐材料评审的评分表"]
    assert line.url == f"/review/{world.edition.pk}/?round=materials"
    assert f"{one.applicant.unit}计入的评分表有2份，应有3份" in line.text


def test_nobody_is_asked_for_a_held_one_until_he_is_free():
    world = closed(Step.ON_SITE)
    (one,) = world.applications
    report(world)
    set_aside(world)
    held(one)
    assert asked(world.first, world.edition) == {}

    lift(one)

    assert list(asked(world.first, world.edition)) == ["重新开放材料评审评分"]


def test_a_hold_lifted_in_step_5_leads_to_the_list_and_then_to_the_visit():
    world = closed(Step.ON_SITE)
    (one,) = world.applications
    report(world)
    held(one)
    assert asked(world.first, world.edition) == {}
    lift(one)
    line = asked(world.first, world.edition)["补列现场评审名单"]
    assert (line.url, "解除暂缓的1份" in line.text) == (f"/review/{world.edition.pk}/list/", True)

    listing.propose(world.edition, {one.fresh(): Choice(ADVANCE_ON_SITE, "材料扎实，建议现场核实。")}, by=world.first, at=AT)
    assert asked(world.first, world.edition) == {}
    assert list(asked(world.second, world.edition)) == ["确认现场评审名单"]
    listing.confirm(world.edition, by=world.second, at=AT, signature=SIGNATURE)
    at_step(world.edition.fresh(), Step.DEFENSE)

    assert asked(world.first, world.edition) == {}
    assert "安排1份现场评审" in [item.title for item in todo(Asking(world.first, AT))]


def test_a_hold_lifted_in_step_7_leads_through_the_defense_to_the_list():
    world = defense(applications=2)
    late, other = world.applications
    held(late)
    seated(world)
    told(world)
    came(world, other)
    locked(other)
    DEFEND.make(other, by=world.first, at=AT)
    close(world, Round.ORAL_DEFENSE)
    edition = at_step(world.edition.fresh(), Step.EVALUATION)
    at_status(other.fresh(), Status.CANDIDATE)
    assert asked(world.first, edition) == {}
    lift(late)
    assert list(asked(world.first, edition)) == ["重新开放陈述答辩评分"]
    assert "安排1家答辩" in [item.title for item in todo(Asking(world.first, AT))]

    reopen(world, Round.ORAL_DEFENSE)
    line = asked(world.first, edition)["补齐陈述答辩的评分表"]
    assert line.text.startswith(f"{late.applicant.unit}还没有专家评分表。")
    seated(world, begins_at=BEGINS + timedelta(days=1))
    told(world)
    came(world, late)
    locked(late)
    assert list(asked(world.first, edition)) == ["结束陈述答辩评分"]
    close(world, Round.ORAL_DEFENSE)
    DEFEND.make(late, by=world.first, at=AT)
    assert asked(world.first, edition) == {}

    at_step(edition.fresh(), Step.DELIBERATION)

    assert [item.title for item in evaluating(Asking(world.first, AT))] == ["再次核对资格条件"]


def test_whoever_is_left_in_a_round_is_asked_for_in_the_last_step():
    world = closed(Step.DELIBERATION)
    (one,) = world.applications
    report(world)
    held(one)
    at_step(world.edition.fresh(), Step.APPROVAL)
    (line,) = evaluating(Asking(world.first, AT))
    assert (line.title, line.url) == ("写明1份不列入候选", f"/review/{world.edition.pk}/evaluation/")

    leftover.propose(one, reason="没有走完各环节评审。", by=world.first, at=AT)

    assert evaluating(Asking(world.first, AT)) == []
    (line,) = evaluating(Asking(world.second, AT))
    assert (line.title, line.url) == (f"确认{one.applicant.unit}不列入候选", f"/review/left-out/{one.pk}/")


def test_an_agency_is_asked_in_its_step_and_not_later():
    world = closed()
    agency = make_actor(Role.AGENCY, entrusted(world.edition).agency)
    set_aside(world)
    assert asked(agency, world.edition) == {}
    reopen(world, Round.MATERIALS)
    assert list(asked(agency, world.edition)) == ["补齐材料评审的评分表"]

    at_step(world.edition.fresh(), Step.ON_SITE)

    assert asked(agency, world.edition) == {}


def test_the_same_queries_for_few_and_for_many(django_assert_num_queries):
    world = closed(Step.ON_SITE)
    for number in range(3):
        with django_assert_num_queries(19):
            organizing(Asking(world.first, AT))
        for more in range(5 * number):
            held(make_application(world.edition, Status.ACCEPTED, number=f"JZ3-O-{number}{more:02}"))
