"""The request (请示) of the leading group to the city government (articles 12(4), 18(9)): its draft, then what was issued."""

from django.conf import settings
from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class RequestQuerySet(models.QuerySet):
    def newest(self, edition: Edition) -> "Request | None":
        """Return the version written last, or None."""
        return self.filter(edition=edition).select_related("edition", "issue").order_by("-number").first()

    def issued(self, edition: Edition) -> "Request | None":
        """Return the version issued last, or None."""
        return self.filter(edition=edition, issue__isnull=False).select_related("edition", "issue").order_by("-number").first()


class Request(Addressed, Covered):
    """One version of the draft. `rows` are {"application", "name", "grade"}: whoever is proposed and not set aside."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("版本")
    title = LineField("标题", max_length=120)
    text = TextField("正文", max_length=8000)
    rows = models.JSONField("名单")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_request_a_number")]

    def __str__(self) -> str:
        return self.title


class RequestIssue(Scanned, Covered):
    """The leading group issued a version: its number and day as they stand on the paper."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="issue")
    document_number = LineField("文号", max_length=60)
    dated_on = models.DateField("印发日期")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("a_request_has_the_hash_of_its_scan")]

    def __str__(self) -> str:
        return self.document_number
