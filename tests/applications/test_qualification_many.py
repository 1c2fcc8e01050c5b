"""Step 3 with three applications and with three hundred: the same number of queries, and pages that stay usable."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.moves import ACCEPT
from applications.qualification.decisions import propose
from applications.qualification.departments import answer, ask, unanswered
from core import clock
from tests.applications.qualifying import DAY, a_case, a_question, a_reply, a_team_case, acceptable, an_edition, an_office, examine
from tests.factories import AT, many_applications
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT + 3 * DAY)


@pytest.fixture
def first():
    return an_office()


@pytest.fixture
def few(first):
    """An edition with one of each: examined, found wanting, a team asked about, proposed; its letters are overdue."""
    edition = an_edition(demo=True)
    proposed = acceptable(a_case(edition, number="A-1"), first)
    propose(ACCEPT, proposed, by=first, at=AT)
    examine(a_case(edition, number="A-2"), first, k9_4="fail")
    ask(edition, a_question(), applications=[a_team_case(edition, number="A-3")], by=first, at=AT)
    return edition


def grow(edition, first):
    """Three hundred, and of everything that the office keeps about them more than before."""
    many = many_applications(edition, 297, "recommended")
    for application in many[:8]:
        propose(ACCEPT, acceptable(application, first), by=first, at=AT)
    for application in many[8:12]:
        examine(application, first, k9_4="fail")
    for department in ("市税务局", "市生态环境局", "市统计局"):
        query = ask(edition, a_question(department=department), applications=many[8:], by=first, at=AT)
    answer(query, a_reply(), applications=many[8:40], by=first, at=AT)


def asked(browser, path):
    browser.get(path)  # the first after an act reads everything once
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def shown(browser, path):
    return browser.get(path).content.decode()


def test_three_hundred_cost_as_many_queries_as_three_and_stay_usable(client, few, first):
    browser = as_actor(client, an_office())
    queue = f"/editions/{few.pk}/qualification/"
    paths = (queue, f"{queue}sheet/", f"{queue}departments/", "/home/")
    counts = {path: asked(browser, path) for path in paths}
    grow(few, first)

    assert {path: asked(browser, path) for path in paths} == counts
    assert "第1—50份，共300份" in shown(browser, queue)
    assert "第251—300份，共300份" in shown(browser, f"{queue}?page=6")
    assert "第1—9份，共9份" in shown(browser, f"{queue}?place=second")
    home = shown(browser, "/home/")
    assert "确认9份申报的决定" in home


def test_a_letter_asks_about_what_is_still_to_be_decided(client, few, first):
    overdue, refused = many_applications(few, 1, "overdue")[0], many_applications(few, 1, "declined")[0]
    path = f"/editions/{few.pk}/qualification/departments/"
    form = as_actor(client, first).get(path).context["form"]

    offered = {str(one.number): one for one in form.fields["applications"].queryset}
    assert {overdue.number, refused.number} < set(offered)
    assert [one.number for one in form.initial["applications"]] == ["A-1", "A-2", "A-3"]
    assert f"（{overdue.number}，逾期未推荐）" in shown(client, path)


def test_nobody_waits_for_an_answer_about_an_overdue_one(few, first):
    overdue, open_one = many_applications(few, 1, "overdue")[0], many_applications(few, 1, "recommended")[0]
    query = ask(few, a_question(department="市统计局"), applications=[overdue, open_one], by=first, at=AT)

    assert unanswered(query) == [str(open_one.pk)]
