"""On-site review: when a panel visits, what it finds, its report and who signed it (article 18(5))."""

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.proposals.models import ActConfirmation
from review.assignments.models import Assignment
from review.mandates.models import Mandate
from review.panels.models import Panel
from review.reviewers.models import Reviewer
from review.rounds import Round


class VisitQuerySet(models.QuerySet):
    def standing(self) -> "VisitQuerySet":
        """The newest plan of each application."""
        return self.filter(replaced_by=None)

    def visible_to(self, actor: Actor) -> "VisitQuerySet":
        """The office sees all, an agency those of editions it has a mandate for, a reviewer the plans of what he is assigned to visit.

        The applicant learns a plan from its released letter: `review.visits.services.told_visit`.
        """
        if actor.is_(Role.OFFICE):
            return self
        if actor.is_(Role.AGENCY):
            return self.filter(application__edition__in=Mandate.objects.of(actor).filter(on_site=True).values("edition"))
        if actor.is_(Role.REVIEWER):
            mine = Assignment.objects.visible_to(actor).filter(round=Round.ON_SITE)
            return self.standing().filter(application__in=mine.values("application"))
        return self.none()

    def whole(self) -> "VisitQuerySet":
        """With what every page of it names."""
        return self.select_related("application__edition", "application__applicant__unit", "panel")


class Visit(Addressed, Covered):
    """The plan of one visit. `unvisited` is 核查 without a visit, where the 细则 says so: a report that concludes all the same."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    on = models.DateField("日期")
    place = LineField("地点", max_length=120, blank=True)
    unvisited = models.BooleanField("不到现场，只作材料核查", default=False)
    note = TextField("请申报者准备", max_length=2000, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(replaces=None), name="one_first_visit_an_application")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.on}"


class VisitAnswer(Covered):
    """The applicant confirms the date, or says what stands against it."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="answer")
    agreed = models.BooleanField("可以")
    note = TextField("说明", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answers {self.visit_id}"


class VisitDraft(Addressed):
    """What the panel recorded so far: {item key: {"points", "finding"}} and the summary, a revision a field. Not a record."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="draft")
    entries = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"draft of {self.visit_id}"


class VisitFile(Addressed, Covered):
    """A photo or a paper from the visit."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    item = models.CharField(max_length=40, blank=True)  # the rubric item it belongs to
    caption = LineField("说明", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.caption


class VisitReportQuerySet(models.QuerySet):
    def standing(self) -> "VisitReportQuerySet":
        """The newest version of each application's report."""
        return self.filter(replaced_by=None)


class VisitReport(Addressed, Covered):
    """The panel report, locked by the chair. A new version voids signatures.

    `entries` are the items in order: {"key", "code", "title", "full", "points", "finding"}.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reports")
    entries = models.JSONField()
    total = models.DecimalField("总分", max_digits=9, decimal_places=2)
    full = models.DecimalField("满分", max_digits=9, decimal_places=2)
    summary = TextField("总体情况", max_length=8000)
    passed = models.BooleanField("建议通过")
    fingerprint = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = VisitReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=models.Q(replaces=None), name="one_first_visit_report_a_visit"),
            models.CheckConstraint(
                condition=models.Q(total__gte=0) & models.Q(total__lte=models.F("full")),
                name="a_visit_total_within_points",
                violation_error_message="得分不能超过满分。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total}/{self.full}"


class ReportSignature(Covered):
    """A member signs the report, or signs that he disagrees and why."""

    report = models.ForeignKey(VisitReport, models.PROTECT, related_name="signatures")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="+")
    dissent = TextField("不同意见", max_length=2000, blank=True)
    method = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "reviewer"], name="one_signature_a_member")]

    def __str__(self) -> str:
        return f"signed {self.report_id}"


class UnsignedNote(Covered):
    """The chair notes why a member did not sign (procedure §2)."""

    report = models.ForeignKey(VisitReport, models.PROTECT, related_name="notes")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="+")
    text = TextField("说明", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "reviewer"], name="one_note_a_member")]

    def __str__(self) -> str:
        return f"unsigned {self.report_id}"
