"""What is measured, each beside its ceiling."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.actors import SYSTEM
from bench.measure import Row, bracketed, cpu
from bench.serving import Server, beside, gunicorn, nginx
from core import clock
from core.ledger.models import Event, Payload
from core.ledger.services import lock, record
from core.ledger.verify import verify
from tests.publicity.world import World

NAMES = tuple(f"演示第{number}公司" for number in range(1, 41))
PUBLIC_PAGES = ("/", "/notices/", "/notices/2026-1/", "/rules/", "/winners/", "/verify/")
SIZES = (2_000, 8_000, 32_000)


def measured() -> Iterator[Row]:
    """Yield every row, on a database with an edition whose list of forty is published."""
    call_command("migrate", verbosity=0)
    World(names=NAMES).publish()
    yield from public_pages()
    yield from ledger()


def public_pages() -> Iterator[Row]:
    """Row 1: uncached, at most 10 times the bare view and 4 queries; from nginx's cache, at least 0.8 of a file."""
    with gunicorn("bench.bare") as bare, gunicorn("jinzhong_award.settings", DEMO="0") as site:
        for address in PUBLIC_PAGES:
            figure, ceiling = beside((site, address), (bare, "/bare/"))
            yield Row(f"1 uncached {address}", figure, ceiling, 10.0, f"{queries(address)} queries (goal 4), {personal(site, address)}")
        yield from kept_pages(site)


def kept_pages(site: Server) -> Iterator[Row]:
    """The same pages out of nginx's cache, beside a file of the same size; nothing where there is no nginx."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with nginx(program, folder, site.port) as front:
            for address in PUBLIC_PAGES:
                (folder / "file").write_bytes(b"x" * int(site.get(address).headers["Content-Length"]))
                figure, ceiling = beside((front, address), (front, "/file"))
                yield Row(f"1 kept by nginx {address}", figure, ceiling, 1 / 0.8, f"cache: {front.get(address).headers['X-Kept']}")


def queries(address: str) -> int:
    """Return how many queries a page asks, uncached."""
    with override_settings(DEMO=False), CaptureQueriesContext(connection) as found:
        Client(SERVER_NAME="localhost").get(address)
        return len(found)


def personal(site: Server, address: str) -> str:
    """Say whether an answer is the same for everybody."""
    headers = site.get(address).headers
    return "personal" if "Set-Cookie" in headers or "Cookie" in headers.get("Vary", "") else "the same for everybody"


def ledger() -> Iterator[Row]:
    """Row 10: appends beside an unchained insert of the same columns; verification beside the json and sha256 loop."""
    at = clock.now()

    def append() -> None:
        with transaction.atomic():
            record(lock("house"), at=at, by=SYSTEM, action="bench", object_ref="bench:1", payload={"n": 1})

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_event (a, b, c) VALUES (%s, %s, %s)", ["x" * 64, "y" * 64, "{}"])
            cursor.execute("INSERT INTO bench_payload (a, b, c) VALUES (%s, %s, %s)", ["x" * 64, "y" * 64, "{}"])

    with connection.cursor() as cursor:
        for table in ("bench_event", "bench_payload"):
            cursor.execute(f"CREATE TABLE {table} (id integer PRIMARY KEY, a text, b text, c text)")  # nosec B608
    figure, ceiling = bracketed(append, insert, 200)
    yield Row("10 ledger append, per event", figure, ceiling, 1 / 0.65, "the ceiling is raw SQL, without the ORM")
    for size in SIZES:
        while (missing := size - Event.objects.count()) > 0:
            with transaction.atomic():
                for _ in range(min(missing, 2_000)):
                    record(lock("house"), at=at, by=SYSTEM, action="bench", object_ref="bench:1", payload={"n": 1})
        count = Event.objects.count()
        yield Row(f"10 verify {count} events, per 1000", cpu(verify, 1) / count * 1000, cpu(loop, 1) / count * 1000, 2.5)


def loop() -> None:
    """The ceiling of verification: read what is hashed, and hash it."""
    for columns in (
        Event.objects.order_by("seq")
        .values_list("chain", "seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev")
        .iterator(2_000)
    ):
        hashlib.sha256(json.dumps(columns).encode()).hexdigest()
    for salt, payload in Payload.objects.order_by("pk").values_list("salt", "payload").iterator(2_000):
        hashlib.sha256(bytes.fromhex(salt) + payload.encode()).hexdigest()
