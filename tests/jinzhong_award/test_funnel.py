"""The funnel and the map on the board: for the office how far every application came, for others what is published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.cases.models import Status
from jinzhong_award.funnel import funnel
from procedure.editions.models import Step
from tests.factories import at_status, make_actor, make_application, make_edition, make_unit, sign_in

pytestmark = pytest.mark.django_db
WAY = (Status.SUBMITTED, Status.RECOMMENDED, Status.ACCEPTED, Status.ADVANCING)


def came(edition, *states, **fields):
    """An application that went through these states."""
    application = make_application(edition, **fields)
    for state in states:
        application = at_status(application, state)
    return application


def lines(edition):
    return {line.label: (line.value, line.note) for line in funnel(edition).lines}


def test_whoever_came_further_counts_on_every_line_before():
    edition = make_edition(step=Step.MATERIALS)
    came(edition)
    came(edition, Status.SUBMITTED, Status.NOT_RECOMMENDED)
    came(edition, *WAY[:2], Status.DECLINED)
    came(edition, *WAY[:3], Status.NOT_ADVANCING)
    came(edition, *WAY)
    came(edition, *WAY[:2], Status.WITHDRAWN)
    found = lines(edition)

    assert found["提交"] == (5, "")
    assert found["推荐"] == (4, "未推荐1")
    assert found["受理"] == (2, "不予受理1")
    assert found["进入现场评审"] == (1, "未进入现场评审1")
    assert found["答辩"] == (None, "")
    assert funnel(edition).left == "已撤回1"


def test_whoever_was_returned_and_submitted_again_counts_once():
    edition = make_edition(step=Step.QUALIFICATION)
    came(edition, Status.SUBMITTED, Status.RETURNED, Status.SUBMITTED)

    assert lines(edition)["提交"] == (1, "")


def test_only_the_office_reads_on_the_board_how_many_there_are(client):
    edition = make_edition(step=Step.QUALIFICATION)
    came(edition, *WAY[:2], body=make_unit(UnitKind.BODY, division="140702"))
    address = f"/editions/{edition.pk}/"

    office = sign_in(client, make_actor(Role.OFFICE)).get(address)
    assert [(cell.label, cell.count) for cell in office.context["counties"] if cell.count] == [("榆次", 1)]
    assert office.context["funnel"].lines[0].value == 1
    for role in (Role.LEADING_GROUP, Role.SECRETARY):
        page = sign_in(client, make_actor(role)).get(address)
        assert page.context["numbers"] is None
        assert "从申报到授奖" not in page.content.decode()


def test_the_board_asks_as_many_queries_for_many_as_for_one(client):
    edition, asked = make_edition(step=Step.QUALIFICATION), []
    office = sign_in(client, make_actor(Role.OFFICE))
    office.get(f"/editions/{edition.pk}/")
    for more in (1, 2):
        for _ in range(more):
            came(edition, Status.SUBMITTED, Status.RECOMMENDED)
        with CaptureQueriesContext(connection) as queries:
            office.get(f"/editions/{edition.pk}/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
