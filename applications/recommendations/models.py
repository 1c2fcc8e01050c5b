"""初审、审核、签发 on one version, and what the office does about bodies: 转办, 催办. Rows of record in the edition's chain."""

from django.conf import settings
from django.db import models

from accounts.grants.models import Grant
from accounts.units.models import BodyType, Unit
from applications.cases.models import Application
from applications.snapshots.models import Snapshot
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition


class Hand(Addressed, Covered):
    """What every act here has: who, under which grant, when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Advice(Hand):
    """What a body suggests in step 2. It binds nobody and signs nothing."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="advice")
    text = TextField("建议", max_length=1000)

    def __str__(self) -> str:
        return f"advice on {self.snapshot_id}"


class Examination(Hand):
    """经办: the checklist and the opinion on one version. `checklist` is [{"key", "label", "result", "note"}]."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="examinations")
    checklist = models.JSONField()
    recommend = models.BooleanField("建议推荐")
    opinion = TextField("推荐意见", max_length=1000)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(opinion=""), name="an_examination_has_its_opinion"),
        ]

    def __str__(self) -> str:
        return f"examination of {self.snapshot_id}"


class Check(Hand):
    """审核: agrees with an examination as it stands, or gives it back with a reason."""

    examination = models.OneToOneField(Examination, models.PROTECT, related_name="verdict")
    agrees = models.BooleanField("同意")
    note = TextField("审核意见", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(agrees=True) | ~models.Q(note=""), name="a_check_that_disagrees_says_why"),
        ]

    def __str__(self) -> str:
        return f"check of {self.examination_id}"


class SendBack(Hand):
    """签发 does not sign what was checked: it is examined again."""

    checked = models.OneToOneField(Check, models.PROTECT, related_name="sent_back")
    reason = TextField("退回经办的理由", max_length=500)

    def __str__(self) -> str:
        return f"sent back {self.checked_id}"


class SealedScan(Hand):
    """A paper that the body signed and sealed off line, entered by 经办: one for a list, or for one application.

    `entries` are [{"application", "snapshot", "fingerprint"}].
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    recommend = models.BooleanField("推荐")
    reason = TextField("不予推荐的理由", max_length=1000, blank=True)
    entries = models.JSONField()
    number = LineField("文号", max_length=60, blank=True)
    dated_on = models.DateField("落款日期")
    signatory = LineField("签发人", max_length=40)
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    scan_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(recommend=True) | ~models.Q(reason=""), name="a_sealed_refusal_says_why"),
        ]

    def __str__(self) -> str:
        return self.number or f"盖章件（{self.dated_on}）"


class SealedCheck(Hand):
    """审核 compared the scan with what was entered: confirms it, or gives it back."""

    sealed = models.OneToOneField(SealedScan, models.PROTECT, related_name="verdict")
    agrees = models.BooleanField("同意")
    note = TextField("审核意见", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(agrees=True) | ~models.Q(note=""), name="a_sealed_check_that_disagrees_says_why"),
        ]

    def __str__(self) -> str:
        return f"check of {self.sealed_id}"


class Way(models.TextChoices):
    SYSTEM = "system", "在系统中签发"
    SCAN = "scan", "依据盖章扫描件登记"


class Signature(Hand):
    """签发: the body's word on one version, on one check. A newer version, or a return, voids it."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="signatures")
    checked = models.OneToOneField(Check, models.PROTECT, related_name="signature")
    recommend = models.BooleanField("推荐")
    opinion = TextField("意见", max_length=1000)
    way = models.CharField("签发方式", max_length=10, choices=Way)
    signature = models.JSONField(null=True)  # what the signing form returned: method and digest
    sealed = models.ForeignKey(SealedScan, models.PROTECT, null=True, related_name="signatures")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way="system", sealed=None) | models.Q(way="scan", sealed__isnull=False, signature=None),
                name="signed_in_the_system_or_from_a_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"signature on {self.snapshot_id}"


class PassOn(Hand):
    """转办: the office proposes that another competent body examines. It changes the body, no state."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="passed_on")
    source = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="转给")
    reason = TextField("理由", max_length=500)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="passed_on_to_another_body"),
        ]

    def __str__(self) -> str:
        return f"pass on {self.application_id}"


class PassOnConfirmation(Hand):
    """The second of the office: from now on the other body examines."""

    pass_on = models.OneToOneField(PassOn, models.PROTECT, related_name="confirmation")

    def __str__(self) -> str:
        return f"confirmed {self.pass_on_id}"


class Reminder(Hand):
    """催办: the office reminded a body of what it has not finished."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unfinished = models.JSONField()  # the keys of the applications that it named

    def __str__(self) -> str:
        return f"reminder to {self.body_id}"


class FurtherOpinionQuerySet(models.QuerySet):
    def standing(self, snapshot: Snapshot) -> "FurtherOpinionQuerySet":
        """The newest of each further body on one version."""
        return self.filter(snapshot=snapshot, replaced_by=None).select_related("body", "by", "scan").order_by("event_id")


class FurtherOpinion(Hand):
    """The opinion of a body beside the one that recommends, entered by the office from its sealed paper (design §3).

    `kind` is the type of the body at that time: two of the same kind never stand on one version.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="further_opinions")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=20, choices=BodyType)
    recommend = models.BooleanField("推荐")
    text = TextField("意见", max_length=1000)
    number = LineField("文号", max_length=60, blank=True)
    dated_on = models.DateField("落款日期")
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = FurtherOpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "kind"], condition=models.Q(replaces=None), name="one_first_further_opinion_a_kind"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_further_opinion_says_something"),
        ]

    def __str__(self) -> str:
        return f"further opinion on {self.snapshot_id}"
