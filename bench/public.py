"""Row 1: public pages for the anonymous, uncached, out of Django's cache, out of nginx's cache."""

from collections.abc import Iterator
from functools import cache

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.ground import RUN
from bench.measure import Line
from bench.serving import Server, beside, gunicorn, nginx
from tests.publicity.world import World

NAMES = tuple(f"演示第{number}公司" for number in range(1, 41))
PAGES = ("/", "/notices/", "/notices/2026-1/", "/rules/", "/winners/", "/verify/", "/how/")


def measured() -> Iterator[Line]:
    """Yield the lines, on an edition whose list of forty is published."""
    publish()
    with gunicorn("bench.bare") as bare, gunicorn("jinzhong_award.settings", KEEP_PAGES="0") as site:
        for address in PAGES:
            figure, ceiling = beside((site, address), (bare, "/bare/"))
            first, asked, ratio, same = queries(address), queries(address), figure / ceiling, same_for_everybody(site, address)
            count = f"{asked} queries ({first} after an act)"
            said = f"{ratio:.1f}x ({figure:.2f} / {ceiling:.2f} ms), {count}, {'the same for everybody' if same else 'PERSONAL'}"
            yield Line(f"uncached {address}", "≤ 10 x bare (6), ≤ 4 queries, no cookie", said, ratio <= 10 and asked <= 4 and same)
        yield from kept_by_nginx(site)
    with gunicorn("bench.bare") as bare, gunicorn("jinzhong_award.settings", KEEP_PAGES="1") as site:
        for address in PAGES:
            figure, ceiling = beside((site, address), (bare, "/bare/"))
            said = f"{ceiling / figure:.2f} x bare ({figure:.2f} / {ceiling:.2f} ms)"
            yield Line(f"out of Django's cache {address}", "≥ 0.8 x bare", said, ceiling / figure >= 0.8)


@cache
def publish() -> None:
    """Publish a list of forty, once a run."""
    World(names=NAMES).publish()


def kept_by_nginx(site: Server) -> Iterator[Line]:
    """The same pages out of nginx's cache, beside a file of the same size."""
    folder = RUN / "nginx"
    folder.mkdir()
    with nginx(folder, site.port) as front:
        for address in PAGES[:3]:
            (folder / "file").write_bytes(b"x" * len(site.get(address)[1]))
            figure, ceiling = beside((front, address), (front, "/file"))
            said = f"{ceiling / max(figure, 0.001):.2f} x file ({figure:.3f} / {ceiling:.3f} ms), {front.get(address)[0].headers['X-Kept']}"
            yield Line(f"out of nginx's cache {address}", "≥ 0.8 x a static file", said, ceiling / figure >= 0.8)


def queries(address: str) -> int:
    """Return how many queries a page asks, uncached; the first time it finds out what is held until the next act."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        Client(SERVER_NAME="localhost").get(address, secure=True)
        return len(found)


def same_for_everybody(site: Server, address: str) -> bool:
    headers = site.get(address)[0].headers
    return "Set-Cookie" not in headers and "Cookie" not in headers.get("Vary", "")
