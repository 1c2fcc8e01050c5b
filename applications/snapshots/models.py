"""The numbered snapshot (快照): what was submitted, frozen. Bodies, office and reviewers read and sign it, never the draft."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.ledger.models import Addressed, Covered


class SnapshotQuerySet(models.QuerySet):
    def latest_of(self, application: Application) -> "Snapshot | None":
        """Return the newest snapshot of an application, or None before the first submission."""
        return self.filter(application=application).order_by("-number").first()


class Snapshot(Addressed, Covered):
    """One submission of an application.

    `content` is {"form", "applicant", "body", "parts": {part: {field: answer}}, "files": [{"title", "kind", "name", "sha256",
    "size", "file"}], "members": […], "commitment"}; the part "assessment" has a text by rubric item. `fingerprint` is the
    digest of exactly that.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("版本")
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    method = models.CharField(max_length=20, null=True)  # how the submission was signed; "paper" where it was filed on paper
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="one_snapshot_a_number")]

    def __str__(self) -> str:
        return f"第{self.number}版"
