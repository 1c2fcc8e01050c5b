"""The sweep: every minute it finds from the rows what is due and undone. It never takes a decision."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.db import transaction

from core import clock
from core.ledger.models import Chain, Checkpoint
from core.ledger.services import checkpoint, lock
from core.outbox.services import send_due
from procedure.letters.services import record_mailed
from procedure.supervision.telling import mail_checkpoints
from publicity.notices.papers import render_papers
from publicity.notices.publishing import publish_due
from publicity.objections.services import release_told
from review.reports.papers import render_reports

logger = logging.getLogger(__name__)


@shared_task
def sweep() -> None:
    """Do everything that is due. What fails does not keep the rest back; the task then fails with all that failed."""
    faults = [fault for fault in map(_done, PARTS) if fault]
    if faults:
        raise ExceptionGroup("the sweep left something undone", faults)


def _done(part: Callable[[datetime], object]) -> Exception | None:
    """Do one part; return what stopped it."""
    try:
        part(clock.now())
    except Exception as fault:
        logger.exception("the sweep failed at %s", part.__name__)
        return fault
    return None


def seal_daily(at: datetime) -> int:
    """Take the day's checkpoint of every chain that grew since its last one; return how many were taken."""
    taken = 0
    for name in Chain.objects.filter(seq__gt=0).values_list("name", flat=True):
        with transaction.atomic():
            head = lock(name)
            last = Checkpoint.objects.filter(chain=head).order_by("-number").first()
            if last is None or (last.on < clock.shanghai(at) and last.size < head.seq):
                checkpoint(head, at=at)
                taken += 1
    return taken


PARTS = (publish_due, release_told, seal_daily, mail_checkpoints, send_due, record_mailed, render_papers, render_reports)
