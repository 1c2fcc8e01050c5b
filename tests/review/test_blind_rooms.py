"""Two worlds that differ in what another panel, another expert or somebody's recusal did answer a reviewer byte for byte alike."""

import re

import pytest

from procedure.asking import Asking
from review.assignments.models import Assignment
from review.recusals.models import Conflict
from review.reviewers.models import Invitation
from review.rounds import Round
from review.sheets.models import Sheet
from review.todo import happened, todo, waiting
from review.visits.models import Visit
from tests.factories import AT
from tests.procedure.hands import as_actor
from tests.review.defending import came, defense, locked, seated, told
from tests.review.pairs import conflict, held
from tests.review.scoring import fill
from tests.review.visiting import a_team, listed, on_site, planned, recorded, reported, visit_of
from tests.reviewing import acting_as
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.article("28")]
MISSING = "00000000-0000-4000-8000-000000000000"
# What differs between any two answers to one person, and the demonstration's own clock, which knows the next moment of anybody.
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|<form class="modes" method="post" action="/demo/clock/">.*?</form>')


@shared
def visited():
    """A visit of one panel; another application waits for another panel."""
    world = on_site()
    return world, listed(world.edition), *a_team(world.edition, name="第二组")


@shared
def heard():
    """A sitting of two, told; the first of them came."""
    world = defense(applications=2)
    seated(world)
    told(world)
    came(world, world.applications[0])
    return world


def answers(client, reviewer, paths):
    """Whatever a reviewer can ask about, as statuses and bytes, and what he counts."""
    by = acting_as(reviewer)
    own = as_actor(client, by)
    invitation = Invitation.objects.get(reviewer=reviewer)
    paths = ["/home/", "/review/assignments/", "/letters/", f"/review/invitations/{invitation.pk}/", *paths]
    found = {path: own.get(path) for path in paths}
    return {path: (one.status_code, one.headers.get("ETag"), NOISE.sub(b"", one.content)) for path, one in found.items()} | {
        "lists": repr([todo(Asking(by, AT)), waiting(Asking(by, AT)), happened(Asking(by, AT))]),
        "counts": [rows.visible_to(by).count() for rows in (Assignment.objects, Sheet.objects, Visit.objects)],
    }


def visit_pages(key):
    return [f"/review/visits/{key}/{rest}" for rest in ("", "report/", "sign/", f"files/{MISSING}/")]


def test_what_another_panel_does_changes_nothing(client, visited):
    world, other, panel, team = visited
    mine = world.reviewers[0]
    paths = [*visit_pages(visit_of(world.application).pk), f"/review/left-out/{other.pk}/"]
    before = answers(client, mine, paths)

    planned(other, panel, world.hands)
    assert answers(client, mine, paths) == before
    recorded(visit_of(other), team[0])
    reported(visit_of(other), team, passed=False)
    assert answers(client, mine, paths) == before


def test_anothers_visit_is_not_there(client, visited):
    world, other, panel, _ = visited
    planned(other, panel, world.hands)
    own = as_actor(client, acting_as(world.reviewers[0]))

    for theirs, nobodys in zip(visit_pages(visit_of(other).pk), visit_pages(MISSING), strict=True):
        one, none = own.get(theirs), own.get(nobodys)
        assert (one.status_code, NOISE.sub(b"", one.content)) == (404, NOISE.sub(b"", none.content))


def test_anothers_recusal_and_hold_change_nothing(client, visited):
    world, other, _, team = visited
    mine = world.reviewers[0]
    paths = [f"/review/invitations/{Invitation.objects.get(reviewer=mine).pk}/interests/", *visit_pages(visit_of(world.application).pk)]
    before = answers(client, mine, paths)

    conflict(other, team[0])
    conflict(world.application, team[1])
    held(other)
    held(world.application)

    assert Conflict.objects.count() == 2
    assert answers(client, mine, paths) == before


def test_another_experts_draft_and_sheet_change_nothing(client, heard):
    first, _ = heard.applications
    mine = heard.reviewers[0]
    own = Assignment.objects.get(application=first, reviewer=mine, round=Round.ORAL_DEFENSE)
    paths = [f"/review/assignments/{own.pk}/{rest}" for rest in ("", "items/quality/", "check/", "materials/")]
    before = answers(client, mine, paths)

    theirs = Assignment.objects.whole().filter(application=first).exclude(reviewer=mine).first()
    fill(theirs, acting_as(theirs.reviewer))
    assert answers(client, mine, paths) == before
    locked(first, but=[mine])
    assert answers(client, mine, paths) == before
