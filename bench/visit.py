"""Row 2: what a first visit costs the visitor, and what five hundred first visits at once cost us."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from bench.ground import RUN
from bench.measure import Line
from bench.serving import Server, gunicorn, nginx

PAGES = ("/", "/notices/", "/rules/", "/how/", "/accounts/login/")
ASKED = re.compile(r"""<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)=["']([^"']+)""")
IN_STYLES = re.compile(r"""url\(["']?([^"')]+)""")
COLD = 500


def measured() -> Iterator[Line]:
    folder, log = RUN / "nginx-visit", RUN / "access.log"
    folder.mkdir()
    with gunicorn("jinzhong_award.settings", "--access-logfile", str(log), KEEP_PAGES="0") as site, nginx(folder, site.port) as front:
        for address in PAGES:
            size, requests, foreign = visit(front, address)
            said = f"{size / 1024:.1f} KB, {requests} requests, {len(foreign)} of other origins"
            met = size <= 60 * 1024 and requests <= 6 and not foreign
            yield Line(f"first visit {address}", "≤ 60 KB, ≤ 6 requests, own origin", said, met)
        renders = asyncio.run(storm(front, log, "/winners/"))
        yield Line(f"{COLD} cold connections on one address", "≤ 2 renders", f"{renders} renders", renders <= 2)


def visit(front: Server, address: str) -> tuple[int, int, list[str]]:
    """Return the compressed bytes, the requests, and the addresses of other origins, with all that page and styles ask for."""
    waiting, seen, size = [address], {address}, 0
    while waiting:
        here = waiting.pop()
        answer, body = front.get(here, **{"Accept-Encoding": "gzip"})
        size += len(body) + len(str(answer.headers))
        text = (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode(errors="replace")
        kind = answer.headers.get_content_type()
        named = ASKED.findall(text) if kind == "text/html" else IN_STYLES.findall(text) if kind == "text/css" else []
        found = {urljoin(here, name) for name in named if not name.startswith(("data:", "#"))} - seen
        seen |= found
        waiting += [name for name in found if name.startswith("/")]
    foreign = [name for name in seen if not name.startswith("/")]
    return size, len(seen), foreign


async def storm(front: Server, log: Path, address: str) -> int:
    """Open all connections, then ask on all of them at once; return how often the page was rendered."""
    before = log.read_text().count(f"GET {address} ")
    ends = await asyncio.gather(*(asyncio.open_connection("localhost", front.port) for _ in range(COLD)))
    answers = await asyncio.gather(*(_ask(*end, address) for end in ends))
    if set(answers) != {b"HTTP/1.1 200 OK\r\n"}:
        raise RuntimeError(f"{address} answered {set(answers)}")
    return log.read_text().count(f"GET {address} ") - before


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> bytes:
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    first = await reader.readline()
    await reader.read()
    writer.close()
    return first
