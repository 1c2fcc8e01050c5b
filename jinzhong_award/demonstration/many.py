"""The crowd behind the cast, above what can be played one by one: registered, submitted, recommended and accepted in bulk.

Rows and events are those that the services write, in the same order; guards are not asked. Demonstrations only.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from applications.answers.models import AnswerPart
from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Status, StatusChange
from applications.commitments.models import Commitment
from applications.commitments.services import WORDS
from applications.evidence.kinds import kinds
from applications.evidence.models import Attachment
from applications.forms.parts import parts_of
from applications.forms.spec import CURRENT
from applications.moves import SUBMIT
from applications.snapshots.models import Snapshot
from core.canonical import digest, moment
from core.clock import shanghai
from core.files.kinds import EVIDENCE
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.many import Act, record_many
from core.ledger.services import lock, lock_every, ref
from jinzhong_award.demonstration.applicants import CROWD_NAME, Entrant, crowd
from jinzhong_award.demonstration.cast import BODIES
from jinzhong_award.demonstration.evidence import upload
from jinzhong_award.demonstration.scene import Scene, signed
from jinzhong_award.demonstration.step_2 import blanks
from procedure.editions.models import Category
from procedure.machine import Move

MOST = 500  # applicants whose acts are made one by one
AT_ONCE = 25  # applications a transaction: within one, PostgreSQL walks over every version of the head
VARIETY = 20  # different sets of answers; nobody reads two thousand


def batches(items: Sequence, size: int) -> Iterator[Sequence]:
    """Yield so many at a time."""
    return (items[place : place + size] for place in range(0, len(items), size))


def many(scene: Scene) -> QuerySet:
    """Return the crowd's applications where there are too many to play them one by one; none otherwise."""
    units = Unit.objects.filter(name__regex=CROWD_NAME.pattern)
    return Application.objects.filter(edition=scene.edition, applicant__unit__in=units if units.count() > MOST else ())


def register_crowd(number: int, password: str, at: datetime) -> None:
    """Register so many of the crowd, each an organization with one person."""
    for places in batches(range(1, number + 1), 200):
        many = [crowd(place) for place in places]
        people = [User(username=one.head.mobile, name=one.head.name, phone=one.head.mobile, password=password) for one in many]
        units = [
            Unit(kind=UnitKind.APPLICANT, name=one.name, short_name=one.short, credit_code=one.code, confirmed_at=at, registered_at=at)
            for one in many
        ]
        with transaction.atomic():
            house = lock_every()
            User.objects.bulk_create(people)
            Unit.objects.bulk_create(units)
            Applicant.objects.bulk_create(Applicant(unit=unit, kind=ApplicantKind.ORGANIZATION, registered_at=at) for unit in units)
            record_many(house, [_joined(person, unit, at) for person, unit in zip(people, units, strict=True)])


def _joined(person: User, unit: Unit, at: datetime) -> Act:
    row = Grant(person=person, role=Role.APPLICANT, unit=unit, from_on=shanghai(at), by=person, at=at, reason="演示授权")
    return Act(at, Actor(person), "grant", row=row)


def submit_crowd(scene: Scene) -> int:
    """Begin, fill in, commit and submit for everybody of the crowd who has not begun; return how many."""
    applied = Application.objects.filter(edition=scene.edition).values("applicant__unit")
    waiting = Unit.objects.filter(name__regex=CROWD_NAME.pattern).exclude(pk__in=applied).order_by("name")
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        return 0
    office, files = scene.office[0], {}
    for kind in kinds(Category.ORGANIZATION):
        if kind.required:
            files[kind.key] = store(upload(kind.label), allowed=EVIDENCE, by=office, at=scene.at)
    numbers = scene.dice("numbers").sample(range(20_000, 100_000), len(keys))
    shapes: dict[int, dict] = {}
    for place, some in enumerate(scene.each("成批申报", list(batches(keys, AT_ONCE)))):
        given = numbers[place * AT_ONCE : place * AT_ONCE + len(some)]
        _submit(scene, list(Unit.objects.filter(pk__in=some).order_by("name")), given, files, shapes)
    return len(keys)


