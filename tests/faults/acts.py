"""The acts in whose middle things break: submit, sign, lock, publish, release, register.

Each builds its world and returns what is done in it."""

from accounts.grants.models import Role
from applications.snapshots.services import submit
from awards.register import services as register
from procedure.letters.models import LetterKind
from procedure.letters.services import release, write_letter
from publicity.notices import services as notices
from publicity.notices.models import NoticeKind
from publicity.notices.publishing import publish_due
from tests.applications.recommending import Body, checked, sign, submitted
from tests.applications.world import a_company, a_draft, make_ready, signature
from tests.awards.world import LATER, Approving
from tests.factories import AT, make_actor
from tests.publicity.world import NOON, World, moment
from tests.review.scoring import assignment_of, fill, lock_it, scoring

HOUR = moment("2026-11-24", 9)


def submitting():
    """A whole draft, signed over."""
    by = a_company()
    draft = make_ready(a_draft(by=by), by)
    signed = signature(draft)
    return lambda: submit(draft, by=by, at=AT, signature=signed)


def signing():
    """An application that its body examined and checked."""
    body = Body()
    application, _ = submitted(body)
    checked(application, body)
    return lambda: sign(application, body)


def locking():
    """A filled score sheet."""
    world = scoring(applications=1)
    assignment = assignment_of(world, world.applications[0], 0)
    fill(assignment, world.by(0))
    return lambda: lock_it(assignment, world.by(0))


def publishing():
    """An acceptance notice that two confirmed for an hour that has come: the sweep's act."""
    world = World()
    notices.confirm(world.compose(NoticeKind.ACCEPTANCE, publish_at=HOUR), by=world.second, at=NOON)
    return lambda: publish_due(HOUR)


def releasing():
    """Two letters of one act."""
    world = World()
    letters = []
    for application in world.applications:
        person = make_actor(Role.APPLICANT, application.applicant.unit).person
        type(person).objects.filter(pk=person.pk).update(email=f"{person.username}@example.com")
        words = {"title": "关于受理的告知", "text": "予以受理。", "article": "18(3)"}
        letters.append(
            write_letter(
                world.edition, kind=LetterKind.ACCEPTED, recipient=application.applicant.unit, act="x", by=world.first, at=NOON, **words
            )
        )
    return lambda: release(letters, by=world.first, at=NOON)


def registering():
    """The awards, approved and commended, before the second hand."""
    world = Approving()
    world.stood("award", "nomination")
    world.commend(world.answer(world.request()))
    register.propose(world.edition, by=world.first, at=LATER)
    return lambda: register.confirm(world.edition, by=world.second, at=LATER)


DEEDS = {
    "submit": submitting,
    "sign": signing,
    "lock": locking,
    "publish": publishing,
    "release": releasing,
    "register": registering,
}
