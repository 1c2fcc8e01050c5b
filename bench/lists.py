"""Row 3: the office's lists of fifty and its home page, at twenty and at twenty thousand applications."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from bench.fill import fill
from bench.measure import Line, is_quick, slope
from bench.serving import beside, gunicorn
from core import clock
from procedure.editions.models import Step
from tests.factories import make_actor, make_edition, sign_in
from tests.publicity.world import know_years

# Each with the most queries and the most of the bare view.
LISTS = (
    ("qualification", "/editions/{}/qualification/", 12, 90),
    ("qualification, one body's words", "/editions/{}/qualification/?words=%E6%9C%BA%E6%A2%B0&category=organization", 12, 90),
    ("qualification, to be examined", "/editions/{}/qualification/?place=examine", 12, 90),
    ("bodies", "/editions/{}/recommendations/", 12, 90),
    ("home of the office", "/home/", 15, 60),
)


def measured() -> Iterator[Line]:
    """Each list at each size; how many queries the first view after an act asks, which finds everything anew, is told beside it."""
    know_years(clock.now())
    edition, client = make_edition(7, Step.QUALIFICATION), sign_in(Client(SERVER_NAME="localhost"), make_actor(Role.OFFICE))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    sizes, costs = (20, 200, 2_000) if is_quick() else (20, 200, 2_000, 20_000), Counter()
    with gunicorn("bench.bare") as bare, gunicorn("jinzhong_award.settings") as site:
        site.signed_in(cookie)
        for size in sizes:
            fill(edition, size)
            for name, pattern, most, dearest in LISTS:
                address = pattern.format(edition.pk)
                first, asked, twice = queries(client, address)
                figure, ceiling = beside((site, address), (bare, "/bare/"))
                costs[name, size] = figure
                said = f"{asked} queries ({first} after an act), {twice} twice, {figure / ceiling:.0f}x ({figure:.1f} / {ceiling:.2f} ms)"
                goal = f"≤ {most} queries, none twice, ≤ {dearest} x bare"
                yield Line(f"{name}, {size:,}", goal, said, asked <= most and not twice and figure / ceiling <= dearest)
    for name, *_ in LISTS:
        ratio, steep = costs[name, sizes[-1]] / costs[name, 200], slope(sizes, [costs[name, size] for size in sizes])
        said = f"{sizes[-1]:,} costs {ratio:.2f}x of 200, slope {steep:.2f}"
        yield Line(f"{name}, growth", "≤ 1.3 x of 200", said, ratio <= 1.3)


def queries(client: Client, address: str) -> tuple[int, int, int]:
    """Return how many statements a page asks when nothing is remembered, how many once it is warm, and how many of these twice."""
    client.get(address, secure=True)
    for name in ("found", "lists"):
        caches[name].clear()
    first = asked(client, address).total()
    counts = asked(client, address)
    return first, counts.total(), counts.total() - len(counts)


def asked(client: Client, address: str) -> Counter[str]:
    """Return the statements that a page asks. RuntimeError for any answer but 200."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return Counter(query["sql"] for query in found)
