"""Two members of one applicant submit at the same moment, with real processes: one version, one receipt."""

from collections import Counter

import pytest

from applications.cases.models import Status
from applications.snapshots import services
from applications.snapshots.models import Snapshot
from core.ledger.verify import verify
from core.outbox.models import Message
from tests.applications.world import a_company, a_draft, colleague, make_ready, signature
from tests.factories import AT
from tests.races.presses import press_together


@pytest.mark.article("18(2)")
def test_two_members_submit_at_once(committed):
    by = a_company()
    draft = make_ready(a_draft(by=by), by)
    signed = signature(draft)
    members = [by, colleague(by)] * 4

    def pressed_by(actor):
        return lambda number: services.submit(draft, by=actor, at=AT, signature=signed)

    [pressed] = press_together(committed, 1, [pressed_by(actor) for actor in members])

    assert Counter(pressed) == {"made": 8}
    assert draft.fresh().status == Status.SUBMITTED
    assert (Snapshot.objects.count(), Message.objects.count()) == (1, 1)
    assert list(verify()) == []
