"""The edition (届) and the ten rows of its procedure (article 18, and 筹备 before it)."""

from datetime import datetime

from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.fields import LineField
from core.ledger.models import Addressed
from core.numerals import chinese_number
from procedure.history import Change, Subject


class Step(models.IntegerChoices):
    PREPARATION = 0, "筹备"
    CALL = 1, "发布信息"
    APPLYING = 2, "组织申报"
    QUALIFICATION = 3, "资格审查"
    MATERIALS = 4, "材料评审"
    ON_SITE = 5, "现场评审"
    DEFENSE = 6, "陈述答辩"
    EVALUATION = 7, "综合评价"
    DELIBERATION = 8, "审定公示"
    APPROVAL = 9, "批准公告"
    COMPLETED = 10, "已完成"
    TERMINATED = 11, "已终止"


class Category(models.TextChoices):
    """The two awards of article 8; the quotas count both together."""

    ORGANIZATION = "organization", "组织"
    INDIVIDUAL = "individual", "个人"


NINE = tuple(step for step in Step if Step.CALL <= step <= Step.APPROVAL)
# Who reads an edition's papers, drafts and acts without a part in each of them.
READERS = (Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR)


class EditionQuerySet(models.QuerySet):
    def running(self) -> "EditionQuerySet":
        """Those that are neither completed nor terminated."""
        return self.exclude(step__in=[Step.COMPLETED, Step.TERMINATED])

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-number")

    def current(self) -> "Edition | None":
        """Return the newest edition that runs, or None."""
        return self.running().newest_first().first()


class Edition(Addressed, Subject):
    """One edition of the award. Its step is set by its history alone; it keeps the rules it began under."""

    STATE = "step"
    HISTORY = "changes"

    number = models.PositiveSmallIntegerField("届次", unique=True)
    step = models.PositiveSmallIntegerField("步骤", choices=Step, default=Step.PREPARATION)
    rules_version = LineField("办法版本", max_length=40)
    demo = models.BooleanField("演示", default=False)
    opened_at = models.DateTimeField("建立时间")

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"第{chinese_number(self.number)}届晋中市质量奖"

    @property
    def edition(self) -> "Edition":
        return self

    @property
    def chain(self) -> str:
        return f"edition-{self.number}"

    def unit_of(self, role: Role) -> Unit | None:
        if role == Role.OFFICE:
            return Unit.objects.office()
        if role in (Role.LEADING_GROUP, Role.SECRETARY):
            return Unit.objects.leading_group()
        return None

    def excluded(self, actor: Actor, at: datetime) -> str:
        return ""


class StepChange(Change):
    """An edition went from one step to the next, was completed or terminated."""

    subject = models.ForeignKey(Edition, models.PROTECT, related_name="changes")
    source = models.PositiveSmallIntegerField(choices=Step)
    target = models.PositiveSmallIntegerField(choices=Step)

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.source}→{self.target}"
