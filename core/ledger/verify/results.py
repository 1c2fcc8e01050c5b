"""Keeping how a verification ended, so that the pages of those who must know say so until one passes."""

from core import clock
from core.ledger.models import Verification


def keep(**faults: int) -> None:
    """Keep how many faults each kind of verification has just found: `keep(ledger=0)`."""
    at = clock.now()
    Verification.objects.bulk_create(Verification(kind=Verification.Kind(kind), faults=found, at=at) for kind, found in faults.items())
