"""Grants: who may act in which role for which unit, from when to when. Rows of record in the house chain."""

from datetime import date, datetime

from django.conf import settings
from django.db import models

from accounts.units.models import Unit
from core.clock import shanghai
from core.fields import TextField
from core.ledger.models import Addressed, Covered


class Role(models.TextChoices):
    APPLICANT = "applicant", "申报人"
    EXAMINER = "examiner", "推荐单位经办"
    CHECKER = "checker", "推荐单位审核"
    SIGNER = "signer", "推荐单位签发"
    OFFICE = "office", "评选办"
    AGENCY = "agency", "受委托机构"
    REVIEWER = "reviewer", "评审员"
    LEADING_GROUP = "leading_group", "领导小组成员"
    SECRETARY = "secretary", "领导小组秘书"
    SUPERVISOR = "supervisor", "监督人员"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


BODY_ROLES = (Role.EXAMINER, Role.CHECKER, Role.SIGNER)
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)


class GrantQuerySet(models.QuerySet):
    def standing(self) -> "GrantQuerySet":
        """Confirmed (an applicant's own needs no second hand) and not ended."""
        confirmed = models.Q(role=Role.APPLICANT) | models.Q(confirmation__isnull=False)
        return self.filter(confirmed, end__isnull=True)

    def waiting(self) -> "GrantQuerySet":
        """Proposed, and neither confirmed nor ended."""
        return self.filter(confirmation=None, end=None).exclude(role=Role.APPLICANT)

    def unexpired(self, on: date) -> "GrantQuerySet":
        """Those whose last day is not before this day."""
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=on))

    def in_force(self, on: date) -> "GrantQuerySet":
        """Those under which somebody may act on this day."""
        return self.standing().unexpired(on).filter(from_on__lte=on)


class Grant(Addressed, Covered):
    """A person may act in a role for a unit between two days, both counted. It begins when a second person confirms."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人员", related_name="grants")
    role = models.CharField("身份", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="grants")
    head = models.BooleanField("负责人", default=False)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)
    reason = TextField("依据", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="a_grant_ends_after_it_begins",
                violation_error_message="到期日早于开始日。",
            ),
            models.CheckConstraint(
                condition=models.Q(by=None) | models.Q(role=Role.APPLICANT) | ~models.Q(by=models.F("person")),
                name="nobody_grants_to_himself",
                violation_error_message="不能给自己授权。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}·{self.get_role_display()}·{self.unit}"

    def in_force(self, at: datetime) -> bool:
        """Tell whether one may act under this grant at a moment. Runs a query."""
        return Grant.objects.in_force(shanghai(at)).filter(pk=self.pk).exists()


class GrantConfirmation(Covered):
    """The second hand: another administrator confirms a grant as it stands."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.grant_id}"


class GrantEnd(Covered):
    """A grant ends at once: withdrawn, refused before it was confirmed, or suspended."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="end")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    reason = TextField("原因", max_length=500)

    def __str__(self) -> str:
        return f"ended {self.grant_id}"
