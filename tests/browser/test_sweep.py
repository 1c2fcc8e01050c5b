"""Every page that a person can reach by links, once a kind: accessible, nothing wider than a phone or a desk, in large type,
worked by the keyboard, whole on paper.

The demonstration stands where everything has a page: in step 9. What somebody before has looked at is only followed.
"""

import re

import pytest

from tests.browser.keyboard import keyboard_faults, paper_faults
from tests.browser.pages import enter, view_of
from tests.browser.server import Server

pytestmark = [pytest.mark.once, pytest.mark.deep]
LINK = re.compile(r'href="(/[^"#?]*)')
LOOKED: set[str] = set()
PEOPLE = ["", "office-1", "leader-1", "secretary", "agency", "reviewer-1", "supervisor", "yuci-1", "yuci-3", "13800000001"]
HOUSE = ["security", "system", "audit"]


@pytest.fixture(scope="module")
def site():
    server = Server()
    server.manage("demo_edition", "--step", "9")
    yield server
    server.close()


@pytest.mark.parametrize("username", [*PEOPLE, *HOUSE])
def test_every_page_within_reach(site, page, look, username):
    page.goto("/")
    page.evaluate("localStorage.setItem('display-type', 'large')")
    if username:
        enter(page, username)
    ahead, met = ["/home/" if username else "/"], set()
    while ahead:
        address = ahead.pop(0)
        answer = page.request.get(address)
        assert answer.status in (200, 409), address  # a door may be shut in this step, and says why
        if "html" not in answer.headers["content-type"]:
            continue
        if (name := view_of(address)) not in LOOKED:
            LOOKED.add(name)
            page.goto(address)
            look(page, once=True)
            assert (keyboard_faults(page), paper_faults(page)) == ([], []), address
        for link in LINK.findall(answer.text()):
            if (view := view_of(link)) and view not in met:
                met.add(view)
                ahead.append(link)
    assert met
