"""Every planted fault is caught by the test that its line names (deep); one of them always, so that the runner cannot rot."""

from pathlib import Path

import pytest

from tests.environment import ROOT
from tests.planted.faults import ACCESS, CALENDAR, FAULTS, LEDGER, RULES
from tests.planted.runner import caught, copied, planted

pytestmark = pytest.mark.once

ALWAYS = CALENDAR[0]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_fault_can_still_be_planted(fault):
    path = ROOT / fault.path
    tests = [Path(ROOT, *one.split("::")[:1]) for one in fault.caught_by.split()]

    assert planted(path.read_text(encoding="utf-8"), fault) != path.read_text(encoding="utf-8")
    assert all(one.is_file() for one in tests)


def test_there_are_twenty_in_all_four_rooms():
    assert len(FAULTS) >= 20
    assert min(len(RULES), len(ACCESS), len(CALENDAR), len(LEDGER)) >= 5
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_one_of_them_is_caught(copy):
    assert caught(ALWAYS, copy)


@pytest.fixture(scope="module")
def copy():
    with copied() as found:
        yield found


@pytest.mark.deep
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault is not ALWAYS], ids=lambda fault: fault.name)
def test_it_is_caught(fault, copy):
    assert caught(fault, copy)
