"""Applications in bulk, for lists: rows as services write them, without the events that no list reads."""

from collections.abc import Iterator
from itertools import count, pairwise

from django.db import connection
from django.utils.crypto import get_random_string

from accounts.units.models import Unit, UnitKind
from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Category, Status, StatusChange
from applications.qualification.conditions import CODES
from applications.qualification.models import ConditionCheck
from applications.snapshots.models import Snapshot
from bench.ground import as_role, without_triggers
from core import clock
from tests.factories import make_unit, make_user

BATCH = 5_000
# Of ten, in turn: seven were recommended, two are with their bodies, one is accepted.
STATES = (*[Status.RECOMMENDED] * 7, *[Status.SUBMITTED] * 2, Status.ACCEPTED)
_events = count(10**9)


def fill(edition, size: int) -> None:
    """Bring the edition to so many applications, each with a snapshot, its moves, and half of its conditions examined."""
    bodies, hand = [make_unit(UnitKind.BODY) for _ in range(13)], make_user()
    present = Application.objects.filter(edition=edition).count()
    with without_triggers(), as_role("super"):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # the events of these rows do not exist
        for start in range(present, size, BATCH):
            _write(edition, range(start, min(start + BATCH, size)), bodies, hand)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _write(edition, numbers: range, bodies: list[Unit], hand) -> None:
    at, mark = clock.now(), get_random_string(4)
    units = Unit.objects.bulk_create(Unit(kind=UnitKind.APPLICANT, name=f"晋中第{mark}{number}机械制造有限公司") for number in numbers)
    kind = ApplicantKind.ORGANIZATION
    applicants = Applicant.objects.bulk_create(Applicant(kind=kind, unit=unit, registered_at=at) for unit in units)
    made = [
        Application(
            edition=edition, applicant=applicant, category=Category.ORGANIZATION, form="organization-1", body=bodies[number % len(bodies)],
            number=f"B{number:06}", status=STATES[number % len(STATES)],
        )
        for number, applicant in zip(numbers, applicants, strict=True)
    ]  # fmt: skip
    Application.objects.bulk_create(made)
    content = {"form": "organization-1", "applicant": "", "body": "", "parts": {}, "files": [], "members": []}
    snapshots = [
        Snapshot(application=one, number=1, content=content, fingerprint="0" * 64, by=hand, at=at, event_id=next(_events)) for one in made
    ]
    Snapshot.objects.bulk_create(snapshots)
    StatusChange.objects.bulk_create(change for one in made for change in _changes(one, hand, at))
    ConditionCheck.objects.bulk_create(check for snapshot in snapshots for check in _checks(snapshot, hand, at))


def _changes(application: Application, hand, at) -> Iterator[StatusChange]:
    way = [Status.DRAFT, Status.SUBMITTED, Status.RECOMMENDED, Status.ACCEPTED]
    for source, target in pairwise(way[: way.index(application.status) + 1]):
        yield StatusChange(
            subject=application, source=source, target=target, move="bench", at=at, by=hand, role="office",
            unit=application.body, event_id=next(_events),
        )  # fmt: skip


def _checks(snapshot: Snapshot, hand, at) -> Iterator[ConditionCheck]:
    if snapshot.application.status != Status.SUBMITTED:
        for code in CODES[Category.ORGANIZATION][:3]:
            yield ConditionCheck(
                snapshot=snapshot, condition=code, verdict="pass", basis="看过材料", by=hand, at=at, event_id=next(_events)
            )  # fmt: skip
