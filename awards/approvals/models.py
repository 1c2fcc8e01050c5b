"""What the city government answered, in the form in which it came, and its commendation (通报) (article 18(9))."""

from django.db import models

from awards.requests.models import Request
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class Answer(models.TextChoices):
    APPROVED = "approved", "批准"
    IN_PART = "in-part", "部分批准"
    REFUSED = "refused", "不予批准"
    RETURNED = "returned", "退回"


class ApprovalQuerySet(models.QuerySet):
    def newest(self, edition: Edition) -> "Approval | None":
        """Return the answer recorded last, or None."""
        return self.filter(request__edition=edition).select_related("request__edition", "scan").order_by("-event_id").first()


class Approval(Addressed, Scanned, Covered):
    """One answer. `approved` are keys of applications, of the request's rows. Without a number it says why (无文号)."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="approval")
    answer = models.CharField("答复", max_length=12, choices=Answer)
    approved = models.JSONField("批准的名单", default=list)
    document_number = LineField("文号", max_length=60, blank=True)
    unnumbered = LineField("无文号的原因", max_length=200, blank=True)
    dated_on = models.DateField("答复日期")
    note = TextField("答复的内容", max_length=2000, blank=True)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            with_hash("an_approval_has_the_hash_of_its_paper"),
            models.CheckConstraint(
                condition=models.Q(document_number="") ^ models.Q(unnumbered=""), name="an_approval_has_a_number_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.document_number or '无文号'}"


class Commendation(Addressed, Scanned, Covered):
    """The commendation as the government issued it: number, day, scan. Nothing is composed here but the draft."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="commendation")
    title = LineField("标题", max_length=120)
    document_number = LineField("文号", max_length=60)
    dated_on = models.DateField("印发日期")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("a_commendation_has_the_hash_of_its_scan")]

    def __str__(self) -> str:
        return self.document_number
