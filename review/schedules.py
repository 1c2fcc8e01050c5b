"""评审安排: the letter that tells an applicant when and where he is visited or heard. A later plan replaces one that still waits."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.services import ref
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import write_letter


def write_schedule(
    application: Application,
    about: models.Model,
    *,
    before: models.Model | None,
    act: str,
    title: str,
    text: str,
    article: str,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the letter about a visit or a slot; `before` is the plan that this one replaces, whose letter may still wait."""
    waiting = Letter.objects.waiting().filter(kind=LetterKind.SCHEDULE, subject_ref=ref(before)).first() if before else None
    return write_letter(
        application.edition,
        kind=LetterKind.SCHEDULE,
        recipient=application.applicant.unit,
        act=act,
        subject_ref=ref(about),
        title=title,
        text=text,
        article=article,
        replaces=waiting,
        by=by,
        at=at,
    )


def told(plans: Iterable[models.Model]) -> set[str]:
    """Return the references of those plans whose letter the office released. One query."""
    refs = [ref(plan) for plan in plans]
    released = Letter.objects.filter(kind=LetterKind.SCHEDULE, subject_ref__in=refs, release__isnull=False)
    return set(released.values_list("subject_ref", flat=True))
