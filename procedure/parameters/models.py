"""What each edition set its parameters to: versions that are never changed, in the edition's chain."""

from django.conf import settings
from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.parameters.catalogue import BY_NAME
from procedure.parameters.kinds import Parameter, Value
from procedure.parameters.values import unpack, words


class ParameterSettingQuerySet(models.QuerySet):
    def in_force(self, edition: Edition) -> "ParameterSettingQuerySet":
        """The newest setting of each parameter of an edition."""
        return self.filter(edition=edition, replaced_by=None)


class ParameterSetting(Addressed, Covered):
    """One value of one parameter of one edition, with what it rests on. No value means 不启用."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="parameter_settings")
    name = models.CharField("参数", max_length=60)
    value = models.JSONField("取值", null=True)
    basis = LineField("依据文件", max_length=120, help_text="文件名称和文号；会议议定的，写会议名称和日期。")
    reason = TextField("理由", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ParameterSettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], condition=models.Q(replaces=None), name="one_first_setting_a_parameter"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_setting_has_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}·{self.parameter.label}：{self.words}"

    @property
    def parameter(self) -> Parameter:
        return BY_NAME[self.name]

    @property
    def typed(self) -> Value | None:
        return unpack(self.parameter, self.value)

    @property
    def words(self) -> str:
        return words(self.parameter, self.typed)
