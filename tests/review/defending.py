"""An edition in step 6: who passed, a panel of five experts, and what leads to everybody having defended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.grants.models import Role
from applications.cases.models import Status
from core.clock import SHANGHAI
from procedure.editions.models import Step
from procedure.letters.models import Letter
from procedure.letters.services import release
from procedure.parameters.services import fill_demo
from review.assignments.models import Assignment
from review.defense import room, services
from review.defense.models import Slot
from review.defense.sitting import Sitting, minutes_of
from review.rounds import Round
from tests.factories import AT, at_step, make_actor, make_application, make_edition, office
from tests.review.scoring import fill, lock_it
from tests.reviewing import acting_as, declared, invite, make_panel, make_reviewer, snapshot_of

BEGINS = datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)
ROOM = "市政府第二会议室（演示）"
BRING = "演示文稿，两人以内"


@dataclass
class Defense:
    """What the tests speak of; `first` and `second` are of the office."""

    edition: object
    applications: list
    reviewers: list
    panel: object
    first: object
    second: object

    @property
    def hands(self):
        return self.first, self.second


def defense(*, applications=3, reviewers=5, demo=True):
    """Step 6: nobody has a time yet."""
    edition = make_edition(demo=demo)
    fill_demo(edition, at=AT)
    edition = at_step(edition, Step.DEFENSE)
    found = [make_reviewer() for _ in range(reviewers)]
    for one in found:
        invite(edition, one)
    panel = make_panel(edition, found, round=Round.ORAL_DEFENSE, name="答辩专家组")
    made = [passed(edition, number=f"JZ3-O-{place:03}") for place in range(1, applications + 1)]
    return Defense(edition, made, found, panel, make_actor(Role.OFFICE), make_actor(Role.OFFICE, office(), head=True))


def passed(edition, **fields):
    """An application that passed the on-site review."""
    application = make_application(edition, Status.PASSED, **{"form": "organization-1"} | fields)
    snapshot_of(application)
    declared(edition)
    return application


def a_sitting(world, **words):
    """A sitting of everybody who waits."""
    waiting = services.waiting(world.edition).values_list("pk", flat=True)
    known = {"panel": str(world.panel.pk), "begins_at": BEGINS, "room": ROOM, "bring": BRING}
    return Sitting(**{"entrants": tuple(sorted(str(key) for key in waiting))} | known | minutes_of(world.edition) | words)


def seated(world, *, at=AT, **words):
    """The sitting as two decided it: drawn, assigned, letters waiting."""
    services.propose(world.edition, a_sitting(world, **words), by=world.first, at=at)
    return services.confirm(world.edition, by=world.second, at=at)


def told(world, *, at=AT):
    """Release every letter of the edition that waits."""
    return release(list(Letter.objects.waiting().filter(edition=world.edition)), by=world.second, at=at)


def slot_of(application):
    return Slot.objects.standing().whole().get(application=application)


def came(world, application):
    """Its speaker begins on time."""
    slot = slot_of(application)
    return room.begin(slot, speaker="张三", post="总经理", by=world.first, at=slot.begins_at)


def stayed_away(world, application):
    """Nobody came, half an hour after the time."""
    slot = slot_of(application)
    return room.miss(slot, note="等到半小时，电话没有人接。", by=world.first, at=slot.begins_at + timedelta(minutes=30))


def locked(application, *, but=()):
    """The sheet of everybody who hears it, locked; not of those in `but`."""
    rows = Assignment.objects.standing().filter(application=application, round=Round.ORAL_DEFENSE).whole()
    for assignment in rows.exclude(reviewer__in=but):
        by = acting_as(assignment.reviewer)
        fill(assignment, by)
        lock_it(assignment, by)
