"""The house chain as the audit administrator reads it: what, when, who, in words; a changed row does not agree."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from core.ledger.models import Event
from core.ledger.services import HOUSE
from jinzhong_award.acts import HOUSE_WORDS, OTHER, words_of_house
from tests.factories import make_actor, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/audit/house/"


def test_every_row_says_what_was_done_by_whom(client):
    page = sign_in(client, make_actor(Role.AUDIT)).get(ADDRESS)

    assert {row["label"] for row in page.context["rows"]} == {"提出授权", "复核授权"}
    assert all(row["sound"] for row in page.context["rows"])
    assert "accounts.grant:" in page.content.decode()


def test_as_many_queries_for_few_acts_and_many(client):
    audit, asked = sign_in(client, make_actor(Role.AUDIT)), []
    audit.get(ADDRESS)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            audit.get(ADDRESS)
        asked.append(len(queries))
        for role in (Role.OFFICE, Role.SYSTEM):
            make_actor(role)

    assert asked[0] == asked[1]


def test_every_act_of_the_house_has_a_name():
    make_actor(Role.OFFICE)
    known = [words_of_house(action) for action in Event.objects.filter(chain=HOUSE).values_list("action", flat=True)]

    assert OTHER[0] not in [*known, *HOUSE_WORDS.values()]
