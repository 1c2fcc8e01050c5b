"""The walk from the candidate list to the winners; and a short one in which every place stays vacant."""

import subprocess
import sys

import pytest

from tests.environment import ROOT
from tests.walk import step_8, step_9
from tests.walk.deliberating_stage import NAMES

pytestmark = pytest.mark.once


def stage(server, name):
    command = [sys.executable, "-m", "tests.walk.deliberating_stage", name]
    done = subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_winners_are_decided_in_a_browser(server, page):
    """A meeting without result, one objection upheld after the notice, one place left vacant."""
    liquid, food, brick = NAMES
    stage(server, "listed")
    step_8.meet(page, "2026-06-02", 1, decide=step_8.without_result)
    step_8.meet(page, "2026-06-03", 2, decide=step_8.decision({liquid: "质量奖", food: "质量奖", brick: "提名奖"}))
    step_8.read_again(page)
    step_8.notice(page, "2026-06-04T09:00")
    step_8.object_and_uphold(page, step_8.published(page), food)
    step_8.close(page, "2026-06-12T09:00")
    step_9.request(page, "2026-06-12")
    step_9.answer(page, "2026-06-12")
    step_9.commend(page, "2026-06-12")
    before = step_9.winners(page)
    step_9.register(page)
    step_9.complete(page)
    said = step_9.winners(page)

    assert not [name for name in NAMES if name in before]
    assert [name in said for name in (liquid, food, brick)] == [True, False, True]
    assert "2026年晋中市质量奖" in said
    assert "核对无误" in server.manage("verify_ledger")


def test_every_place_may_stay_vacant(server, page):
    stage(server, "nobody")
    step_8.meet(page, "2026-06-02", 1, decide=step_8.decision({}))
    step_8.read_again(page)
    step_8.notice(page, "2026-06-03T09:00")
    step_8.close(page, "2026-06-11T09:00")
    step_9.register(page)
    step_9.complete(page)

    assert "本届全部空缺" in step_9.winners(page)
    assert "核对无误" in server.manage("verify_ledger")
