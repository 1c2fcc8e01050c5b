"""Taking a file in."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File

from core.files import storage
from core.files.checks import Verdict, check
from core.files.kinds import LIMIT, Kind
from core.files.models import StoredFile


def store(upload: File, *, allowed: Sequence[Kind], by: object, at: datetime, limit: int = LIMIT) -> StoredFile:
    """Check the file, keep its bytes under their hash, and write its row.

    Call it before an edition is locked: a check takes seconds. An upload that a CheckedFileField has just passed carries
    its verdict and is not inspected twice. The bytes come first: a row without its file is a loss, a file without a row is not.
    """
    verdict = getattr(upload, "verdict", None)
    if not isinstance(verdict, Verdict) or verdict.kind not in allowed or verdict.size > limit:
        verdict = check(upload, allowed=allowed, limit=limit, by=by)
    storage.keep(upload, verdict.sha256)
    return StoredFile.objects.create(
        sha256=verdict.sha256, size=verdict.size, name=verdict.name, media_type=verdict.kind.media_type, at=at, by_ref=by.ref
    )
