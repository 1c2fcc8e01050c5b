"""Row 5: what a worker holds after ten thousand requests, and whether it grows."""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import Line, is_quick
from bench.public import PAGES, publish
from bench.serving import Server, gunicorn

SETTLED = 1 / 3  # of the run, in which caches fill


def measured() -> Iterator[Line]:
    publish()
    requests, weights = 2_000 if is_quick() else 10_000, []
    with gunicorn("jinzhong_award.settings", "--workers", "1", KEEP_PAGES="0") as site:
        steps = 20
        for _ in range(steps):
            for address in PAGES:
                site.get(address, requests // steps // len(PAGES) + 1)
            weights.append(weight(site))
    settled = weights[int(steps * SETTLED) :]
    grown = settled[-1] - settled[0]
    said = f"{weights[-1]:.0f} MB, {grown:+.1f} MB over the last two thirds"
    yield Line(f"a worker after {requests:,} requests", "≤ 110 MB, slope 0 (≤ 1 MB)", said, weights[-1] <= 110 and grown <= 1)


def weight(site: Server) -> float:
    """Return the resident megabytes of the worker."""
    (worker,) = site.workers()
    line = next(line for line in Path(f"/proc/{worker}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
