"""Fixtures of browser tests: `server`, `site`, `page`, `phone`, `open_page`, `axe`, `look`, `passkey`."""

import json
import os
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, sync_playwright

from tests.browser.keyboard import keyboard_faults, paper_faults
from tests.browser.pages import view_of
from tests.browser.server import Server
from tests.environment import ROOT
from tests.services import program

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = ((390, 844), (1280, 900))
SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures, for whoever wants to look
LOOKED_AT: set[str] = set()  # views, in a deep run
FOUND: list[str] = []  # what was wrong with them
DEEP = bool(os.environ.get("TEST_DEEP"))
# A refusal is an honest status, which Chromium reports as an error of the console.
REFUSALS = ("status of 403", "status of 404", "status of 409", "status of 422", "status of 429")


@pytest.fixture(scope="session")
def _reused():
    """One server process for all tests that change something, one after the other."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def server(_reused):
    """A server with a fresh demonstration, for a test that changes something."""
    yield _reused
    _reused.renew()


@pytest.fixture(scope="session")
def site():
    """One server process for all tests that only look."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session", autouse=True)
def _patient_clicks():
    """A click ends when what it has led to is loaded: whoever reads the page next reads the whole of it."""
    click = Locator.click

    def patient(locator, **options):
        if DEEP:
            _look_once(locator.page)
        click(locator, **options)
        locator.page.wait_for_load_state()

    Locator.click = patient
    yield
    Locator.click = click


def _look_once(page):
    """Ask keyboard and paper of every kind of page on which anybody clicks: the walk comes by every form of every step."""
    name = view_of(urlsplit(page.url).path)
    if name and name not in LOOKED_AT:
        LOOKED_AT.add(name)
        FOUND.extend(f"{name}: {fault}" for fault in (*keyboard_faults(page), *paper_faults(page)))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium-headless-shell"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(request, chromium):
    """A function that opens a page in a session of its own; what goes wrong in it unseen fails the test at its end."""
    where = request.getfixturevalue("server" if "server" in request.fixturenames else "site")
    contexts, faults = [], []

    def open_page(width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=where.url, viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("console", lambda message: faults.append(f"console: {message.text}") if _is_fault(message) else None)
        page.on(
            "request",
            lambda sent: None if sent.url.startswith((where.url, "data:", "blob:")) else faults.append(f"asked elsewhere: {sent.url}"),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    found, FOUND[:] = [*faults, *FOUND], []
    assert found == []


def _is_fault(message):
    return message.type == "error" and not any(refusal in message.text for refusal in REFUSALS)


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def phone(open_page):
    return open_page(width=390, height=844, has_touch=True)


@pytest.fixture(scope="session")
def _axe_source():
    folder = ROOT / "node_modules" / "axe-core"
    if not folder.exists():
        pytest.fail("axe-core is missing: run script/setup --test", pytrace=False)
    locale = json.loads((folder / "locales" / "zh_CN.json").read_text())
    return (folder / "axe.min.js").read_text() + f"\n;axe.configure({{locale: {json.dumps(locale)}}});"


@pytest.fixture
def axe(_axe_source):
    """A function that finds the accessibility faults of a page (WCAG 2.2 AA) and asserts that there are none."""

    def axe(page):
        page.evaluate(f"() => {{ {_axe_source} }}")
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", tags)
        found = [
            f"{fault['id']}: {fault['help']}: {node['target']} {node['html'][:160]}"
            for fault in result["violations"]
            for node in fault["nodes"]
        ]
        assert found == [], page.url + "\n" + "\n".join(found)

    return axe


@pytest.fixture
def look(axe):
    """A function that looks at a page as it stands: nothing wider than a phone or a desk, accessible; SHOTS keeps pictures.

    A deep run asks axe at both widths unless told `once`, else it is asked once.
    """

    def look(page, name="", *, once=False):
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), f"{page.url} at {width}"
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name or re.sub('[^a-z0-9]+', '-', page.url)[-40:]}-{width}.png", full_page=True)
            if (DEEP and not once) or width == WIDTHS[-1][0]:
                axe(page)

    return look


@pytest.fixture
def passkey():
    """A function that gives a page's browser a passkey device that says yes to everything."""

    def passkey(page):
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        answers = {"isUserVerified": True, "automaticPresenceSimulation": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options | answers})
        return device

    return passkey
