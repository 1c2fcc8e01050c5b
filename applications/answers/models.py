"""What applicants type, as they typed it: one row a part of the form, with a revision for every field. A draft, not a record."""

from django.db import models

from applications.cases.models import Application
from core.ledger.models import Addressed


class AnswerPart(Addressed):
    """The answers of one part. `revisions` holds, by field, how often it was saved, by whom and when."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="parts")
    part = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "part"], name="one_answer_row_a_part")]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.part}"
