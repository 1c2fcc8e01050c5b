"""Who applies (articles 3, 11): an organization, a person, or a team of at most three."""

from django.db import models

from accounts.units.models import Unit
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
