"""Units for which people act: the office, bodies, departments, the agency, the leading group, and who applies."""

from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed


class UnitKind(models.TextChoices):
    OFFICE = "office", "评选办"
    AGENCY = "agency", "受委托机构"
    LEADING_GROUP = "leading_group", "领导小组"
    BODY = "body", "推荐单位"
    DEPARTMENT = "department", "市直部门"
    APPLICANT = "applicant", "申报者"


class BodyType(models.TextChoices):
    COUNTY = "county", "县（市、区）人民政府"
    ZONE = "zone", "开发区管委会"
    DEPARTMENT = "department", "市级主管部门"
    ASSOCIATION = "association", "行业协会"


class UnitQuerySet(models.QuerySet):
    def office(self) -> "Unit":
        """Return the one award office; DoesNotExist before it was entered."""
        return self.get(kind=UnitKind.OFFICE)

    def leading_group(self) -> "Unit":
        """Return the one leading group; DoesNotExist before it was entered."""
        return self.get(kind=UnitKind.LEADING_GROUP)

    def bodies(self) -> "UnitQuerySet":
        """Recommending bodies in use (article 16), in the order of the divisions."""
        return self.filter(kind=UnitKind.BODY, retired_on=None).order_by("order", "name")

    def unconfirmed(self) -> "UnitQuerySet":
        """Organizations that registered and that the office has neither confirmed nor refused, oldest claim first."""
        claims = self.filter(kind=UnitKind.APPLICANT, confirmed_at=None, refused_at=None).exclude(credit_code="")
        return claims.order_by("registered_at", "pk")


class Unit(Addressed):
    """One unit. A recommending body has its type; an organization that applies has its credit code.

    A person or a team that applies has a unit too, without a code, so that everybody acts for a unit.
    """

    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    name = LineField("名称", max_length=80)
    short_name = LineField("简称", max_length=20, blank=True)
    body_type = models.CharField("推荐单位类型", max_length=20, choices=BodyType, blank=True)
    division = models.CharField("行政区划代码", max_length=12, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    contact = LineField("联系人", max_length=40, blank=True)
    phone = LineField("联系电话", max_length=30, blank=True)
    address = LineField("地址", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("排列次序", default=0)
    registered_at = models.DateTimeField("注册时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("核实时间", null=True, blank=True)
    refused_at = models.DateTimeField("未予核实时间", null=True, blank=True)
    refusal = TextField("未予核实的原因", max_length=500, blank=True)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind__in=["office", "leading_group"]),
                name="one_office_one_leading_group",
                violation_error_message="评选办和领导小组各只有一个。",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=models.Q(confirmed_at__isnull=False) & ~models.Q(credit_code=""),
                name="one_confirmed_unit_a_code",
                violation_error_message="这个统一社会信用代码已有核实过的单位，请联系评选办。",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="body", body_type__in=BodyType.values) | (~models.Q(kind="body") & models.Q(body_type="")),
                name="a_body_has_its_type",
                violation_error_message="推荐单位要有类型，其他单位没有。",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(refused_at=None),
                name="confirmed_or_refused",
                violation_error_message="已核实的单位不能同时是未予核实。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
