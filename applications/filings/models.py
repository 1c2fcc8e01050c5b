"""代录: what somebody filed on paper in time, entered by two of the office."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.fields import LineField
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
