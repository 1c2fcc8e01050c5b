"""What a home page lists is kept until the next act and no longer than its minute; few queries then, and nobody sees another's."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core import clock
from procedure.editions.models import Edition, Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from tests.factories import AT, make_actor, make_application, make_edition
from tests.procedure.hands import as_actor

pytestmark = pytest.mark.django_db
WAITING = "发出1份文书"


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    times = {"now": AT}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    return lambda at: times.update(now=at)


@pytest.fixture
def edition():
    return make_edition(step=Step.QUALIFICATION)


def opened(client, actor):
    """The page as somebody sees it, and how many queries it asked."""
    as_actor(client, actor).get("/accounts/2fa/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/home/")
    assert answer.status_code == 200
    return answer.content.decode(), len(queries)


def write(edition):
    unit = make_application(edition=edition).applicant.unit
    words = {"act": "edition-3-9", "title": "关于不予受理的通知", "text": "成立不满三年。", "article": "9(1)"}
    return write_letter(edition, kind=LetterKind.DECLINED, recipient=unit, by=SYSTEM, at=AT, **words)


def test_an_act_is_seen_at_once(client, edition):
    office = make_actor(Role.OFFICE)
    assert WAITING not in opened(client, office)[0]

    write(edition)

    assert WAITING in opened(client, office)[0]


def test_what_begins_with_time_is_seen_with_its_minute(client, edition, moment):
    office = make_actor(Role.OFFICE)
    opened(client, office)
    Edition.objects.filter(pk=edition.pk).update(rules_version="演示")  # no act: the kept lists do not learn of it

    assert opened(client, office)[1] <= 15
    moment(AT + timedelta(minutes=1))
    assert opened(client, office)[1] > 15


def test_each_sees_his_own(client, edition):
    office, secretary = make_actor(Role.OFFICE), make_actor(Role.SECRETARY)
    write(edition)

    assert WAITING in opened(client, office)[0]
    assert WAITING not in opened(client, secretary)[0]
    assert WAITING in opened(client, office)[0]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR])
@pytest.mark.parametrize("step", [Step.PREPARATION, Step.QUALIFICATION, Step.MATERIALS, Step.EVALUATION, Step.DELIBERATION])
def test_a_second_view_asks_fifteen_queries_at_most(client, role, step):
    make_edition(step=step)
    actor = make_actor(role)
    opened(client, actor)

    assert opened(client, actor)[1] <= 15


def test_the_running_editions_are_read_once_for_all_lists(client, edition):
    office = make_actor(Role.OFFICE)
    opened(client, office)
    caches["lists"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get("/home/")

    assert sum('FROM "procedure_edition"' in query["sql"] for query in queries) == 2  # the lists, and the bar above every page
