"""其余照办 may take longer than a page should: it runs beside the request, one at a time, and whoever looks is told how far it is.

What was done stays done if the process falls: pressed again, it goes on from there.
"""

import logging
import threading
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import connections

from core import clock
from core.rules import RuleRefused
from jinzhong_award.demonstration import play
from procedure.editions.models import Edition

KEY = "demonstration:rest"
SILENT = 120  # seconds without a sign of life after which a run counts as fallen
BROKEN = "没有办完：系统出了故障，已经记下。办过的都在，可以再按一次“其余照办”。"
log = logging.getLogger("jinzhong_award.demonstration")


@dataclass
class Run:
    """One press of the button: the page where it was pressed, how many of how many of each matter are done, what it said at its end."""

    back: str
    matters: dict[str, tuple[int, int]] = field(default_factory=dict)
    said: str = ""
    good: bool = True

    def tell(self, what: str, done: int, total: int) -> None:
        """Note how far it is, for whoever looks from another process."""
        self.matters[what] = (done, total)
        cache.set(KEY, self, SILENT)


def start(edition: Edition, *, back: str, patience: float) -> Run:
    """Start, unless it runs already; wait for its end no longer than so many seconds. Return the run as it is then."""
    run = Run(back)
    if cache.add(KEY, run, SILENT):
        thread = threading.Thread(target=_carried_on, args=(run, edition), daemon=True)
        thread.start()
        thread.join(patience)
    return seen() or run


def seen() -> Run | None:
    """Return what runs, or has ended and was not told yet."""
    return cache.get(KEY)


def told() -> None:
    """Its end was told: the next may start."""
    cache.delete(KEY)


def _carried_on(run: Run, edition: Edition) -> None:
    try:
        run.said = play.carry_on(edition, at=clock.now(), tell=run.tell)
    except RuleRefused as refused:
        run.said, run.good = f"没有办完：{refused}", False
    except Exception:
        log.exception("其余照办")
        run.said, run.good = BROKEN, False
    finally:
        cache.set(KEY, run, SILENT)
        connections.close_all()
