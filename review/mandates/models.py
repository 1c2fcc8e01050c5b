"""The mandate of an entrusted agency: papers, steps, term. Rows of record in the edition's chain."""

from datetime import date

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class PaperKind(models.TextChoices):
    ENTRUSTMENT = "entrustment", "委托文书"
    QUALIFICATION = "qualification", "资质证明"
    INDEPENDENCE = "independence", "独立性声明"
    SECRECY = "secrecy", "保密和数据协议"


class MandateQuerySet(models.QuerySet):
    def standing(self) -> "MandateQuerySet":
        """Those that nobody ended."""
        return self.filter(end=None)

    def in_force(self, on: date) -> "MandateQuerySet":
        """Those under which an agency may act on this day."""
        return self.standing().filter(from_on__lte=on, until_on__gte=on)

    def of(self, actor: Actor) -> "MandateQuerySet":
        """Those that stand for the actor's agency; his grant ends with its term by itself."""
        return self.standing().filter(agency=actor.unit) if actor.is_(Role.AGENCY) else self.none()


class Mandate(Addressed, Covered):
    """An agency organises steps 4 and 5 of an edition between two days, both counted. Decided by two of the office.

    It rests on the four papers of PaperKind.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="受委托机构")
    materials = models.BooleanField("组织材料评审")
    on_site = models.BooleanField("组织现场评审")
    from_on = models.DateField("自")
    until_on = models.DateField("至")
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="a_mandate_ends_after_it_begins",
                violation_error_message="到期日早于开始日。",
            ),
            models.CheckConstraint(
                condition=models.Q(materials=True) | models.Q(on_site=True),
                name="a_mandate_entrusts_something",
                violation_error_message="请选受委托的环节。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}受委托组织{self.edition}评审"


class MandatePaper(Addressed, Scanned, Covered):
    """One of the papers that a mandate rests on."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="papers")
    kind = models.CharField("文书", max_length=20, choices=PaperKind)
    title = LineField("名称", max_length=120)
    dated_on = models.DateField("日期")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "kind"], name="one_paper_a_kind"),
            with_hash("a_mandate_paper_has_the_hash_of_its_scan"),
        ]

    def __str__(self) -> str:
        return self.title


class MandateEnd(Covered):
    """The agency is replaced: its rights end at once, its sheets stay, the hand-over is recorded."""

    mandate = models.OneToOneField(Mandate, models.PROTECT, related_name="end")
    handover = TextField("移交情况", max_length=2000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ended {self.mandate_id}"
