"""The commitment (承诺声明): whoever stands for the applicant vouches for exactly this content."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.ledger.models import Addressed, Covered


class Commitment(Addressed, Covered):
    """Signed over the fingerprint of the draft's content; a change of the content voids it, visibly."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="commitments")
    fingerprint = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"commitment {self.application_id}"
