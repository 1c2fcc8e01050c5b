"""Rows of the table, and how a figure is taken beside its ceiling."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """One line of the table; `figure` and `ceiling` are CPU milliseconds for one unit of work."""

    name: str
    figure: float
    ceiling: float
    goal: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.figure / self.ceiling

    def __str__(self) -> str:
        verdict = "met" if self.ratio <= self.goal else "SHORT"
        return f"{self.name:<46} {self.figure:9.3f} {self.ceiling:9.3f} {self.ratio:8.2f} {self.goal:8.2f}  {verdict}  {self.note}"


def cpu(work: Callable[[], object], times: int) -> float:
    """Return CPU milliseconds of one call."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) * 1000 / times


def bracketed(figure: Callable[[], object], ceiling: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the medians of figure and ceiling, measured in turn so that both see the same machine."""
    figures, ceilings = [], []
    for _ in range(ROUNDS):
        ceilings.append(cpu(ceiling, times))
        figures.append(cpu(figure, times))
        ceilings.append(cpu(ceiling, times))
    return statistics.median(figures), statistics.median(ceilings)
