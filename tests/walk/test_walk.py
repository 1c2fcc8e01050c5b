"""The whole walk, one edition from 筹备 on."""

import pytest

from tests.walk import step_0, step_1, step_2, step_3


@pytest.mark.once
def test_an_edition_is_run_in_a_browser(server, page):
    page.context.set_default_timeout(20_000)
    for step in (step_0, step_1, step_2, step_3):
        step.walk(page)
    assert "核对无误" in server.manage("verify_ledger")
