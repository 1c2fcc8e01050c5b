"""代录: what somebody filed, or corrected, on paper in time, entered by two of the office."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application, Status
from applications.corrections.models import Return
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered


class PaperFiling(Addressed, Covered):
    """When the papers came, and what proves it. The application beside it is submitted once the second hand confirms."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="paper_filing")
    received_at = models.DateTimeField("收到时间")
    proof = LineField("收到的凭据", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper filing of {self.application_id}"


class PaperCorrectionQuerySet(models.QuerySet):
    def newest_of(self, returned: Return) -> "PaperCorrection | None":
        """Return what was entered last for a return, or None."""
        return self.filter(returned=returned, replaced_by=None).select_related("by").first()

    def waiting(self) -> "PaperCorrectionQuerySet":
        """Entered, and not yet confirmed: the version that was returned is still the newest."""
        return self.filter(replaced_by=None, returned__snapshot__application__status=Status.RETURNED)


class PaperCorrection(Addressed, Covered):
    """What came on paper after a return (补正材料). Nothing of the application changes before the second hand confirms.

    `answers` are {key of the item: words}, `scans` [{"file", "name", "sha256", "size"}].
    """

    returned = models.ForeignKey(Return, models.PROTECT, related_name="paper_corrections")
    received_at = models.DateTimeField("收到时间")
    proof = LineField("收到的凭据", max_length=120)
    summary = TextField("补正后的申报内容摘要", max_length=2000)
    answers = models.JSONField("逐项答复")
    scans = models.JSONField("扫描件")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PaperCorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["returned"], condition=models.Q(replaces=None), name="one_first_paper_correction_a_return"),
        ]

    def __str__(self) -> str:
        return f"paper correction of {self.returned_id}"
