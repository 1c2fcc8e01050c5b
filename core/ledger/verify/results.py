"""Keeping how a verification ended, so that the pages of those who must know say so until one passes."""

from django.db import DatabaseError

from core import clock
from core.ledger.models import Verification

UNKEPT = "核对结果没有记下，页面上不会提示：{}"


def keep(**faults: int) -> str:
    """Keep how many faults each kind of verification has just found: `keep(ledger=0)`. Return why it could not be kept, or nothing."""
    try:
        at = clock.now()
        Verification.objects.bulk_create(Verification(kind=Verification.Kind(kind), faults=found, at=at) for kind, found in faults.items())
    except DatabaseError as fault:
        return UNKEPT.format(fault)
    return ""
