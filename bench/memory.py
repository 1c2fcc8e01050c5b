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
    with gunicorn("jinzhong_award.settings", KEEP_PAGES="0") as site:
        steps = 20
        for _ in range(steps):
            for address in PAGES:
                site.get(address, 2 * requests // steps // len(PAGES) + 1)  # there are two workers
            weights.append(weight(site))
        whole = weight(site, "Rss")
    settled = weights[int(steps * SETTLED) :]
    grown = settled[-1] - settled[0]
    said = f"{weights[-1]:.0f} MB ({whole:.0f} with all that is shared), {grown:+.1f} MB over the last two thirds"
    yield Line(f"a worker after {requests:,} requests", "≤ 110 MB, slope 0 (≤ 1 MB)", said, weights[-1] <= 110 and grown <= 1)


def weight(site: Server, part: str = "Pss") -> float:
    """Return the megabytes of the heaviest worker: its own, and its share of what it has in common with others."""
    return max(_megabytes(worker, part) for worker in site.workers())


def _megabytes(worker: int, part: str) -> float:
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{part}:"))) / 1024
