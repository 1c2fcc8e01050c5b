"""What the opening of the call asks of the parameters."""

from datetime import datetime

from procedure.editions.models import Edition, Step
from procedure.machine import guard
from procedure.parameters.catalogue import AWARD_QUOTA, NOMINATION_QUOTA
from procedure.parameters.models import ParameterSetting
from procedure.parameters.services import ARTICLE, missing


@guard(ARTICLE, "应在发布信息前定下的参数都有取值和依据，或者已写明理由不启用")
def parameters_due(edition: Edition, at: datetime) -> str | None:
    """Names every parameter that is missing."""
    labels = [f"“{parameter.label}”" for parameter in missing(edition, before=Step.CALL)]
    return f"还没有设定：{'、'.join(labels)}。" if labels else None


@guard("8", "质量奖不超过5个，提名奖不超过10个")
def quotas_within_rules(edition: Edition, at: datetime) -> str | None:
    """Reads the numbers again, whatever way they came into the table. An edition without its own is under the rules'."""
    quotas = {parameter.name: parameter for parameter in (AWARD_QUOTA, NOMINATION_QUOTA)}
    settings = ParameterSetting.objects.in_force(edition).filter(name__in=quotas)
    over = [setting for setting in settings if setting.typed is not None and setting.typed > quotas[setting.name].maximum]
    labels = [f"“{setting.parameter.label}”定为{setting.words}，超过办法的上限。" for setting in over]
    return "".join(labels) or None
