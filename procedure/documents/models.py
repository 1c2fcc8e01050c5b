"""The papers an edition rests on: the rules in force, the approved work plan, the working rules as the leading group settled them."""

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.editions.models import READERS, Edition


class DocumentKind(models.TextChoices):
    RULES = "rules", "评选办法"
    WORK_PLAN = "work-plan", "评选工作安排"
    WORKING_RULES = "working-rules", "评选细则"


# What the gate asks of each kind beside title, issuer and date: fields of the row.
REQUIRED = {
    DocumentKind.RULES: ("number", "effective_on", "scan"),
    DocumentKind.WORK_PLAN: ("number", "approver", "approved_on", "scan"),
    DocumentKind.WORKING_RULES: ("scan",),
}
# What a demonstration edition need not have: nothing of it was ever issued.
SPARED_IN_DEMO = ("number", "scan")


class Scanned(models.Model):
    """A row of record with the scan of its paper; the hash stands in the row itself, so that the ledger proves the bytes."""

    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="扫描件")
    scan_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


def with_hash(name: str) -> models.CheckConstraint:
    """A scan and its hash stand together or not at all: a constraint of whatever is `Scanned`."""
    both = models.Q(scan=None, scan_sha256="") | (models.Q(scan__isnull=False) & ~models.Q(scan_sha256=""))
    return models.CheckConstraint(condition=both, name=name)


class EditionDocumentQuerySet(models.QuerySet):
    def in_force(self, edition: Edition) -> "EditionDocumentQuerySet":
        """The newest version of each kind of an edition, with its approval."""
        return self.filter(edition=edition, replaced_by=None).select_related("edition", "scan", "by", "approval")

    def rules_of(self, version: str) -> "EditionDocument | None":
        """Return what the newest edition under this version of the rules knows of their issue, or None. One query."""
        entered = self.filter(kind=DocumentKind.RULES, replaced_by=None, edition__rules_version=version)
        return entered.select_related("edition").order_by("-edition__number").first()

    def newest_first(self) -> "EditionDocumentQuerySet":
        return self.order_by("-event_id")

    def visible_to(self, actor: Actor) -> "EditionDocumentQuerySet":
        """All of them for those who read editions, none for others."""
        return self.all() if actor.is_(*READERS) else self.none()


class EditionDocument(Addressed, Scanned, Covered):
    """One version of one paper of an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    kind = models.CharField("文件", max_length=20, choices=DocumentKind)
    title = LineField("文件名称", max_length=120)
    issuer = LineField("印发单位", max_length=80)
    number = LineField("文号", max_length=60, blank=True)
    dated_on = models.DateField("印发日期")
    effective_on = models.DateField("施行日期", null=True, blank=True)
    approver = LineField("批准单位", max_length=80, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    note = TextField("说明", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = EditionDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], condition=models.Q(replaces=None), name="one_first_document_a_kind"),
            with_hash("a_document_has_the_hash_of_its_scan"),
        ]

    def __str__(self) -> str:
        return self.title

    def missing(self) -> list[str]:
        """Return the labels of what the gate still asks of this paper. Follows `edition`: select it with the rows."""
        spared = SPARED_IN_DEMO if self.edition.demo else ()
        wanted = [name for name in REQUIRED[DocumentKind(self.kind)] if name not in spared]
        return [self._meta.get_field(name).verbose_name for name in wanted if not getattr(self, "scan_id" if name == "scan" else name)]


class DocumentApproval(Scanned, Covered):
    """The leading group settled (审定) one version of the working rules (articles 12(2), 13(1)). A new version needs its own."""

    document = models.OneToOneField(EditionDocument, models.PROTECT, related_name="approval")
    minutes = LineField("会议名称或者纪要编号", max_length=160)
    decided_on = models.DateField("审定日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            with_hash("an_approval_has_the_hash_of_its_scan"),
            models.CheckConstraint(condition=~models.Q(minutes=""), name="an_approval_names_its_minutes"),
        ]

    def __str__(self) -> str:
        return f"approved {self.document_id}"
