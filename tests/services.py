"""PostgreSQL and Redis for one run of the tests: made in a temporary folder, on sockets alone, thrown away after.

pytest-postgresql refuses to run as root, and a machine's own servers would be shared with whatever else uses them.
Nothing here may be skipped in silence: a missing tool is an error that names the tool.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import redis

ROLES_SQL = Path(__file__).resolve().parent.parent / "deploy" / "postgres" / "roles.sql"
ALONE = "-c listen_addresses='' -c max_connections=200"
# Speed before safety, and for tests alone: production refuses synchronous_commit=off.
FAST = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
    f" -c jit=off {ALONE}"
)


class ToolMissing(RuntimeError):
    """A tool of the tests is not on this machine."""

    def __init__(self, tool: str) -> None:
        super().__init__(f"{tool} is missing: run script/setup --test")


def program(name: str, *places: str) -> str:
    """Return where the program is, looking on the path and then in `places` (patterns, the last match wins)."""
    found = shutil.which(name)
    for pattern in places:
        matches = sorted(
            Path("/").glob(pattern.lstrip("/") + "/" + name), key=lambda path: [int(part) for part in path.parts if part.isdigit()]
        )
        found = found or (str(matches[-1]) if matches else None)
    if not found:
        raise ToolMissing(name)
    return found


class Postgres:
    """A cluster with the roles of production: `owner` makes the tables, `application` uses them, `super` does as it likes."""

    def __init__(self, folder: Path, settings: str = FAST) -> None:
        self.folder = folder
        self.settings = settings
        self.initdb = program("initdb", "/usr/lib/postgresql/*/bin")
        self.pg_ctl = program("pg_ctl", "/usr/lib/postgresql/*/bin")
        self.options = {
            "cwd": "/",
            "stdout": subprocess.DEVNULL,
            "stdin": subprocess.DEVNULL,
            "env": {"PATH": os.defpath, "LANG": "C.UTF-8"},
        }
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            self.options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def start(self) -> None:
        self.folder.mkdir(mode=0o755)
        if "user" in self.options:
            os.chown(self.folder, self.options["user"], self.options["group"])
        data = str(self.folder / "data")
        subprocess.run(
            [self.initdb, "-D", data, "-U", "super", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            **self.options,
        )
        self.boot()

    def boot(self) -> None:
        """Start the server of a cluster that exists, after a crash too."""
        log, data = str(self.folder / "log"), str(self.folder / "data")
        command = [self.pg_ctl, "-D", data, "-w", "-l", log, "-o", f"-k {self.folder} {self.settings}", "start"]
        subprocess.run(command, check=True, **self.options)

    def kill(self) -> None:
        """End the server and everything it started with SIGKILL, and wait until all are gone."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        doomed = [postmaster, *children(postmaster)]
        for pid in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 30
        while any(alive(pid) for pid in doomed) and time.monotonic() < until:
            time.sleep(0.01)
        # Where nobody buries the dead (a container's first process), PostgreSQL would take them for alive.
        for mark in (self.folder / "data" / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            mark.unlink(missing_ok=True)

    def connect(self, name: str = "postgres", user: str = "super") -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=user, dbname=name, autocommit=True)

    def create_database(self, name: str) -> None:
        """Make an empty database with the roles of production."""
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        with self.connect(name) as connection:
            connection.execute(ROLES_SQL.read_text())

    def dump(self, name: str, path: Path) -> None:
        """Write a database to a file, with its owners and rights."""
        self._client("pg_dump", name, "--file", str(path))

    def restore(self, name: str, path: Path) -> None:
        """Fill an empty database from what `dump` has written."""
        self._client("psql", name, "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--output", os.devnull, "--file", str(path))

    def _client(self, tool: str, name: str, *options: str) -> None:
        command = [program(tool, "/usr/lib/postgresql/*/bin"), "-h", str(self.folder), "-U", "super", "-d", name, *options]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)

    def stop(self, *, check: bool = True) -> None:
        subprocess.run([self.pg_ctl, "-D", str(self.folder / "data"), "-m", "immediate", "stop"], check=check, **self.options)


def children(pid: int) -> list[int]:
    """Return the processes that a process started and that still run."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has ended since
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Redis:
    """A server on a socket that keeps nothing."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [program("redis-server"), "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    if time.monotonic() > until or self.process.poll() is not None:
                        raise
                    time.sleep(0.01)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
