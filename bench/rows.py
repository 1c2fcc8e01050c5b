"""What is measured, each beside its ceiling."""

import hashlib
import json
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from accounts.access import PUBLIC, page
from accounts.actors import SYSTEM
from bench.measure import Row, bracketed, cpu
from core import clock
from core.ledger.models import Event, Payload
from core.ledger.services import lock, record
from core.ledger.verify import verify
from jinzhong_award import urls
from jinzhong_award.pages.health import timeless

PUBLIC_PAGES = ("/", "/notices/", "/rules/", "/winners/", "/verify/")
TWENTY_KILOBYTES = "x" * 20_000
SIZES = (2_000, 8_000, 32_000)


@timeless
@page(PUBLIC)
def bare(request):
    """The ceiling of every page: a string behind the middleware."""
    return HttpResponse(TWENTY_KILOBYTES)


def measured() -> Iterator[Row]:
    """Yield every row, on a database with the demonstration in it."""
    call_command("migrate", verbosity=0)
    call_command("demo_edition", verbosity=0)
    urls.urlpatterns.append(path("bench/bare/", bare))
    yield from public_pages()
    yield from ledger()


def public_pages() -> Iterator[Row]:
    """Row 1: uncached, at most 10 times the bare view and 4 queries."""
    client = Client(SERVER_NAME="localhost")
    for address in PUBLIC_PAGES:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        figure, ceiling = bracketed(lambda address=address: client.get(address), lambda: client.get("/bench/bare/"), 60)
        yield Row(f"1 public page {address}", figure, ceiling, 10.0, f"{len(queries)} queries (goal 4)")


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
