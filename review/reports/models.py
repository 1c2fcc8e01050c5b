"""Reports of the whole edition: 材料评审报告, 综合评价报告. Written by the office, editable before issue, issued by two, then a paper."""

from django.conf import settings
from django.db import models

from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class ReportKind(models.TextChoices):
    MATERIALS = "materials", "材料评审报告"
    EVALUATION = "evaluation", "综合评价报告"


class ReportQuerySet(models.QuerySet):
    def newest(self, edition: Edition, kind: str) -> "Report | None":
        """Return the newest version of a report, issued or not."""
        return self.filter(edition=edition, kind=kind, replaced_by=None).select_related("issue").first()

    def issued(self, edition: Edition, kind: str) -> "Report | None":
        """Return the version issued last, or None."""
        return self.filter(edition=edition, kind=kind, issue__isnull=False).order_by("-issue__event_id").first()


class Report(Addressed, Covered):
    """One version. `text` is the office's words; `table` the results as they stood: {"columns": […], "rows": [[…]]}, all text."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    kind = models.CharField("报告", max_length=20, choices=ReportKind)
    title = LineField("标题", max_length=120)
    text = TextField("正文", max_length=20000)
    table = models.JSONField(default=dict)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], condition=models.Q(replaces=None), name="one_first_report_a_kind")
        ]

    def __str__(self) -> str:
        return self.title


class ReportIssue(Covered):
    """Two issued a version. A later version may be issued too; the gate reads the last."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="issue")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"issued {self.report_id}"


class ReportPaper(Covered):
    """The report as it was printed: rendered after the commit, its hash an event of its own."""

    issue = models.OneToOneField(ReportIssue, models.PROTECT, related_name="paper")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper of {self.issue_id}"
