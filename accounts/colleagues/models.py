"""Invitations of colleagues into an organization that applies. Rows of record in the house chain."""

from django.conf import settings
from django.db import models

from accounts.units.models import Unit
from core.ledger.models import Addressed, Covered


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; whether one has run out is asked of its `until`."""
        return self.filter(end=None)


class Invitation(Addressed, Covered):
    """Somebody with this mobile number may join the unit, once, if he knows the code. The code itself is kept nowhere."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mobile = models.CharField("手机号", max_length=20)
    code_digest = models.CharField(max_length=64)
    until = models.DateTimeField("有效到")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.unit}：{self.mobile}"


class InvitationEnd(Covered):
    """An invitation was accepted, or withdrawn by whoever may invite."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="end")
    accepted = models.BooleanField("接受")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ended {self.invitation_id}"
