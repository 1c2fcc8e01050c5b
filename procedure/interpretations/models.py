"""What the office says a place in the rules means (article 30). House chain, public."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure import articles


def validate_article(code: str) -> None:
    """Refuse a code that the text in force does not have."""
    if not articles.exists(code):
        raise ValidationError("办法里没有这一条。写条号，例如 6，或者 18(3) 表示第十八条第（三）项，5¶2 表示第五条第二款。", code="article")


class InterpretationQuerySet(models.QuerySet):
    def by_number(self) -> "InterpretationQuerySet":
        return self.order_by("number")

    def standing(self) -> "InterpretationQuerySet":
        """Those that no later one replaces."""
        return self.filter(replaced_by=None)

    def in_force(self, edition_number: int) -> "InterpretationQuerySet":
        """Those that bind an edition: begun by then, and not replaced by one that has begun by then."""
        replaced = models.Q(replaced_by__in_force_from__lte=edition_number)
        return self.filter(in_force_from__lte=edition_number).exclude(replaced)


class Interpretation(Addressed, Covered):
    """One interpretation. A new view of the same question is a new one, with its own number, that replaces it."""

    number = models.PositiveSmallIntegerField("编号", unique=True)
    dated_on = models.DateField("解释日期")
    article = models.CharField("条款", max_length=10, validators=[validate_article])
    question = TextField("问题", max_length=500)
    text = TextField("解释", max_length=4000)
    document = LineField("依据文件", max_length=120, help_text="文件名称和文号；会议议定的，写会议名称和日期。")
    in_force_from = models.PositiveSmallIntegerField("自第几届起适用")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替代的解释")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = InterpretationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"解释第{self.number}号"

    @property
    def anchor(self) -> str:
        return f"interpretation-{self.number}"

    @property
    def title(self) -> str:
        return f"{self}　{self.question}"

    @property
    def meta(self) -> str:
        """Date, document and force in one line. Follows `replaced_by`: select it with the rows."""
        day = self.dated_on
        words = f"{day.year}年{day.month}月{day.day}日，{self.document}，自第{self.in_force_from}届起适用"
        later = getattr(self, "replaced_by", None)
        return f"{words}；自第{later.in_force_from}届起由{later}替代" if later else words
