"""Row 2: what a first visit costs the visitor, and what five hundred first visits at once cost us."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.ground import RUN
from bench.measure import Line
from bench.serving import Server, gunicorn, nginx
from tests.services import program

PAGES = ("/", "/notices/", "/rules/", "/how/", "/accounts/login/")
SIZES = ("responseHeadersSize", "responseBodySize")
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
    """Return the compressed bytes, the requests, and the addresses of other origins that a browser with an empty cache asks for.

    The icon of the tab, which a browser without a window leaves out, is added.
    """
    origin = f"http://localhost:{front.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium-headless-shell"), args=["--no-sandbox"])
        page, asked = browser.new_page(extra_http_headers={"X-Forwarded-Proto": "https"}), []
        page.on("requestfinished", lambda request: asked.append((request.url, sum(request.sizes()[part] for part in SIZES))))
        page.goto(f"{origin}{address}", wait_until="networkidle")
        icon = page.locator("link[rel=icon]").get_attribute("href")
        browser.close()
    if not any(url.endswith(icon) for url, _ in asked):
        answer, body = front.get(icon, **{"Accept-Encoding": "gzip"})
        asked.append((f"{origin}{icon}", len(body) + len(str(answer.headers))))
    return sum(size for _, size in asked), len(asked), [url for url, _ in asked if not url.startswith(origin)]


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
