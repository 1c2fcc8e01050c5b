"""The sweep: every minute it finds from the rows what is due and undone. It never takes a decision."""

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


@shared_task
def sweep() -> None:
    """Do everything that is due."""
    publish_due(clock.now())
    release_told(clock.now())
    seal_daily()
    mail_checkpoints(clock.now())
    send_due(clock.now())
    record_mailed(clock.now())
    render_papers(clock.now())
    render_reports(clock.now())


def seal_daily() -> int:
    """Take the day's checkpoint of every chain that grew since its last one; return how many were taken."""
    at, taken = clock.now(), 0
    for name in Chain.objects.filter(seq__gt=0).values_list("name", flat=True):
        with transaction.atomic():
            head = lock(name)
            last = Checkpoint.objects.filter(chain=head).order_by("-number").first()
            if last is None or (last.on < clock.shanghai(at) and last.size < head.seq):
                checkpoint(head, at=at)
                taken += 1
    return taken
