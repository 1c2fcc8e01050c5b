"""The on-site page after the round: the office finds everybody ever listed, with the outcome; an agency nothing that came later."""

import re

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.asking import Asking
from procedure.editions.models import Step
from review.moves import NOT_PASS
from review.visits import deciding
from review.visits.todo import todo
from tests.factories import AT, at_status, at_step, make_actor, many_applications
from tests.procedure.hands import as_actor
from tests.review.hands import entrusted
from tests.review.pairs import held
from tests.review.test_blind_rooms import NOISE
from tests.review.visiting import listed, on_site, planned, reported, told, visit_of
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.article("18(5)")]
LATER = (Status.DEFENDED, Status.CANDIDATE)


@shared
def world():
    """Step 5: the first visited and decided not to pass; one passed, one withdrew, one is held."""
    world = on_site()
    world.agency = make_actor(Role.AGENCY, entrusted(world.edition).agency)
    told(world.application, world.second)
    reported(visit_of(world.application), world.reviewers)
    deciding.propose(NOT_PASS, world.application, reason="关键过程与材料不一致。", by=world.first, at=AT)
    deciding.confirm(NOT_PASS, world.application, by=world.second, at=AT)
    world.passed, world.gone, world.held = (listed(world.edition, number=f"JZ3-O-9{place}") for place in range(3))
    at_status(world.passed, Status.PASSED)
    at_status(world.gone, Status.WITHDRAWN)
    held(world.held)
    return world


def page(client, actor, world):
    return as_actor(client, actor).get(f"/review/{world.edition.pk}/visits/")


def places(client, actor, world):
    return {row.application: (row.place, row.label) for row in page(client, actor, world).context["rows"]}


def went_on(world, step=Step.DELIBERATION):
    """The edition and whoever passed went on."""
    at_step(world.edition.fresh(), step)
    for status in LATER:
        at_status(world.passed.fresh(), status)


def test_the_office_finds_everybody_with_what_was_decided_in_the_round(client, world):
    went_on(world)

    assert places(client, world.first, world) == {
        world.application: ("done", "未通过现场评审"),
        world.passed: ("done", "通过现场评审"),
        world.gone: ("out", "已撤回"),
        world.held: ("held", "暂缓"),
    }
    words = page(client, world.first, world).content.decode()
    assert "名单内4份" in words
    assert Status.CANDIDATE.label not in words


def test_the_report_is_read_after_the_round_and_offers_nothing(client, world):
    went_on(world)

    words = as_actor(client, world.first).get(f"/review/visits/{visit_of(world.application).pk}/decide/not-pass/").content.decode()

    assert '<h1 class="title">现场评审报告</h1>' in words
    assert "两人已经决定，不能再改。" in words
    assert "经办：" not in words


def test_in_the_round_an_agency_reads_the_outcome_and_no_other_state(client, world):
    assert places(client, world.agency, world) == {
        world.application: ("done", "未通过现场评审"),
        world.passed: ("done", "通过现场评审"),
        world.gone: ("out", "不再参加"),
        world.held: ("held", "暂缓"),
    }


def test_after_the_round_nothing_changes_for_an_agency(client, world):
    at_step(world.edition.fresh(), Step.DEFENSE)
    before = page(client, world.agency, world)
    paths = [f"/review/{world.edition.pk}/visits/{one.pk}/" for one in (world.passed, world.held, world.application)]
    assert {row.application: row.place for row in before.context["rows"]}[world.held] == "open"
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]

    went_on(world)
    late = listed(world.edition)
    planned(late, world.panel, world.hands)
    at_status(world.held.fresh(), Status.NOT_CANDIDATE)

    after = page(client, world.agency, world)
    assert re.sub(rb"\s+", b" ", _bare(after)) == re.sub(rb"\s+", b" ", _bare(before))
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert todo(Asking(world.agency, AT)) == []
    assert late in places(client, world.first, world)


def _bare(answer):
    """What the page says of applications: its heading names the step in which everybody knows the edition to be."""
    found = re.search(rb"<main.*</main>", answer.content, re.DOTALL)
    return NOISE.sub(b"", found.group())


@pytest.mark.parametrize("who", ["first", "agency"])
def test_the_same_queries_for_few_and_for_many(client, world, django_assert_max_num_queries, who):
    went_on(world)
    path, browser = f"/review/{world.edition.pk}/visits/", as_actor(client, getattr(world, who))
    many_applications(world.edition, 40, Status.PASSED)
    browser.get(path)
    with django_assert_max_num_queries(24):
        assert browser.get(path).status_code == 200
