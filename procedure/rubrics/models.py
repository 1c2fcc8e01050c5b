"""What an edition is judged by (article 17): a rubric a category, with the standard it comes from. Versions that are never changed."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import models

from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Category, Edition


@dataclass(frozen=True)
class RubricItem:
    """One item. `key` names it for ever, whatever becomes of its words; `parent` is the key of the item above, or nothing."""

    key: str
    code: str
    title: str
    points: Decimal
    parent: str = ""
    guidance: str = ""
    children: tuple["RubricItem", ...] = ()

    def stored(self) -> dict[str, str]:
        """Return the item as the row keeps it, points as text."""
        points = format(self.points, "f")
        return {
            "key": self.key,
            "code": self.code,
            "title": self.title,
            "points": points,
            "parent": self.parent,
            "guidance": self.guidance,
        }


class RubricQuerySet(models.QuerySet):
    def in_force(self, edition: Edition) -> "RubricQuerySet":
        """The newest rubric of each category of an edition."""
        return self.filter(edition=edition, replaced_by=None)


class Rubric(Addressed, Covered):
    """One version of a category's rubric. `items` are dicts of text: key, code, title, points, parent, guidance, in order."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rubrics")
    category = models.CharField("类别", max_length=20, choices=Category)
    standard_name = LineField("标准名称", max_length=120, help_text="评价标准的全称；细则另有规定的，写细则所列的名称。")
    standard_number = LineField("标准编号", max_length=60, help_text="不写年份。例如 GB/T 19580。")
    standard_year = models.PositiveSmallIntegerField("年份")
    items = models.JSONField("条目")
    total = models.DecimalField("总分", max_digits=9, decimal_places=2)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    source_sha256 = models.CharField(max_length=64, blank=True)
    note = TextField("说明", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "category"], condition=models.Q(replaces=None), name="one_first_rubric_a_category"),
            models.CheckConstraint(condition=models.Q(total__gt=0), name="a_rubric_has_points", violation_error_message="总分应大于0。"),
            models.CheckConstraint(
                condition=~models.Q(standard_name="") & ~models.Q(standard_number="") & models.Q(standard_year__gt=0),
                name="a_rubric_names_its_standard",
                violation_error_message="请写明标准的名称、编号和年份。",
            ),
            models.CheckConstraint(
                condition=models.Q(source=None, source_sha256="") | (models.Q(source__isnull=False) & ~models.Q(source_sha256="")),
                name="a_rubric_has_the_hash_of_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}评价标准（{self.get_category_display()}）"

    @property
    def standard(self) -> str:
        """The standard in one line: GB/T 19580—2012《卓越绩效评价准则》."""
        return f"{self.standard_number}—{self.standard_year}《{self.standard_name}》"
