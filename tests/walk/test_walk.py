"""The whole walk: one edition from an empty database to its winners, in one browser."""

import pytest

from tests.browser.server import EmptyServer
from tests.walk import house, step_0, step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9
from tests.walk.reviewing import LIQUID, TEAM

STEPS = (step_0, step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9)


@pytest.fixture
def server():
    server = EmptyServer()
    yield server
    server.close()


@pytest.mark.once
def test_an_edition_is_run_in_a_browser(server, page):
    page.context.set_default_timeout(20_000)

    house.walk(page, server)
    for step in STEPS:
        step.walk(page)

    assert step_9.winners(page) == {"质量奖": [LIQUID], "提名奖": [f"{TEAM}（闻一舟、武秋平）"]}
    assert "2026年晋中市质量奖" in page.locator("main").inner_text()
    assert "核对无误" in server.manage("verify_ledger")
