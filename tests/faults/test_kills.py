"""kill -9 in the middle: nothing that was answered is lost, nothing is half done, the next sweep finishes what was due."""

import pytest

from applications.cases.models import Application, Status
from applications.snapshots.models import Snapshot
from applications.snapshots.services import submit
from core.ledger.verify import verify
from core.outbox.models import Message
from core.outbox.services import send_due
from publicity.notices import services as notices
from publicity.notices.models import NoticeKind, NoticePublication
from publicity.notices.publishing import publish_due
from tests.applications.world import a_company, a_draft, an_edition, make_ready, signature
from tests.factories import AT
from tests.faults.acts import HOUR
from tests.faults.crash import durable, working_on
from tests.faults.kills import killed
from tests.publicity.world import NOON, World
from tests.races.presses import press_together

pytestmark = pytest.mark.article("18")

ROUNDS = [pytest.param((2,), id="short"), pytest.param(range(6), marks=pytest.mark.deep, id="long")]


def ready(count):
    """Whole drafts of as many companies, each with what its applicant signed."""
    edition, found = an_edition(), []
    for number in range(count):
        by = a_company(f"晋中第{number}有限公司", code=f"91999900MA0DE{number:02}X19")
        draft = make_ready(a_draft(edition, by), by)
        found.append((draft, by, signature(draft)))
    return found


@pytest.mark.parametrize("after", ROUNDS)
def test_whoever_was_answered_that_he_submitted_has_submitted(committed, rng, after):
    """The web process dies between two answers, or inside a submission."""
    several = ready(6)

    def work(answer):
        for draft, by, signed in several:
            submit(draft, by=by, at=AT, signature=signed)
            answer(str(draft.pk))

    for number in after:
        answered = set(killed(committed, work, after=number % 4, seconds=rng.random() / 20))
        done = {str(one.pk) for one in Application.objects.filter(status=Status.SUBMITTED)}
        assert answered <= done
        assert done == {str(one.application_id) for one in Snapshot.objects.all()}
        assert Message.objects.count() == len(done)
        assert verify() == []

    for draft, by, signed in several:  # pressed again: once, with the same receipt
        submit(draft, by=by, at=AT, signature=signed)
    assert (Snapshot.objects.count(), Message.objects.count()) == (6, 6)
    assert verify() == []


@pytest.mark.parametrize("after", ROUNDS)
def test_the_next_sweep_publishes_what_the_killed_one_left(committed, rng, after):
    worlds = [World(names=(), number=3 + place) for place in range(8)]
    for world in worlds:
        notices.confirm(world.compose(NoticeKind.EXPLANATION, publish_at=HOUR), by=world.second, at=NOON)

    def work(answer):
        answer("begun")
        publish_due(HOUR)

    for _ in after:
        killed(committed, work, after=1, seconds=rng.random() / 10)
        out = list(NoticePublication.objects.order_by("serial").values_list("serial", flat=True))
        assert out == list(range(1, len(out) + 1))
        assert verify() == []

    publish_due(HOUR)
    assert sorted(NoticePublication.objects.values_list("serial", flat=True)) == list(range(1, 9))
    assert verify() == []


def test_two_sweeps_and_a_killed_one_send_each_message_once_or_leave_it_due(committed, rng):
    several = ready(6)
    for draft, by, signed in several:
        submit(draft, by=by, at=AT, signature=signed)

    def work(answer):
        answer("begun")
        send_due(AT)

    killed(committed, work, after=1, seconds=rng.random() / 20)
    [pressed] = press_together(committed, 1, [lambda number: send_due(AT)] * 2)
    assert set(pressed) == {"made"}
    left = Message.objects.filter(sent_at=None)
    assert all(message.due_at > AT for message in left)  # under the lease of the one that was killed

    send_due(max([message.due_at for message in left], default=AT))
    assert Message.objects.filter(sent_at=None).count() == 0


@pytest.mark.once
@pytest.mark.deep
def test_what_the_database_acknowledged_survives_its_death(committed, rng):
    several = ready(6)

    def work(answer):
        for draft, by, signed in several:
            submit(draft, by=by, at=AT, signature=signed)
            answer(str(draft.pk))

    for _ in range(6):
        with durable(committed) as cluster, working_on(cluster):
            answered = set(killed(None, work, after=rng.randint(1, 3), seconds=rng.random() / 50, blow=cluster.kill))
            cluster.boot()
            done = {str(one.pk) for one in Application.objects.filter(status=Status.SUBMITTED)}
            assert answered <= done
            assert done == {str(one.application_id) for one in Snapshot.objects.all()}
            assert verify() == []
            for draft, by, signed in several:
                submit(draft, by=by, at=AT, signature=signed)
            assert (Snapshot.objects.count(), Message.objects.count()) == (6, 6)
