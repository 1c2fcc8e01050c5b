"""终止: an applicant that is dissolved or deceased, with the proof. Prepared by one, confirmed by another."""

from django.db import models

from applications.cases.models import Application
from applications.recommendations.models import Hand
from core.fields import TextField
from core.files.models import StoredFile


class EndingGround(models.TextChoices):
    DISSOLVED = "dissolved", "组织解散、注销或者破产"
    DECEASED = "deceased", "个人去世"
    OTHER = "other", "其他不能继续的情形"


class EndingQuerySet(models.QuerySet):
    def newest_of(self, application: Application) -> "Ending | None":
        """Return what was prepared last for an application, or None."""
        return self.filter(application=application, replaced_by=None).select_related("by", "scan", "grant").first()


class Ending(Hand):
    """Why an application cannot go on, with the scan that proves it. Another preparation takes its place."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="endings")
    ground = models.CharField("情形", max_length=20, choices=EndingGround)
    reason = TextField("说明", max_length=500)
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(replaces=None), name="one_first_ending_an_application"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_ending_says_why"),
        ]

    def __str__(self) -> str:
        return f"ending of {self.application_id}"
