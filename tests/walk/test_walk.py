"""The whole walk: one edition from an empty database on."""

import pytest

from tests.browser.server import EmptyServer
from tests.walk import house, step_0, step_1, step_2, step_3


@pytest.fixture
def server():
    server = EmptyServer()
    yield server
    server.close()


@pytest.mark.once
def test_an_edition_is_run_in_a_browser(server, page):
    page.context.set_default_timeout(20_000)
    house.walk(page, server)
    for step in (step_0, step_1, step_2, step_3):
        step.walk(page)
    assert "核对无误" in server.manage("verify_ledger")
