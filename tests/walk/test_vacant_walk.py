"""A short walk: nobody is a candidate, every place stays vacant, and the edition is completed all the same."""

import subprocess
import sys

import pytest

from tests.environment import ROOT
from tests.walk import step_8, step_9


@pytest.mark.once
def test_every_place_may_stay_vacant(server, page):
    page.context.set_default_timeout(20_000)
    reported_to_the_group(server)

    step_8.meet(page, "2026-06-02", 1, decide=step_8.decision({}))
    step_8.read_again(page)
    step_8.notice(page, "2026-06-03T09:00")
    step_8.close(page, "2026-06-11T09:00")
    step_9.register(page)
    step_9.complete(page)

    assert step_9.winners(page) == {"质量奖": [], "提名奖": []}
    assert "本届全部空缺" in page.locator("main").inner_text()
    assert "核对无误" in server.manage("verify_ledger")


def reported_to_the_group(server):
    """Bring the demonstration to step 8 with an empty list of candidates."""
    command = [sys.executable, "-m", "tests.walk.vacant_stage"]
    done = subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
