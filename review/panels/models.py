"""Panels (评审组). Formed by two; a member may leave and a reserve step in, by two; every seat is kept."""

from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Category, Edition
from procedure.proposals.models import ActConfirmation
from review.reviewers.models import Reviewer
from review.rounds import Round


class PanelQuerySet(models.QuerySet):
    def standing(self) -> "PanelQuerySet":
        """Those that nobody dissolved."""
        return self.filter(end=None)


class Panel(Addressed, Covered):
    """A group for one round; `category` is empty where it takes both."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    round = models.CharField("环节", max_length=20, choices=Round)
    category = models.CharField("奖项", max_length=20, choices=Category, blank=True)
    name = LineField("名称", max_length=60)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PanelQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "round", "name"], name="one_panel_a_name")]

    def __str__(self) -> str:
        return self.name


class PanelEnd(Covered):
    """A panel is dissolved, by two."""

    panel = models.OneToOneField(Panel, models.PROTECT, related_name="end")
    reason = TextField("原因", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"dissolved {self.panel_id}"


class PanelSeatQuerySet(models.QuerySet):
    def standing(self) -> "PanelSeatQuerySet":
        """Seats that nobody left."""
        return self.filter(end=None)

    def members(self) -> "PanelSeatQuerySet":
        """Those who review, chair first, then as they came."""
        return self.standing().filter(reserve=None).order_by("-chair", "event_id")

    def reserves(self) -> "PanelSeatQuerySet":
        """The recorded reserve (备选), in its order."""
        return self.standing().exclude(reserve=None).order_by("reserve")


class PanelSeat(Addressed, Covered):
    """A reviewer on a panel: member, chair, or one of the recorded reserve (`reserve` counts from 1).

    A reserve who steps in ends his reserve seat and takes a new one.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="seats")
    chair = models.BooleanField("组长", default=False)
    reserve = models.PositiveSmallIntegerField("备选次序", null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")  # whose seat he took
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PanelSeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(chair=False) | models.Q(reserve=None), name="a_chair_is_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.panel}：{self.reviewer}"


class PanelSeatEnd(Covered):
    """Somebody leaves a seat, by two."""

    seat = models.OneToOneField(PanelSeat, models.PROTECT, related_name="end")
    reason = TextField("原因", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"left {self.seat_id}"
