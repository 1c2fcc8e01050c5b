"""How a figure is taken, and how a line of the table says it."""

import math
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import ground

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
HEAD = f"{'row':<3} {'what':<50} {'goal':<38} {'figure':<66} verdict"
_quick = False


def quick(*, on: bool) -> None:
    """Take fewer rounds and smaller sizes from now on."""
    global _quick  # noqa: PLW0603  one run, one choice
    _quick = on


def is_quick() -> bool:
    return _quick


def rounds() -> int:
    return 1 if _quick else 3


def least() -> float:
    """Return the CPU milliseconds that a measurement takes at least: a tick of the kernel's clock is ten."""
    return 100 if _quick else 250


@dataclass(frozen=True)
class Line:
    """One line of the table. `met` is None where there is no goal of its own."""

    what: str
    goal: str
    figure: str
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "SHORT", None: ""}[self.met]
        return f"{self.what:<50} {self.goal:<38} {self.figure:<66} {verdict}"


def services() -> list[int]:
    """Return the process of PostgreSQL, whose children answer, and that of Redis."""
    return [int((ground.POSTGRES.folder / "data" / "postmaster.pid").read_text().split()[0]), ground.REDIS.process.pid]


def spent(*roots: int) -> float:
    """Return the CPU milliseconds until now of these processes, of their children, and of the children that have ended; from /proc."""
    found = [fields for folder in Path("/proc").iterdir() if folder.name.isdigit() and (fields := _stat(folder))]
    own = sum(sum(map(int, fields[12:16])) for fields in found if int(fields[0]) in roots)
    children = sum(sum(map(int, fields[12:14])) for fields in found if int(fields[2]) in roots and int(fields[0]) not in roots)
    return (own + children) * TICK


def _stat(folder: Path) -> list[str] | None:
    """Return the fields of a process: its id, then those after its name. None where it has ended meanwhile."""
    try:
        text = (folder / "stat").read_text()
    except OSError:
        return None
    return [folder.name, *text.rpartition(")")[2].split()]


def cpu(work: Callable[[], object], times: int = 1) -> float:
    """Return the CPU milliseconds of one call: this process and the database's."""
    before = time.process_time() * 1000 + spent(*services())
    for _ in range(times):
        work()
    return (time.process_time() * 1000 + spent(*services()) - before) / times


def forget_peak() -> None:
    """Let the peak of this process begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """Return the most megabytes that this process has held since."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def bracketed(figure: Callable[[], float], ceiling: Callable[[], float]) -> tuple[float, float]:
    """Return the medians of figure and ceiling, taken in turn so that both see the same machine."""
    figures, ceilings = [], [ceiling()]
    for _ in range(rounds()):
        figures.append(figure())
        ceilings.append(ceiling())
    return statistics.median(figures), statistics.median(ceilings)


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of the line through the logarithms: 0 is flat, 1 grows with the size."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(cost) for cost in costs]).slope
