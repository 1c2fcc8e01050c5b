"""Publishing what two confirmed, at its hour: number, period, digest and checkpoint in one act. Called by the sweep."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from accounts.actors import SYSTEM
from accounts.units.models import Unit
from core.canonical import digest
from core.clock import shanghai
from core.ledger.services import checkpoint, cover, lock, lock_every, ref
from procedure.calendar.services import period_end
from procedure.calendar.workdays import UnknownYear
from procedure.calls.blocks import call_text
from procedure.calls.models import Call
from procedure.calls.window import in_force, published_at
from procedure.editions.models import Edition, Step
from publicity.notices.lists import rows_for
from publicity.notices.models import PERIODIC, Notice, NoticeConfirmation, NoticeKind, NoticePublication

logger = logging.getLogger(__name__)


def publish_due(at: datetime) -> list[NoticePublication]:
    """Publish what two confirmed for an hour that has come: every minute, and by whoever moves the demonstration's clock."""
    calls = (_publish_call(pk, at) for pk in _calls(at))
    notices = (_publish_notice(pk, at) for pk in Notice.objects.due(at).order_by("publish_at", "event_id").values_list("pk", flat=True))
    return [row for row in (*calls, *notices) if row]


def publish(notice: Notice, at: datetime) -> NoticePublication:
    """Number it, count its period, seal the chain. Under `lock_every`; UnknownYear where the calendar ends too early."""
    year = shanghai(at).year
    last = NoticePublication.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    row = NoticePublication(
        notice=notice,
        year=year,
        serial=last + 1,
        published_at=at,
        closes_on=period_end(shanghai(at), notice.workdays) if notice.workdays else None,
        issuer=Unit.objects.office().name,
        fingerprint=fingerprint(notice),
    )
    cover(lock(notice.edition.chain), row, at=at, by=SYSTEM, action="notice.publish", object_ref=ref(notice))
    checkpoint(lock(notice.edition.chain), at=at)
    return row


def fingerprint(notice: Notice) -> str:
    """Return the digest of exactly what a notice says."""
    return digest([notice.kind, notice.title, notice.text, notice.rows, notice.contact, notice.workdays])


def outdated(notice: Notice) -> bool:
    """Tell whether decisions or holds have outrun the list since it was confirmed: then it does not go out."""
    return notice.kind in PERIODIC and notice.rows != rows_for(notice.edition, notice.kind)


@transaction.atomic
def _publish_notice(pk, at: datetime) -> NoticePublication | None:
    """Look again under the lock: somebody else may have been quicker, or the list is not true any more."""
    lock_every()
    notice = Notice.objects.due(at).filter(pk=pk).select_related("edition").first()
    if notice is None or outdated(notice) or (notice.kind in PERIODIC and notice.edition.step >= Step.COMPLETED):
        return None
    try:
        return publish(notice, at)
    except UnknownYear as unknown:
        logger.error("notice %s is not published: %s", pk, unknown)
        return None


def _calls(at: datetime) -> list:
    """The confirmed versions that came out and have no notice yet, as they came out."""
    unknown = Call.objects.confirmed(at).filter(~Exists(Notice.objects.filter(call=OuterRef("pk"))), publish_at__lte=at)
    calls = unknown.filter(edition__in=Edition.objects.running()).select_related("edition").in_order()
    return [call.pk for call in calls if published_at(call) <= at and in_force(call.edition, published_at(call)) == call]


@transaction.atomic
def _publish_call(pk, at: datetime) -> NoticePublication | None:
    """The call is a notice of the same two hands: its rows carry their names and moments over."""
    lock_every()
    call = Call.objects.select_related("edition", "confirmation").get(pk=pk)
    if Notice.objects.filter(call=call).exists():
        return None
    notice = Notice(
        edition=call.edition,
        kind=NoticeKind.CALL,
        title=call.title,
        text=call_text(call),
        publish_at=published_at(call),
        call=call,
        by_id=call.by_id,
        grant_id=call.grant_id,
        at=call.at,
    )
    cover(lock(call.edition.chain), notice, at=at, by=SYSTEM, action="notice.of-call", object_ref=ref(call))
    row = NoticeConfirmation(notice=notice, by_id=call.confirmation.by_id, at=call.confirmation.at)
    cover(lock(call.edition.chain), row, at=at, by=SYSTEM, action="notice.of-call.confirmed", object_ref=ref(call))
    return publish(notice, at)
