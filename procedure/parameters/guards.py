"""What the opening of a step asks of the parameters."""

from datetime import datetime

from procedure.editions.models import Edition, Step
from procedure.machine import Guard, guard
from procedure.parameters.catalogue import AWARD_QUOTA, NOMINATION_QUOTA
from procedure.parameters.models import ParameterSetting
from procedure.parameters.services import ARTICLE, missing


def due_before(step: Step) -> Guard:
    """Return the guard that every parameter due before a step has been set. For the row that leads to it."""

    def check(edition: Edition, at: datetime) -> str | None:
        labels = [f"“{parameter.label}”" for parameter in missing(edition, before=step)]
        return f"还没有设定：{'、'.join(labels)}。" if labels else None

    return Guard(ARTICLE, f"应在{step.label}前定下的参数都有取值和依据，或者已写明理由不启用", check)


parameters_due = due_before(Step.CALL)


@guard("8", "质量奖不超过5个，提名奖不超过10个")
def quotas_within_rules(edition: Edition, at: datetime) -> str | None:
    """Reads the numbers again, whatever way they came into the table. An edition without its own is under the rules'."""
    quotas = {parameter.name: parameter for parameter in (AWARD_QUOTA, NOMINATION_QUOTA)}
    settings = ParameterSetting.objects.in_force(edition).filter(name__in=quotas)
    over = [setting for setting in settings if setting.typed is not None and setting.typed > quotas[setting.name].maximum]
    labels = [f"“{setting.parameter.label}”定为{setting.words}，超过办法的上限。" for setting in over]
    return "".join(labels) or None
