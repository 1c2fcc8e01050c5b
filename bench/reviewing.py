"""Row 4: what a reviewer opens all day: his list, the page on which he scores, his home page; with few and with many assignments."""

from collections.abc import Iterator

from django.conf import settings
from django.test import Client

from applications.cases.models import Status
from bench.lists import queries
from bench.measure import Line, is_quick, slope
from bench.serving import beside, gunicorn
from review.sheets.items import items_of
from tests.factories import make_application, sign_in
from tests.review.scoring import Scoring, assignment_of, fill, scoring
from tests.reviewing import assign, snapshot_of

NUMBER = 5  # of the edition


def measured() -> Iterator[Line]:
    world, sizes = scoring(reviewers=1, applications=5, number=NUMBER), (5, 20) if is_quick() else (5, 20, 80)
    first = assignment_of(world, world.applications[0], 0)
    fill(first, world.by(0))  # every item typed: the fullest page
    pages = (
        ("reviewer's list", "/review/assignments/", 10, 120),
        ("scoring page", f"/review/assignments/{first.pk}/items/{items_of(first)[0].key}/", 12, 60),
        ("reviewer's home", "/home/", 15, 60),
    )
    client = sign_in(Client(SERVER_NAME="localhost"), world.by(0))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    costs = {}
    with gunicorn("bench.bare") as bare, gunicorn("jinzhong_award.settings") as site:
        site.signed_in(cookie)
        for size in sizes:
            grow(world, size)
            for name, address, most, dearest in pages:
                _, asked, twice = queries(client, address)
                figure, ceiling = beside((site, address), (bare, "/bare/"))
                costs[name, size] = figure
                said = f"{asked} queries, {twice} twice, {figure / ceiling:.0f}x ({figure:.1f} / {ceiling:.2f} ms)"
                goal = f"≤ {most} queries, ≤ {dearest} x bare"
                yield Line(f"{name}, {size} assignments", goal, said, asked <= most and figure / ceiling <= dearest)
    for name, *_ in pages:
        steep, ratio = slope(sizes, [costs[name, size] for size in sizes]), costs[name, sizes[-1]] / costs[name, sizes[0]]
        yield Line(f"{name}, growth", "", f"{sizes[-1]} assignments cost {ratio:.2f}x of {sizes[0]}, slope {steep:.2f}")


def grow(world: Scoring, size: int) -> None:
    """Assign the reviewer of the world so many applications."""
    for place in range(len(world.applications) + 1, size + 1):
        application = make_application(world.edition, Status.ACCEPTED, number=f"JZ{NUMBER}-O-{place:03}", form="organization-1")
        snapshot_of(application, parts={"assessment": {"i4-1-2": "本单位的自评文字。"}})
        assign(application, world.reviewers[0], world.panel)
        world.applications.append(application)
