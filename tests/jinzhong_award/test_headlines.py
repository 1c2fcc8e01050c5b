"""What the front page says first, by step and hour."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from jinzhong_award.pages.headlines import first
from procedure.editions.models import Step
from tests.applications.world import publish
from tests.factories import AT, at_step, make_actor, make_edition

pytestmark = pytest.mark.django_db


def test_a_window_is_counted_down_and_closes_by_itself(client):
    edition = make_edition(step=Step.CALL)
    publish(edition, make_actor(Role.OFFICE), AT + timedelta(days=2), AT + timedelta(days=30))
    ahead = first(edition, None, [], AT + timedelta(days=1))
    assert (ahead["headline"]["phrases"], ahead["countdown"]["value"], ahead["applying"]) == (["就要开始申报"], 1, None)

    edition = at_step(edition, Step.APPLYING)
    now = first(edition, None, [], AT + timedelta(days=3))
    assert (now["headline"]["phrases"], now["countdown"]["value"], now["applying"]["action"]) == (["正在接受申报"], 27, "开始申报")
    assert first(edition, None, [], AT + timedelta(days=30)) == {"applying": None}

    edition = at_step(edition, Step.QUALIFICATION)
    assert "本届申报已经截止" in first(edition, None, [], AT + timedelta(days=31))["applying"]["sentence"]
    assert "本届申报已经截止" in client.get("/").content.decode()
