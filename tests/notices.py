"""Rows of record, and notices that are out, as no service wrote them: for what the database and the promises must find."""

from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core.clock import shanghai
from core.ledger.services import checkpoint, cover, lock
from publicity.notices.models import Notice, NoticeConfirmation, NoticeKind, NoticePublication
from publicity.notices.publishing import fingerprint
from tests.factories import AT, make_actor


@transaction.atomic
def put(edition, row, *, by=SYSTEM, at=AT):
    """A row of record that no service wrote."""
    return cover(lock(edition.chain), row, at=at, by=by, action="test-put")


def published(edition, *, kind=NoticeKind.ACCEPTANCE, rows=(), text="正文", at=AT, workdays=5, seal=True, second=None, publish_at=None):
    """A notice that is out, past every service."""
    first = make_actor(Role.OFFICE)
    fields = {"edition": edition, "kind": kind, "title": "公示", "text": text, "rows": list(rows), "workdays": workdays, "at": at}
    notice = put(edition, Notice(**fields, publish_at=publish_at or at, by=first.person, grant=first.grant))
    put(edition, NoticeConfirmation(notice=notice, by=second or make_actor(Role.OFFICE).person, at=at))
    serial = NoticePublication.objects.count() + 1
    out = {"year": 2026, "serial": serial, "published_at": at, "closes_on": shanghai(at), "issuer": "评选办"}
    row = put(edition, NoticePublication(notice=notice, **out, fingerprint=fingerprint(notice) if seal else "0" * 64))
    if seal:
        with transaction.atomic():
            checkpoint(lock(edition.chain), at=at)
    return row
