"""Step 2 is closed by its second hand while applicants press submit, with real processes: each draft is in or has lapsed, never between."""

from collections import Counter
from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.snapshots.models import Snapshot
from applications.snapshots.services import submit
from core.ledger.verify import verify
from jinzhong_award import editions
from jinzhong_award.steps import ADVANCE
from procedure.editions.models import Step
from tests.applications.world import CLOSES, SECOND, a_company, a_draft, an_edition, make_ready, signature
from tests.factories import make_actor
from tests.races.presses import press_together

MINUTE = timedelta(minutes=1)  # the house waits so long for requests that arrived in time
LEAVE = ADVANCE[Step.APPLYING]
DRAFTS = 3


@pytest.mark.article("18(2)")
def test_the_closing_and_a_last_submission(committed):
    edition, several = an_edition(), []
    for number in range(DRAFTS):
        by = a_company(f"晋中第{number}有限公司", code=f"91999900MA0DE{number:02}X19")
        draft = make_ready(a_draft(edition, by), by)
        several.append((draft, by, signature(draft)))
    first, second = make_actor(Role.OFFICE), make_actor(Role.OFFICE)
    editions.prepare(LEAVE, edition, by=first, at=CLOSES + MINUTE, reason="", signature={})

    def close(_):
        editions.confirm(LEAVE, edition, by=second, at=CLOSES + MINUTE, reason="", signature={})

    def pressed_by(draft, by, signed):  # his request arrived in the last second
        return lambda _: submit(draft, by=by, at=CLOSES - SECOND, signature=signed)

    [pressed] = press_together(committed, 1, [close, *(pressed_by(*one) for one in several)])

    assert pressed[0] == "made"
    assert set(pressed) <= {"made", "refused"}
    submitted = pressed[1:].count("made")
    assert edition.fresh().step == Step.QUALIFICATION
    assert Counter(Application.objects.values_list("status", flat=True)) == Counter(
        {Status.SUBMITTED: submitted, Status.LAPSED: DRAFTS - submitted}
    )
    assert Snapshot.objects.count() == submitted
    assert verify() == []
