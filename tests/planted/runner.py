"""Planting a fault in a copy of the project and running the test that must fail then."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import KEPT, schema
from tests.environment import ROOT
from tests.planted.faults import Fault

# What is read and never changed: too large to copy.
LINKED = (".venv", "node_modules")
LEFT_OUT = shutil.ignore_patterns(*LINKED, "var", ".git", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "*.pyc")
FAILED = 1  # pytest: tests were run and some failed


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT, symlinks=True)
        for name in LINKED:
            if (ROOT / name).exists():
                (copy / name).symlink_to(ROOT / name)
        yield copy


def planted(text: str, fault: Fault) -> str:
    """Return a file with the fault in it; ValueError where the file does not say any more what the fault changes."""
    if text.count(fault.before) != 1:
        raise ValueError(f"{fault.name}: {fault.path} says {text.count(fault.before)} times: {fault.before}")
    return text.replace(fault.before, fault.after)


def caught(fault: Fault, copy: Path) -> bool:
    """Plant a fault, run its test, mend the copy again; tell whether the test failed."""
    path = copy / fault.path
    sound = path.read_text(encoding="utf-8")
    path.write_text(planted(sound, fault), encoding="utf-8")
    _spare_migrating(fault, copy)
    try:
        return _run(fault, copy) == FAILED
    finally:
        path.write_text(sound, encoding="utf-8")


def _spare_migrating(fault: Fault, copy: Path) -> None:
    """Hand the copy the migrated template where there is one: a fault in a model's code changes no table, only its digest."""
    kept = KEPT / f"{schema()}.sqlite3"
    if kept.exists() and not fault.path.startswith("core/triggers"):
        own = copy / KEPT.relative_to(ROOT) / f"{schema(copy)}.sqlite3"
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, own)


def _run(fault: Fault, copy: Path) -> int:
    # A run of its own: not the folder, worker or database of whoever runs this.
    ours = ("TEST_", "PYTEST_", "DATABASE_URL", "VAR_DIR", "DJANGO_", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"TEST_ENGINE": "sqlite"}
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *fault.caught_by.split()]
    return subprocess.run(command, cwd=copy, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode
