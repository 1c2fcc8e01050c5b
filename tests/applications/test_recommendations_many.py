"""The queues of recommending with three applications and with three hundred: the same number of queries."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.recommendations import office
from applications.recommendations.guards import GRACE
from core import clock
from tests.applications.recommending import THEN, UNTIL, Body, check, examine, submitted
from tests.applications.test_corrections import send_back
from tests.factories import make_actor, many_applications
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    times = {"now": THEN}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    return lambda at: times.update(now=at)


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def clerk():
    return make_actor(Role.OFFICE)


@pytest.fixture
def edition(body, clerk):
    """One examined and checked, one new, one returned, one recommended; the body was reminded."""
    application, _ = submitted(body)
    edition = application.edition
    examine(application, body)
    check(application, body)
    _, returned = many_applications(edition, 2, body=body.unit)
    send_back(returned, body.examiner)
    many_applications(edition, 1, Status.RECOMMENDED, body=body.unit)
    office.remind(edition, body.unit, by=clerk, at=THEN)
    return edition


def grow(edition, body):
    many = many_applications(edition, 297, body=body.unit)
    for application in many[:6]:
        examine(application, body)
    for application in many[:3]:
        check(application, body)
    for application in many[6:9]:
        send_back(application, body.examiner)
    many_applications(edition, 3, Status.RECOMMENDED, body=body.unit)


def asked(browser, path):
    for name in ("found", "lists"):  # so that each count is of a page that finds everything anew
        caches[name].clear()
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def test_three_hundred_cost_as_many_queries_as_four(client, edition, body, clerk, moment):
    bodies = reverse("applications:recommendation_bodies", args=[edition.pk])
    pages = [(body.checker, "/recommendations/"), (body.examiner, "/home/"), (clerk, bodies), (clerk, "/home/")]

    def count(at):
        moment(at)
        return {(actor.role, path): asked(as_actor(client, actor), path) for actor, path in pages}

    count(THEN)  # whatever is read once a process
    few = count(THEN), count(UNTIL + GRACE)
    grow(edition, body)

    assert (count(THEN), count(UNTIL + GRACE)) == few
    assert "第1—50份" in as_actor(client, body.checker).get("/recommendations/").content.decode()


def test_the_office_reads_a_page_of_fifty_of_one_body_or_of_all(client, edition, body, clerk):
    other = Body("太谷区人民政府")
    many_applications(edition, 60, body=other.unit)
    many_applications(edition, 60, Status.RECOMMENDED, body=other.unit)
    place = reverse("applications:recommendation_bodies", args=[edition.pk])
    page = as_actor(client, clerk).get(place).content.decode()

    assert f'<a href="?body={other.unit.pk}">太谷区人民政府60份</a>' in page
    assert "第1—50份，共63份" in page
    assert page.count("转请另一推荐单位<") + page.count("等申报者<") == 50
    assert "这里是前50份。" in page
    assert "看全部61份" in page
    last = client.get(f"{place}?body={other.unit.pk}&page=2").content.decode()
    assert "第51—60份，共60份" in last
    assert "太谷区人民政府，60份没有办完" in last
    done = client.get(f"{place}?recommended&body={other.unit.pk}&page=2").content.decode()
    assert done.count("退回补正<") == 10
    assert "共60份" in done
    assert "没有没办完的推荐" not in done
    assert client.get(f"{place}?body=nobody&page=x").status_code == 200


def test_a_body_is_late_by_the_day_named_for_each(client, edition, body, clerk, moment):
    place = reverse("applications:recommendation_bodies", args=[edition.pk])
    shown = as_actor(client, clerk).get(place).content.decode()
    moment(UNTIL)

    assert ["已过期" in text for text in (shown, client.get(place).content.decode())] == [False, True]
