"""Submitting: the application moves, its content is frozen under a number, and the applicant gets a receipt."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from applications.moves import RESUBMIT, SUBMIT, TAKE_BACK
from applications.snapshots.content import frozen_content
from applications.snapshots.models import Snapshot
from applications.snapshots.receipts import Receipt, send
from core.canonical import digest
from core.ledger.models import Event
from core.ledger.services import cover, lock
from core.rules import RuleRefused
from procedure.editions.models import Category

LEADS = {Category.ORGANIZATION: "1", Category.INDIVIDUAL: "2"}
DIGITS = range(4, 8)  # of a number
TRIED = 20
NO_NUMBER = "申报编号已经用完，请联系评选办。您填写的内容已经保存。"
CHANGED = "打开页面之后内容有了变化，请看过再提交。"


@transaction.atomic
def submit(application: Application, *, by: Actor, at: datetime, signature: dict) -> Receipt:
    """Submit, or submit again after a correction. Whoever sends the same once more gets the same receipt.

    Raises RuleRefused with every blocker; nothing has changed then.
    """
    lock(application.edition.chain)
    application = application.fresh()
    if again := _already(application, by, signature):
        return again
    content = frozen_content(application)
    if signature.get("digest") != digest(content):
        raise RuleRefused(CHANGED, article="18(2)")
    move = RESUBMIT if application.status == Status.RETURNED else SUBMIT
    move.make(application, by=by, at=at, content={"fingerprint": digest(content)}, signature=signature)
    snapshot = freeze(application, content, method=signature.get("method", ""), by=by, at=at)
    receipt = Receipt(snapshot)
    send(receipt, by=by, at=at)
    return receipt


def freeze(application: Application, content: dict, *, method: str, by: Actor, at: datetime) -> Snapshot:
    """Write the next snapshot of an application that has just been submitted, and give its number. Under the edition's lock."""
    _number(application)
    last = Snapshot.objects.latest_of(application)
    snapshot = Snapshot(
        application=application.fresh(),
        number=last.number + 1 if last else 1,
        content=content,
        fingerprint=digest(content),
        method=method,
        by=by.person,
        at=at,
    )
    return cover(lock(application.edition.chain), snapshot, at=at, by=by, action="snapshot")


def take_back(application: Application, *, by: Actor, at: datetime) -> Event:
    """Take a submission back to edit it, before the deadline. The snapshot stays on record. Raises RuleRefused."""
    return TAKE_BACK.make(application, by=by, at=at)


def _already(application: Application, by: Actor, signature: dict) -> Receipt | None:
    """The answer to a submission was lost, or two of the same applicant pressed at once: there is one."""
    if application.status != Status.SUBMITTED or application.unit_of(by.role) != by.unit:
        return None
    last = Snapshot.objects.latest_of(application)
    return Receipt(last) if last and last.fingerprint == signature.get("digest") else None


def _number(application: Application) -> None:
    """Give the number on first submission: random inside edition and category, so that it counts nothing.

    Four digits; where all that were tried are taken, one digit more. RuleRefused where none is free.
    """
    edition = application.edition
    if application.fresh().number:
        return
    for digits in DIGITS:
        tried = secrets.SystemRandom().sample(range(10 ** (digits - 1), 10**digits), TRIED)
        numbers = [f"{edition.number}-{LEADS[Category(application.category)]}{one}" for one in tried]
        taken = set(Application.objects.filter(edition=edition, number__in=numbers).values_list("number", flat=True))
        if free := [number for number in numbers if number not in taken]:
            Application.objects.filter(pk=application.pk).update(number=free[0])
            return
    raise RuleRefused(NO_NUMBER, article="18(2)")
