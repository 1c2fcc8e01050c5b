"""Models of core, gathered for Django from its rooms."""

from django.db import models

from core.files.models import StoredFile
from core.ledger.models import AppendOnly, Chain, Checkpoint, Covered, Event, Payload, Verification
from core.outbox.models import Message

__all__ = ["AppendOnly", "Chain", "Checkpoint", "Covered", "DemoClock", "Event", "Message", "Payload", "StoredFile", "Verification"]


class DemoClock(models.Model):
    """How many seconds the demonstration's clock is ahead of the machine's. One row, or none."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_clock")]

    def __str__(self) -> str:
        return f"{self.seconds} seconds ahead"
