"""The pages of step 8 and beyond that the walk does not stop at, at 1280 and 390, with axe: compliance, judgments, the result."""

import subprocess
import sys

import pytest

from tests.browser.pages import enter
from tests.environment import ROOT
from tests.walk import step_8
from tests.walk.deliberating_stage import NAMES

pytestmark = [pytest.mark.once, pytest.mark.deep, pytest.mark.article("18(8)")]


@pytest.fixture
def edition(server, page):
    """The demonstration in step 8, three candidates listed; a meeting decides over two of them. Its address."""
    command = [sys.executable, "-m", "tests.walk.deliberating_stage", "listed"]
    done = subprocess.run(command, cwd=ROOT, env=server.copy.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    step_8.meet(page, "2026-06-02", 1, decide=step_8.decision({NAMES[0]: "质量奖", NAMES[1]: "提名奖"}))
    enter(page, "office-1")
    page.goto("/editions/")
    return page.locator("a[href^='/editions/']").filter(has_text="第三届").first.get_attribute("href")


def test_every_page_fits_and_is_accessible(edition, page, look):
    for name in ("", "compliance/", "judgments/", "objections/"):
        page.goto(f"{edition}{name}")
        look(page, f"awards-{name.strip('/') or 'edition'}")
    page.goto("/home/")
    look(page, "awards-home")
    page.goto(f"{edition}judgments/")
    page.get_by_role("link", name="凭文书恢复").first.click()
    look(page, "awards-judgment")
    enter(page, "secretary")
    page.goto(f"{edition}meetings/")
    look(page, "awards-meetings")
    page.get_by_role("link", name="第1次全体会议").click()
    look(page, "awards-meeting")
    page.goto(f"{edition}meetings/")
    page.get_by_role("link", name="依授权取消").first.click()
    look(page, "awards-strike-off")
