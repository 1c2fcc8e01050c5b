"""Oral defense (陈述答辩, article 18(6)): the session, the draw with its seed, slots, who spoke, what was asked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.panels.models import Panel
from review.reviewers.models import Reviewer


class DefenseSession(Addressed, Covered):
    """One sitting of the expert group in one room, and the drawn order of those who defend in it.

    `entrants` are the keys of the applications, sorted, before the draw; `seed` is 64 hex digits; the order is that of
    SHA-256(seed ‖ key), so that anybody can draw it again.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField("开始时间")
    room = LineField("地点", max_length=120)
    speak_minutes = models.PositiveSmallIntegerField("陈述（分钟）")
    question_minutes = models.PositiveSmallIntegerField("质询（分钟）")
    entrants = models.JSONField()
    seed = models.CharField(max_length=64)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.panel}，{self.room}"

    @property
    def bring(self) -> str:
        """What may be brought, as two decided it. No query where the decision's proposal was selected."""
        return self.decision.proposal.content.get("bring", "")

    @property
    def length(self) -> timedelta:
        """How long one slot is: statement and questions."""
        return timedelta(minutes=self.speak_minutes + self.question_minutes)


class SlotQuerySet(models.QuerySet):
    def standing(self) -> "SlotQuerySet":
        """The newest slot of each application."""
        return self.filter(replaced_by=None)

    def visible_to(self, actor: Actor) -> "SlotQuerySet":
        """The office alone. The applicant learns his slot from its released letter: `review.defense.services.told_slot`."""
        return self if actor.is_(Role.OFFICE) else self.none()

    def whole(self) -> "SlotQuerySet":
        """With what every page of it names."""
        return self.select_related("application__edition", "application__applicant__unit", "session__panel", "session__decision__proposal")


class Slot(Addressed, Covered):
    """When one application defends. A slot that is moved is a new row with the reason."""

    session = models.ForeignKey(DefenseSession, models.PROTECT, related_name="slots")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("次序")
    begins_at = models.DateTimeField("开始时间")
    reason = TextField("更改的原因", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    at = models.DateTimeField()

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(replaces=None), name="one_first_slot_an_application")
        ]

    def __str__(self) -> str:
        return f"{self.order}"

    @property
    def speak_until(self) -> datetime:
        """When the statement ends that begins on time."""
        return self.begins_at + timedelta(minutes=self.session.speak_minutes)

    @property
    def ends_at(self) -> datetime:
        """When the questions end."""
        return self.begins_at + self.session.length


class Appearance(Covered):
    """Who spoke at a slot and in what post, or that nobody came and why."""

    slot = models.OneToOneField(Slot, models.PROTECT, related_name="appearance")
    present = models.BooleanField("到场")
    speaker = LineField("主讲人", max_length=40, blank=True)
    post = LineField("主讲人职务", max_length=80, blank=True)
    began_at = models.DateTimeField("开始陈述", null=True)
    note = TextField("说明", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(present=False) | ~models.Q(speaker=""),
                name="who_came_has_a_speaker",
                violation_error_message="到场的，请写明主讲人。",
            )
        ]

    def __str__(self) -> str:
        return self.speaker or "absent"

    @property
    def speak_until(self) -> datetime:
        """When the statement ends that has begun. Only for whoever came."""
        return self.began_at + timedelta(minutes=self.slot.session.speak_minutes)

    @property
    def ends_at(self) -> datetime:
        """When the questions end. Only for whoever came."""
        return self.began_at + self.slot.session.length


class Question(Covered):
    """A question an expert asked, and the gist of the answer."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="questions")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="+")
    text = TextField("问题", max_length=1000)
    answer = TextField("回答要点", max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
