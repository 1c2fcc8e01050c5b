"""The walk through the rounds of review, from an accepted list that has stood to the candidates that are reported."""

import subprocess
import sys

import pytest

from tests.environment import ROOT
from tests.walk import step_4


@pytest.mark.once
@pytest.mark.deep
def test_the_rounds_are_walked_in_a_browser(server, page):
    page.context.set_default_timeout(20_000)
    stage(server, "accepted")
    step_4.walk(page)
    assert "核对无误" in server.manage("verify_ledger")


def stage(server, name):
    command = [sys.executable, "-m", "tests.walk.stage", name]
    done = subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