@transaction.atomic
def _submit(scene: Scene, units: Sequence[Unit], numbers: Sequence[int], files: dict[str, StoredFile], shapes: dict) -> None:
    head = lock(scene.edition.chain)
    applicants = {row.unit_id: row for row in Applicant.objects.filter(unit__in=units).select_related("unit")}
    hands = {grant.unit_id: Actor(grant.person, grant) for grant in _grants(units)}
    shorts = {key: short for key, _, short, *_ in BODIES}
    bodies = {unit.short_name: unit for unit in Unit.objects.bodies()}
    made = []
    for unit, number in zip(units, numbers, strict=True):
        entrant = crowd(int(CROWD_NAME.fullmatch(unit.name)[1]))
        application = Application(
            edition=scene.edition, applicant=applicants[unit.pk], category=Category.ORGANIZATION, body=bodies[shorts[entrant.body]],
            form=CURRENT[Category.ORGANIZATION], number=f"{scene.edition.number}-1{number}",
        )  # fmt: skip
        made.append((entrant, application, hands[unit.pk]))
    Application.objects.bulk_create([application for _, application, _ in made])
    acts: list[Act] = []
    parts, attached = [], []
    for entrant, application, by in made:
        said = _answers(scene, entrant, application, shapes)
        parts += [AnswerPart(application=application, part=part, answers=answers) for part, answers in said.items()]
        proofs = [Attachment(application=application, kind=kind, file=file, by=by.person, at=scene.at) for kind, file in files.items()]
        attached += proofs
        acts += _submitted(application, by, said, sorted(proofs, key=lambda proof: proof.pk), scene.at)
    AnswerPart.objects.bulk_create(parts)
    Attachment.objects.bulk_create(attached)
    record_many(head, acts)


def _answers(scene: Scene, entrant: Entrant, application: Application, shapes: dict) -> dict[str, dict]:
    """The answers of one of a few sets, under the applicant's own names."""
    shape = int(entrant.key.rpartition("-")[2]) % VARIETY
    if shape not in shapes:
        shapes[shape] = {part.key: blanks(scene, entrant, part, {}) for part in parts_of(application)}
        shapes["basic"] = next(part for part in parts_of(application) if part.key == "basic")
    own = {"name", "credit_code", "county", "legal_representative", "top_manager", "industry", "industry_detail"}
    basic = blanks(scene, entrant, shapes["basic"], dict.fromkeys({field.key for field in shapes["basic"].fields} - own, "x"))
    return shapes[shape] | {"basic": shapes[shape]["basic"] | {key: said for key, said in basic.items() if key in own}}


def _submitted(application: Application, by: Actor, said: dict, proofs: Sequence[Attachment], at: datetime) -> Iterator[Act]:
    begun = {
        "applicant": str(application.applicant_id), "category": application.category, "body": str(application.body_id),
        "form": application.form,
    }  # fmt: skip
    yield Act(at, by, "begin", ref(application), begun)
    content = {
        "form": application.form,
        "applicant": application.applicant.unit.name,
        "body": application.body.name,
        "parts": said,
        "files": [_file(proof.kind, proof.file) for proof in proofs],
        "members": [],
    }
    vouched = Commitment(application=application, fingerprint=digest(content), method="demo", by=by.person, at=at)
    yield Act(at, by, "commit", payload={"signature": signed(vouched.fingerprint), "words": list(WORDS)}, row=vouched)
    later = at + timedelta(minutes=5)
    content["commitment"] = {"how": "signed", "by": by.person.name, "at": moment(at), "method": "demo"}
    fingerprint = digest(content)
    yield moved(application, SUBMIT, Status.DRAFT, by, later, {"fingerprint": fingerprint}, signature=signed(fingerprint))
    snapshot = Snapshot(application=application, number=1, content=content, fingerprint=fingerprint, method="demo", by=by.person, at=later)
    yield Act(later, by, "snapshot", row=snapshot)


def _file(kind: str, file: StoredFile) -> dict:
    return {"kind": kind, "title": "", "name": file.name, "sha256": file.sha256, "size": file.size, "file": str(file.pk)}


def moved(
    application: Application, move: Move, source: Status, by: Actor, at: datetime, content: dict, *, signature: dict | None = None, **more
) -> Act:
    """Return a move as `Move.make` writes it."""
    payload = {"source": source.value, "target": move.target, "reason": "", "content": content, "signature": signature}
    payload |= {"guards": [[guard.article, guard.label] for guard in move.guards], **more}
    change = StatusChange(
        subject=application, source=source, target=move.target, move=move.name, at=at, by=by.person, role=by.role, unit=by.unit
    )
    return Act(at, by, move.name, ref(application), payload, change)


def _grants(units: Sequence[Unit]):
    return Grant.objects.filter(unit__in=units, role=Role.APPLICANT).select_related("person", "unit")
