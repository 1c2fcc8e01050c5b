"""What one run of the tests stands on: its folder, its environment variables, its services.

The process that pytest starts first (the controller) makes the folder and the services; the workers of xdist inherit
both through the environment. The variables are set before Django reads its settings.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from tests.services import Postgres, Redis

ROOT = Path(__file__).resolve().parent.parent
ENGINE = os.environ.setdefault("TEST_ENGINE", "sqlite")
if ENGINE not in ("sqlite", "postgresql"):
    raise RuntimeError("TEST_ENGINE is sqlite or postgresql")
POSTGRESQL = ENGINE == "postgresql"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
CONTROLLER = "TEST_RUN" not in os.environ
MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30
if CONTROLLER:
    # Databases are made by the hundred and thrown away: in memory where there is enough, for a disk takes a second for each.
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH
    os.environ["TEST_RUN"] = tempfile.mkdtemp(prefix="award-tests-", dir=MEMORY if in_memory else None)
    Path(os.environ["TEST_RUN"]).chmod(0o755)  # the account postgres looks in
    (Path(os.environ["TEST_RUN"]) / "controller").write_text(str(os.getpid()))
RUN = Path(os.environ["TEST_RUN"])
SECRET = "0123456789abcdef" * 4


def database_url(name: str, role: str = "application") -> str:
    """Return the address of a database of this run, as the settings read it."""
    return f"postgres://{role}@/{RUN}/postgresql/{name}" if POSTGRESQL else f"sqlite:///{RUN}/{name}.sqlite3"


def variables(name: str, var: Path, *, role: str = "application", demo: bool = False, cache: str | None = None) -> dict[str, str]:
    """Return what a process must find in its environment to work on the database `name` and the folder `var`."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "MODE": "embedded",
        "DEMO": "1" if demo else "0",
        "DEBUG": "0",
        "DATABASE_URL": database_url(name, role),
        "DB_POOL": "8",
        "REDIS_URL": f"unix://{RUN}/redis-{cache or WORKER}" if POSTGRESQL else "",
        "VAR_DIR": str(var),
        "SECRET_KEY": SECRET,
        "LEDGER_KEY": SECRET,
        "IDENTITY_KEY": SECRET,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "LOG_LEVEL": "WARNING",
    }


def prepare() -> None:
    """Point this process at its own database; call before the settings are read."""
    os.environ.update(variables(f"worker_{WORKER}", RUN / f"var-{WORKER}"))
    (RUN / f"var-{WORKER}" / "collected").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
    # Playwright's loop stands in the thread of the tests, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def sweep() -> None:
    """Stop and remove what runs that were killed have left behind; a run whose controller lives is left alone."""
    for mark in RUN.parent.glob("award-tests-*/controller"):
        if not Path(f"/proc/{mark.read_text()}").exists():
            if (mark.parent / "postgresql").exists():
                Postgres(mark.parent / "postgresql").stop(check=False)
            shutil.rmtree(mark.parent, ignore_errors=True)


class Services:
    """The servers of one process: PostgreSQL for the run in the controller, a Redis for each process that runs tests."""

    def __init__(self, *, runs_tests: bool) -> None:
        self.started: list[Postgres | Redis] = []
        if CONTROLLER:
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that an ended run cleans up as well
            sweep()
        if POSTGRESQL and CONTROLLER:
            self._start(Postgres(RUN / "postgresql"))
        if POSTGRESQL and runs_tests:
            self._start(Redis(RUN / f"redis-{WORKER}"))

    def _start(self, service: Postgres | Redis) -> None:
        service.start()
        self.started.append(service)

    def stop(self) -> None:
        for service in reversed(self.started):
            service.stop()
        if CONTROLLER:
            shutil.rmtree(RUN, ignore_errors=True)
