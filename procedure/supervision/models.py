"""The invitation of a supervising department. A row of record in the edition's chain."""

from datetime import datetime

from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.clock import shanghai
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class InvitationQuerySet(models.QuerySet):
    def in_force(self, actor: Actor, at: datetime) -> "InvitationQuerySet":
        """Those under which this actor's department may watch today; none for anybody but a supervisor."""
        if not actor.is_(Role.SUPERVISOR):
            return self.none()
        today = shanghai(at)
        return self.filter(department=actor.unit, from_on__lte=today, until_on__gte=today)


def watched(rows: models.QuerySet, actor: Actor, at: datetime, edition: str = "edition") -> models.QuerySet:
    """Leave a supervisor the rows of editions that he is invited to watch now; anybody else keeps them all (article 15)."""
    if not actor.is_(Role.SUPERVISOR):
        return rows
    return rows.filter(**{f"{edition}__in": SupervisionInvitation.objects.in_force(actor, at).values("edition")})


class SupervisionInvitation(Addressed, Covered):
    """A department watches an edition for a matter, between two days, both counted. Recorded by two of the leading group.

    `secrets` and `objectors` say whether trade secrets and who objects are part of it; both are no unless the invitation names them.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    department = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="监察部门")
    basis = LineField("邀请依据", max_length=120)
    matter = TextField("监督事项", max_length=2000)
    from_on = models.DateField("自")
    until_on = models.DateField("至")
    secrets = models.BooleanField("包括申报者的商业秘密", default=False)
    objectors = models.BooleanField("包括异议提出人的身份", default=False)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="an_invitation_ends_after_it_begins",
                violation_error_message="到期日早于开始日。",
            )
        ]

    def __str__(self) -> str:
        return f"邀请{self.department}监督{self.edition}评选"
