"""A database server of its own, with fsync as in production, that can be killed under whoever works on it."""

import contextlib
import subprocess
import tempfile
from pathlib import Path

from django.db import connections

from tests import databases
from tests.environment import RUN
from tests.services import ALONE, Postgres, program

BIN = "/usr/lib/postgresql/*/bin"


@contextlib.contextmanager
def durable(copy):
    """A cluster that keeps what it acknowledged, holding what is in `copy`; it is thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="durable-", dir=RUN)) / "postgresql"
    folder.parent.chmod(0o755)
    cluster = Postgres(folder, ALONE)
    cluster.start()
    try:
        cluster.create_database("crash")
        _move(copy.name, RUN / "postgresql", folder)
        yield cluster
    finally:
        cluster.stop(check=False)


@contextlib.contextmanager
def working_on(cluster):
    """Make its database the default one of this process."""
    settings = connections["default"].settings_dict
    with databases.attached(databases.Copy("crash")):
        host, settings["HOST"] = settings["HOST"], str(cluster.folder)
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"].close_pool()
            settings["HOST"] = host


def _move(name, source, target):
    dump = [program("pg_dump", BIN), "-h", str(source), "-U", "super", "--no-comments", name]
    load = [program("psql", BIN), "-q", "-v", "ON_ERROR_STOP=1", "-1", "-h", str(target), "-U", "super", "crash"]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        subprocess.run(load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
