"""Submitting: the application moves, its content is frozen under a number, and the applicant gets a receipt."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from applications.moves import RESUBMIT, SUBMIT, TAKE_BACK
from applications.snapshots.content import content_of
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.ledger.models import Event
from core.ledger.services import cover, lock, receipt
from core.rules import RuleRefused
from procedure.editions.models import Category

LEADS = {Category.ORGANIZATION: "1", Category.INDIVIDUAL: "2"}


@dataclass(frozen=True)
class Receipt:
    """What the applicant keeps: number, version, time, fingerprint and the place in the ledger."""

    snapshot: Snapshot

    @property
    def reference(self) -> str:
        return receipt(self.snapshot.event)


@transaction.atomic
def submit(application: Application, *, by: Actor, at: datetime, signature: dict) -> Receipt:
    """Submit, or submit again after a correction. Raises RuleRefused with every blocker; nothing has changed then."""
    lock(application.edition.chain)
    application = application.fresh()
    content = content_of(application)
    if signature.get("digest") != digest(content):
        raise RuleRefused("打开页面之后内容有了变化，请看过再提交。", article="18(2)")
    move = RESUBMIT if application.status == Status.RETURNED else SUBMIT
    move.make(application, by=by, at=at, content={"fingerprint": digest(content)}, signature=signature)
    _number(application)
    last = Snapshot.objects.latest_of(application)
    snapshot = Snapshot(
        application=application,
        number=last.number + 1 if last else 1,
        content=content,
        fingerprint=digest(content),
        by=by.person,
        at=at,
    )
    return Receipt(cover(lock(application.edition.chain), snapshot, at=at, by=by, action="snapshot"))


def take_back(application: Application, *, by: Actor, at: datetime) -> Event:
    """Take a submission back to edit it, before the deadline. The snapshot stays on record. Raises RuleRefused."""
    return TAKE_BACK.make(application, by=by, at=at)


def _number(application: Application) -> None:
    """Give the number on first submission: random inside edition and category, so that it counts nothing."""
    if application.fresh().number:
        return
    while True:
        number = f"{application.edition.number}-{LEADS[Category(application.category)]}{secrets.randbelow(9000) + 1000}"
        if not Application.objects.filter(edition=application.edition, number=number).exists():
            Application.objects.filter(pk=application.pk).update(number=number)
            return
