"""What every test stands on. Fixtures of the project's people and things live beside the tests that use them.

One test on one engine: `TEST_ENGINE=postgresql .venv/bin/pytest tests/… -k …` (sqlite when unset).
"""

import importlib
import os
import random
import socket
import zlib

import django
import django.conf
import hypothesis
import pytest

from tests import databases, environment, worlds

if django.conf.settings.configured:
    raise RuntimeError("unset DJANGO_SETTINGS_MODULE: the tests choose their settings' environment first")
environment.prepare()

pytest_plugins = ["tests.browser.fixtures"]

hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis.settings.register_profile("deep", hypothesis.settings.get_profile("fixed"), max_examples=2000)
hypothesis.settings.load_profile("deep" if os.environ.get("TEST_DEEP") else "fixed")


def pytest_configure(config):
    from django.conf import settings  # noqa: PLC0415  the environment is ready only now

    settings.WHITENOISE_AUTOREFRESH = True  # else each client of a test reads every static file anew
    django.setup()
    # Read now, outside the demonstration: a test that sets DEMO must not be the one that decides which addresses there are.
    importlib.import_module(settings.ROOT_URLCONF)
    _only_loopback()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    distributes = session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput")
    if distributes:
        # With it a worker's settings would be read before its own environment stands.
        del os.environ["DJANGO_SETTINGS_MODULE"]
    services = environment.Services(runs_tests=not distributes)
    session.config.add_cleanup(services.stop)
    if environment.CONTROLLER and not session.config.option.collectonly:
        databases.make_template()


def pytest_report_header():
    return f"engine: {environment.ENGINE}"


FORBIDDEN = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


# The longest first, so that no worker is left alone with them at the end.
LONGEST = ("tests/walk/test_walk.py", "tests/walk/", "browser", "tests/test_access.py")


# What the engine cannot change: pages print what services give, and those are asked on both engines; bytes are bytes.
# Of steps 4 to 9, whose worlds are large, SQLite is asked for what the database itself promises: conflicts, assignments, sheets, seats.
ONE_ENGINE = (
    "_pages",
    "test_pages",
    "tests/core/papers/",
    "tests/core/files/",
    "tests/core/sheets/",
    "tests/review/",
    "tests/publicity/test_meetings",
    "tests/publicity/test_award",
    "tests/awards/",
)
BOTH_ENGINES = ("review/test_conflicts_in_the_database.py", "review/test_assignments.py", "review/test_sheets.py", "race")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((place for place, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))
    for item in items:
        if any(part in item.nodeid for part in ONE_ENGINE) and not any(part in item.nodeid for part in BOTH_ENGINES):
            item.add_marker("once")
        mark = item.get_closest_marker("django_db")
        if FORBIDDEN & set(item.fixturenames) or (mark and (mark.args or mark.kwargs.get("transaction"))):
            raise pytest.UsageError(f"{item.nodeid}: nothing is ever flushed here; use the fixture `committed` or `server`.")


def _only_loopback():
    connect = socket.socket.connect

    def checked(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test must not reach the network: {address}")
        return connect(self, address)

    socket.socket.connect = checked


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Attach to a clone of the migrated template, one a worker."""
    copy = databases.TEMPLATE.clone(f"worker_{environment.WORKER}")
    with django_db_blocker.unblock(), databases.attached(copy):
        django_db_blocker.block()
        yield
        django_db_blocker.unblock()
    copy.drop()


@pytest.fixture
def the_world(request, django_db_setup, django_db_blocker):
    """What `worlds.shared` gives, standing before the test's own transaction begins."""
    with django_db_blocker.unblock():
        worlds.THE_WORLD.begin(worlds.asked_for(request))
    return worlds.THE_WORLD


@pytest.fixture
def _django_db_helper(the_world, _django_db_helper):
    """pytest-django's own, inside the world."""


@pytest.fixture
def committed(request, django_db_setup, django_db_blocker):
    """A fresh copy of the template as the default database: whatever this test commits is thrown away with it.

    Gives a `databases.Copy`: its `environment()` and `manage()` serve other processes, `connect("super")` other roles.
    """
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        pytest.fail("a test takes either `db` or `committed`", pytrace=False)
    copy = databases.TEMPLATE.clone()
    with django_db_blocker.unblock(), databases.attached(copy):
        yield copy
    copy.drop()


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Redis and the process's memory do not roll back; the cache inside SQLite does."""
    from django.core.cache import cache, caches  # noqa: PLC0415

    from core.ledger.remembering import forget  # noqa: PLC0415

    forget()
    for name in ("found", "lists"):
        caches[name].clear()
    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture
def rng(request):
    """A source of chance with the same seed in every run of this test."""
    return random.Random(zlib.crc32(request.node.nodeid.encode()))
