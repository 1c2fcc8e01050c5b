"""The call for applications (article 18(1)): versions that are never changed, each confirmed by a second hand."""

from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.grants.models import Grant
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition


class CallQuerySet(models.QuerySet):
    def in_order(self) -> "CallQuerySet":
        """As they were composed."""
        return self.order_by("event_id")

    def confirmed(self, at: datetime) -> "CallQuerySet":
        """Those that had two hands by a moment."""
        return self.filter(confirmation__at__lte=at).select_related("confirmation")

    def newest(self, edition: Edition) -> "Call | None":
        """Return the version that none replaces, confirmed or not."""
        return self.filter(edition=edition, replaced_by=None).select_related("by", "grant", "confirmation__by", "edition").first()


class Call(Addressed, Covered):
    """One version of an edition's call. `requirements` are lines by category; `materials` have category, name, required."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="calls")
    title = LineField("标题", max_length=120)
    text = TextField("正文", max_length=4000)
    basis = LineField("依据的工作安排", max_length=160, help_text="经批准的评选工作安排的名称、文号和日期。")
    requirements = models.JSONField("申报要求")
    materials = models.JSONField("申报材料")
    opens_at = models.DateTimeField("申报开始时间")
    closes_at = models.DateTimeField("申报截止时间")
    office_deadline_at = models.DateTimeField("推荐截止时间")
    publish_at = models.DateTimeField("发布时间")
    contact = TextField("咨询方式", max_length=500, help_text="单位、联系人、电话、地址和接待时间。")
    reason = TextField("改动原因", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition"], condition=models.Q(replaces=None), name="one_first_call_an_edition"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="a_call_closes_after_it_opens",
                violation_error_message="申报截止应晚于申报开始。",
            ),
            models.CheckConstraint(
                condition=models.Q(office_deadline_at__gte=models.F("closes_at")),
                name="a_body_has_until_after_the_window",
                violation_error_message="推荐截止不能早于申报截止。",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_call_cites_its_basis"),
        ]

    def __str__(self) -> str:
        return self.title


class CallConfirmation(Covered):
    """The second hand: another of the office confirms a version as it stands. It is published at its time, not before."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.call_id}"
