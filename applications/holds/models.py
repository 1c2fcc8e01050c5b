"""暂缓: a hold beside the state. A held application enters no list, notice or request until it is lifted."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.fields import TextField
from core.ledger.models import Addressed, Covered


class HoldQuerySet(models.QuerySet):
    def standing(self) -> "HoldQuerySet":
        """Those that nobody lifted."""
        return self.filter(lifted=None)


class Hold(Addressed, Covered):
    """An application is set aside, by whom and why."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="holds")
    reason = TextField("理由", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"held {self.application_id}"


class HoldLift(Covered):
    """A hold is lifted."""

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="lifted")
    reason = TextField("理由", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"lifted {self.hold_id}"
