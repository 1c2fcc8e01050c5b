"""The two bases of everything that has a state: the subject, and the history row that alone changes it."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.ledger.models import Covered


class Change(Covered):
    """One change of state. A trigger on its insertion sets the state of the subject; nothing else can."""

    move = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Subject(models.Model):
    """A row with a state. `STATE` names its column, `HISTORY` the reverse name of its history rows."""

    STATE: ClassVar[str]
    HISTORY: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def state(self) -> int | str:
        return getattr(self, self.STATE)

    def history(self) -> models.QuerySet:
        """Return the history rows of this subject."""
        return getattr(self, self.HISTORY)

    def last_change(self) -> int:
        """Return the key of the latest history row, 0 before the first: a proposal lapses when it moves on."""
        return self.history().aggregate(last=models.Max("pk"))["last"] or 0

    def fresh(self) -> Self:
        """Return this subject read again, for use under the lock."""
        return type(self)._base_manager.get(pk=self.pk)

    def unit_of(self, role: Role) -> Unit | None:
        """Return the unit whose people act on this subject in a role; None where nobody does."""
        raise NotImplementedError

    def excluded(self, actor: Actor, at: datetime) -> str:
        """Return the sentence why an earlier hand of this person excludes him here, or nothing (procedure §4)."""
        raise NotImplementedError
