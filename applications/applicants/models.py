"""Who applies (articles 3, 11): an organization, a person, or a team of at most three."""

from django.conf import settings
from django.db import models

from accounts.units.models import Unit
from core.fields import TextField
from core.ledger.models import Addressed


class ApplicantKind(models.TextChoices):
    ORGANIZATION = "organization", "组织"
    PERSON = "person", "个人"
    TEAM = "team", "小组"


class Applicant(Addressed):
    """One applicant over the editions; its people act through grants for its unit."""

    kind = models.CharField("类别", max_length=20, choices=ApplicantKind)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间")

    def __str__(self) -> str:
        return self.unit.name


MOST_MEMBERS = 3  # article 11: 可以3人以内共同申报


class TeamMember(Addressed):
    """One member of a team, in the order in which they are named. Each has an account and confirms alone."""

    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("排序")
    contribution = TextField("贡献", max_length=500, blank=True)
    confirmed_at = models.DateTimeField("本人确认时间", null=True, blank=True)
    left_at = models.DateTimeField("退出时间", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["applicant", "person"], condition=models.Q(left_at=None), name="one_place_a_person_in_a_team"),
            models.UniqueConstraint(
                fields=["applicant", "order"],
                condition=models.Q(left_at=None),
                name="one_person_a_place_in_a_team",
                violation_error_message="小组最多3人（第十一条）。",
            ),
            models.CheckConstraint(
                condition=models.Q(order__range=(1, MOST_MEMBERS)),
                name="at_most_three_in_a_team",
                violation_error_message="小组最多3人（第十一条）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.order}）"
