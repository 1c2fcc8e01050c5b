"""What one run stands on: a throw-away PostgreSQL and Redis, and settings of production.

The services are those of the tests; the settings are read from the environment, so Django is imported after it is set.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import Postgres, Redis

RUN = Path(tempfile.mkdtemp(prefix="award-bench-"))
POSTGRES = Postgres(RUN / "postgresql")
REDIS = Redis(RUN / "redis")
NAME, EMPTY = "bench", "bench_empty"


@contextmanager
def ground() -> Iterator[None]:
    """Start the services and set the environment; both end with the block."""
    RUN.chmod(0o755)  # the accounts of PostgreSQL and nginx look in
    POSTGRES.start()
    REDIS.start()
    try:
        POSTGRES.create_database(NAME)
        with POSTGRES.connect() as connection:
            # Production refuses to start with less; nothing else than what is measured shall cost time.
            connection.execute("ALTER ROLE application SET synchronous_commit = on")
            connection.execute("ALTER SYSTEM SET autovacuum = off")
            connection.execute("SELECT pg_reload_conf()")
        os.environ.update(_variables())
        yield
    finally:
        REDIS.stop()
        POSTGRES.stop(check=False)


def _variables() -> dict[str, str]:
    key = secrets.token_hex(32)
    return {
        "DJANGO_SETTINGS_MODULE": "jinzhong_award.settings",
        "MODE": "production",
        "DEMO": "0",
        "DEBUG": "0",
        "DATABASE_URL": f"postgres://application@/{POSTGRES.folder}/{NAME}",
        "REDIS_URL": f"unix://{REDIS.socket}",
        "VAR_DIR": str(RUN / "var"),
        "ALLOWED_HOSTS": "localhost",
        "TRUSTED_PROXY_COUNT": "1",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": key,
        "LEDGER_KEY": secrets.token_hex(32),
        "IDENTITY_KEY": secrets.token_hex(32),
    }


def prepare() -> None:
    """Read the settings, migrate as the owner of the tables, collect static files as the image does."""
    import django  # noqa: PLC0415  the environment is ready only now
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # in this process; nobody types a password
    with as_role("owner"):
        call_command("migrate", verbosity=0)
    call_command("build_static", stdout=open(os.devnull, "w"))  # noqa: SIM115
    call_command("collectstatic", interactive=False, verbosity=0)
    _copied(NAME, EMPTY)


def renew() -> None:
    """Give the next row a database that no other row has filled, and nothing remembered of the last."""
    from django.core.cache import caches  # noqa: PLC0415

    from core.ledger.remembering import forget  # noqa: PLC0415

    with POSTGRES.connect() as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    _copied(EMPTY, NAME)
    forget()
    for cache in caches.settings:
        caches[cache].clear()


def _copied(source: str, name: str) -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    connection.close_pool()
    with POSTGRES.connect() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {source}")


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Work under another role of the cluster for as long as the block lasts."""
    from django.db import connection  # noqa: PLC0415

    before = connection.settings_dict["USER"]
    _reconnect(role)
    try:
        yield
    finally:
        _reconnect(before)


@contextmanager
def without_triggers() -> Iterator[None]:
    """Write in bulk what services would write one by one: as owner of the tables, their triggers lifted until the block ends."""
    from core import triggers  # noqa: PLC0415

    with as_role("owner"):
        triggers.lift()
        try:
            yield
        finally:
            triggers.lay()


def _reconnect(role: str) -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    connection.close_pool()
    connection.settings_dict["USER"] = role
