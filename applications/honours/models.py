"""Winners before the system (article 6 needs them): entered by two of the office with the document. House chain."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from accounts.grants.models import Grant
from accounts.units.models import Unit
from applications.cases.models import Grade
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered

FIRST = Coalesce("lineage", "id")  # the first version of an honour stands for all of them


class PriorHonourQuerySet(models.QuerySet):
    def confirmed(self) -> "PriorHonourQuerySet":
        """Those on which two agree, each in its newest version so agreed: a correction counts once it is confirmed itself."""
        newer = self.model._default_manager.annotate(first=FIRST).filter(
            first=models.OuterRef("first"), confirmation__isnull=False, event_id__gt=models.OuterRef("event_id")
        )
        standing = self.annotate(first=FIRST).filter(confirmation__isnull=False).exclude(models.Exists(newer))
        return standing.exclude(cancelled=True)

    def waiting(self) -> "PriorHonourQuerySet":
        """Those that wait for the second hand, in the order in which they were entered."""
        return self.filter(confirmation=None, replaced_by=None).order_by("event_id")

    def newest(self) -> "PriorHonourQuerySet":
        """The newest version of each, confirmed or not, the latest edition first."""
        return self.filter(replaced_by=None).order_by("-edition_number", "grade", "name", "pk")


class PriorHonour(Addressed, Covered):
    """One award of an earlier edition: to whom, which grade, by which document, and when it was revoked, if it was."""

    edition_number = models.PositiveSmallIntegerField("届次")
    year = models.PositiveSmallIntegerField("获奖年份")
    grade = models.CharField("等次", max_length=12, choices=Grade)
    name = LineField("获奖组织或个人", max_length=80)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    document = LineField("依据文件", max_length=120)
    revoked_in = models.PositiveSmallIntegerField("撤销时的届次", null=True, blank=True)
    note = TextField("说明", max_length=500, blank=True)
    cancelled = models.BooleanField("作废", null=True)  # entered by mistake: it counts no more
    lineage = models.UUIDField(null=True, editable=False)  # the key of the first version; none in the first itself
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PriorHonourQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}（第{self.edition_number}届{self.get_grade_display()}）"


class PriorHonourConfirmation(Covered):
    """The second hand."""

    honour = models.OneToOneField(PriorHonour, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.honour_id}"
