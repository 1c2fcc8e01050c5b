"""Databases of the tests: a migrated template made once a run, cloned for each worker and for each test that commits.

Append-only triggers refuse Django's flush, and a flush would erase what migrations loaded, so a test that commits gets
a copy of its own (PostgreSQL 25 ms in memory, SQLite 4 ms) and no test ever lifts a trigger.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from django.db import connections

from tests import environment, worlds
from tests.environment import POSTGRESQL, ROOT, RUN, WORKER
from tests.services import Postgres

_numbers = count(1)


@dataclass(frozen=True)
class Copy:
    """One database of this run with the folder of files beside it."""

    name: str
    demo: bool = False

    @property
    def var(self) -> Path:
        return RUN / f"var-{self.name}"

    @property
    def path(self) -> Path:
        """The file, on SQLite."""
        return RUN / f"{self.name}.sqlite3"

    def environment(self, role: str = "application") -> dict[str, str]:
        """What another process needs to work on this copy."""
        return os.environ | environment.variables(self.name, self.var, role=role, demo=self.demo, cache=WORKER)

    def manage(self, *arguments: str, role: str = "application") -> str:
        """Run a command of manage.py on this copy in a process of its own; what it said is in the error when it fails."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment(role), cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def connect(self, role: str = "super") -> psycopg.Connection:
        """A plain connection to this copy under a role of the cluster (PostgreSQL only)."""
        return _cluster().connect(self.name, role)

    def clone(self, name: str | None = None, *, demo: bool | None = None) -> "Copy":
        copy = Copy(name or f"copy_{WORKER}_{next(_numbers)}", self.demo if demo is None else demo)
        if self.var.exists():
            shutil.copytree(self.var, copy.var)
        if POSTGRESQL:
            with _cluster().connect() as connection:
                connection.execute(f"CREATE DATABASE {copy.name} TEMPLATE {self.name} STRATEGY file_copy")
        else:
            assert not Path(f"{self.path}-wal").exists(), f"{self.name} is still in use"
            shutil.copyfile(self.path, copy.path)
        return copy

    def drop(self) -> None:
        shutil.rmtree(self.var, ignore_errors=True)
        if POSTGRESQL:
            with _cluster().connect() as connection:
                connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        else:
            for path in RUN.glob(f"{self.name}.sqlite3*"):
                path.unlink()


def _cluster() -> Postgres:
    return Postgres(RUN / "postgresql")


KEEP = 8
KEPT = ROOT / "var" / "test-template"
TEMPLATE = Copy("template")
STYLED_TEMPLATE = Copy("template_styled", demo=True)
DEMO_TEMPLATE = Copy("template_demo", demo=True)


def make_template() -> None:
    """Make the template of this run: migrated as its owner, or as an earlier run of the same models and migrations has kept it."""
    kept = KEPT / f"{schema()}{'.sql' if POSTGRESQL else '.sqlite3'}"
    if POSTGRESQL:
        _cluster().create_database(TEMPLATE.name)
    if kept.exists():
        _cluster().restore(TEMPLATE.name, kept) if POSTGRESQL else shutil.copyfile(kept, TEMPLATE.path)
        return
    TEMPLATE.manage("migrate", "--verbosity=0", role="owner")
    KEPT.mkdir(parents=True, exist_ok=True)
    made = kept.with_suffix(f".{os.getpid()}")
    _cluster().dump(TEMPLATE.name, made) if POSTGRESQL else shutil.copyfile(TEMPLATE.path, made)
    made.rename(kept)
    for old in sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEEP]:
        old.unlink(missing_ok=True)


def schema(root: Path = ROOT) -> str:
    """Return a digest of everything that the schema and its triggers come from."""
    parts = (
        "*/models.py",
        "*/*/models.py",
        "*/migrations/*.py",
        "*/history.py",
        "core/fields.py",
        "core/triggers/*.py",
        "core/ledger/*.py",
        "requirements/*.txt",
    )
    files = sorted({path for part in parts for path in root.glob(part)})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:20]


def demo_template() -> Copy:
    """Return the template with the demonstration in it; the first to ask makes it, the others wait."""
    with _turn():
        if not (RUN / "demo.ready").exists():
            _styled().clone(DEMO_TEMPLATE.name)
            DEMO_TEMPLATE.manage("demo_edition", "--applications", "3")
            (RUN / "demo.ready").touch()
    return DEMO_TEMPLATE


def empty_copy(name: str | None = None) -> Copy:
    """Return a copy with nothing in it but the demonstration's clock, which stands where script/demo begins."""
    with _turn():
        copy = _styled().clone(name)
    copy.manage("demo_edition", "--empty")
    return copy


def _styled() -> Copy:
    """The migrated template with the style sheet that a server hands out. Under `_turn()`."""
    if not (RUN / "styled.ready").exists():
        TEMPLATE.clone(STYLED_TEMPLATE.name, demo=True)
        STYLED_TEMPLATE.manage("build_static")
        (RUN / "styled.ready").touch()
    return STYLED_TEMPLATE


@contextmanager
def _turn() -> Iterator[None]:
    with (RUN / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def attached(copy: Copy, role: str = "application") -> Iterator[Copy]:
    """Make `copy` the default database of this process, under `role`, for as long as the block lasts."""
    settings = connections["default"].settings_dict
    before = {key: settings[key] for key in ("NAME", "USER")}
    _disconnect()
    settings["NAME"] = copy.name if POSTGRESQL else str(copy.path)
    settings["USER"] = role if POSTGRESQL else ""
    try:
        yield copy
    finally:
        _disconnect()
        settings |= before


def _disconnect() -> None:
    worlds.THE_WORLD.end()
    connection = connections["default"]
    connection.close()
    if POSTGRESQL:
        connection.close_pool()
