"""Two worlds that differ in another reviewer's score, sheet or existence answer a reviewer byte for byte alike."""

import re

import pytest

from accounts.grants.models import Role
from accounts.units.models import Unit
from accounts.users.models import User
from procedure.asking import Asking
from review.assignments.models import Assignment
from review.rounds import Round
from review.sheets.models import Sheet
from review.sheets.todo import reviewing
from review.todo import happened, todo, waiting
from tests.factories import AT, make_actor
from tests.procedure.hands import as_actor
from tests.review.scoring import assignment_of, fill, lock_it, scoring
from tests.reviewing import assign, invite, make_reviewer
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.article("28")]
MISSING = "00000000-0000-4000-8000-000000000000"
# What differs between any two answers to one person: the token against foreign forms.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@shared
def world():
    world = scoring()
    assignment = assignment_of(world, world.applications[0], 0)
    fill(assignment, world.by(0))
    return world


def answers(client, world):
    """Everything that the first reviewer can ask about, as bytes, statuses and headers."""
    by, mine = world.by(0), assignment_of(world, world.applications[0], 0)
    own = as_actor(client, by)
    others = [str(one.pk) for one in Assignment.objects.exclude(reviewer=mine.reviewer).order_by("event_id")[:1]]
    paths = ["/home/", "/review/assignments/", *pages(mine.pk), *(path for key in (*others, MISSING) for path in pages(key))]
    return {path: seen(own.get(path)) for path in (re.sub(r"^http://testserver", "", one) for one in paths)} | {
        "todo": repr(todo(Asking(by, AT))),
        "waiting": repr(waiting(Asking(by, AT))),
        "happened": repr(happened(Asking(by, AT))),
        "counts": (Assignment.objects.visible_to(by).count(), Sheet.objects.visible_to(by).count()),
    }


def pages(key):
    return [
        f"/review/assignments/{key}/{rest}" for rest in ("", "items/i4-1-2/", "check/", "materials/", "explanation/", f"files/{MISSING}/")
    ]


def seen(answer):
    headers = {name: value for name, value in answer.headers.items() if name in ("ETag", "Last-Modified", "Content-Length", "Location")}
    return answer.status_code, headers.get("ETag"), headers.get("Location"), TOKEN.sub(b"", answer.content)


def score(world, place, rate):
    assignment = assignment_of(world, world.applications[0], place)
    fill(assignment, world.by(place), rate=rate)
    return lock_it(assignment, world.by(place))


def test_anothers_draft_and_sheet_change_nothing(client, world):
    before = answers(client, world)
    fill(assignment_of(world, world.applications[0], 1), world.by(1), rate=15)
    assert answers(client, world) == before
    score(world, 1, 15)
    assert answers(client, world) == before
    score(world, 2, 95)
    assert answers(client, world) == before


def test_another_reviewers_existence_changes_nothing(client, world):
    before = answers(client, world)
    more = make_reviewer("某某新来的")
    invite(world.edition, more)
    assign(world.applications[0], more, world.panel)
    assert answers(client, world) == before


def test_within_the_threshold_anothers_points_change_nothing(client, world):
    by, mine = world.by(0), assignment_of(world, world.applications[0], 0)
    lock_it(mine, by)
    score(world, 1, 70)
    before = answers(client, world)
    score(world, 2, 72)
    assert answers(client, world) == before


@pytest.mark.parametrize("rates", [(10, 15), (20, 12)])
def test_past_the_threshold_he_is_asked_and_learns_no_number(client, world, rates):
    """The one bit that the procedure itself tells: whoever differs is asked for his reason. Not how far, nor from whom."""
    by, mine = world.by(0), assignment_of(world, world.applications[0], 0)
    lock_it(mine, by)
    for place, rate in enumerate(rates, 1):
        score(world, place, rate)
    asked = next(item for item in reviewing(Asking(by, AT)))
    assert (asked.title, asked.text) == ("请说明评分依据", "评选办请您对锁定的一份评分作书面说明。锁定的得分不会改变。")
    page = as_actor(client, by).get(asked.url).content.decode()
    assert not any(f">{rate}0<" in page or f"{rate}%" in page for rate in rates)


def test_the_404_of_anothers_assignment_is_that_of_none(client, world):
    other = assignment_of(world, world.applications[0], 1)
    own = as_actor(client, world.by(0))
    for rest in ("", "items/i4-1-2/", "check/", "materials/", "explanation/"):
        found = [own.get(f"/review/assignments/{key}/{rest}") for key in (other.pk, MISSING)]
        posted = [own.post(f"/review/assignments/{key}/{rest}") for key in (other.pk, MISSING)]
        assert len({unnamed(one, other) for one in found}) == 1
        assert found[0].status_code == 404
        assert len({one.status_code for one in posted}) == 1


def unnamed(answer, other):
    """An answer without the address that was asked."""
    return TOKEN.sub(b"", answer.content).replace(str(other.pk).encode(), b"").replace(MISSING.encode(), b"")


def without_names(text):
    """A text without what the factories number."""
    names = {*Unit.objects.values_list("name", flat=True), *User.objects.values_list("name", flat=True)}
    return re.sub("|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True))), "", text)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADING_GROUP, Role.AUDIT, Role.SYSTEM, Role.SECURITY, Role.SUPERVISOR, Role.APPLICANT])
def test_nobody_else_learns_a_score_before_the_closing(client, world, role):
    score(world, 1, 37)
    actor = make_actor(role)
    assert not Sheet.objects.visible_to(actor).exists()
    asked = as_actor(client, actor)
    for path in ("/home/", f"/review/{world.edition.pk}/sheets/{Round.MATERIALS.value}/", f"/review/{world.edition.pk}/list/"):
        shown = re.sub("<[^>]*>", "", asked.get(path).content.decode())  # an address or a token may hold the digits by chance
        assert "370" not in without_names(shown)
