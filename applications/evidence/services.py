"""Handing in and removing evidence."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application
from applications.cases.rules import editing_blockers
from applications.evidence.kinds import kinds
from applications.evidence.models import Attachment
from core.files.kinds import EVIDENCE
from core.files.services import store
from core.ledger.services import lock
from core.rules import RuleRefused

MOST_BYTES = 500 * 1024 * 1024
MOST_FILES = 100


def attach(application: Application, *, upload: File, kind: str, title: str, by: Actor, at: datetime) -> Attachment:
    """Check and keep one file (before any lock), then enter it. Raises ValidationError for the file, RuleRefused for the rest."""
    _refuse(application, by, at)
    if kind not in {known.key for known in kinds(application.category)}:
        raise RuleRefused("没有这一类材料。", article="18(2)")
    stored = store(upload, allowed=EVIDENCE, by=by, at=at)
    with transaction.atomic():
        lock(application.edition.chain)
        _refuse(application.fresh(), by, at)
        sizes = list(standing(application).values_list("file__size", flat=True))
        if len(sizes) >= MOST_FILES or sum(sizes) + stored.size > MOST_BYTES:
            raise RuleRefused(f"证实材料合计不超过500MB、{MOST_FILES}个文件。可以先移除不要的。", article="18(2)")
        return Attachment.objects.create(application=application, kind=kind, title=title, file=stored, by=by.person, at=at)


@transaction.atomic
def detach(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """Take a file out of the draft. Snapshots that hold it keep it."""
    lock(attachment.application.edition.chain)
    _refuse(attachment.application.fresh(), by, at)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at)


def standing(application: Application):
    """Return the files of the draft as it stands."""
    return Attachment.objects.filter(application=application, removed_at=None).select_related("file").order_by("at", "pk")


def _refuse(application: Application, by: Actor, at: datetime) -> None:
    if blockers := editing_blockers(application, by, at=at):
        raise RuleRefused(blockers)
