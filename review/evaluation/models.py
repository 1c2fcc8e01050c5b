"""The candidate list (候选名单) and its report to the leading group (articles 13(5), 18(7))."""

from django.conf import settings
from django.db import models

from core.fields import LineField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.reports.models import Report


class CandidateListQuerySet(models.QuerySet):
    def newest(self, edition: Edition) -> "CandidateList | None":
        """Return the list in force, or None."""
        return self.filter(edition=edition).order_by("-number").first()


class CandidateList(Addressed, Covered):
    """One version of the list, decided by two. `rows` are {"application", "grade", "reason"} in order.

    Whoever is left out is in `others` with a reason. The moves of the applications are made in the same act. A list may be empty.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("版本")
    rows = models.JSONField("候选名单")
    others = models.JSONField("未列入")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CandidateListQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_candidate_list_a_number")]

    def __str__(self) -> str:
        return f"候选名单第{self.number}版"


class EligibilityReading(Covered):
    """The office read the conditions of everybody on the way to the list again.

    `rows` are {"application", "findings": [[article, verdict, words]]}.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    rows = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read {self.edition_id}"


class GroupReport(Scanned, Covered):
    """List and report were reported to the leading group on a day. A new version of either is reported anew."""

    list = models.ForeignKey(CandidateList, models.PROTECT, related_name="reports")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    reported_on = models.DateField("报告日期")
    how = LineField("报告方式", max_length=120)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("a_group_report_has_the_hash_of_its_scan")]

    def __str__(self) -> str:
        return f"reported {self.reported_on}"
