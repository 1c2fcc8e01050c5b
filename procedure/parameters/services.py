"""Setting an edition's parameters, and reading them."""

from datetime import datetime

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.ledger.services import cover, lock
from core.rules import RuleRefused
from procedure.editions.models import Edition, Step
from procedure.parameters.catalogue import BY_NAME, CATALOGUE
from procedure.parameters.kinds import Parameter, Value
from procedure.parameters.models import ParameterSetting
from procedure.parameters.values import fault, pack

ARTICLE = "13(1)"
DEMO_BASIS = "演示内容，不作依据"


def value(edition: Edition, parameter: Parameter) -> Value | None:
    """Return what an edition set; None for 不启用. RuleRefused when it was never set: there is no hidden default."""
    setting = ParameterSetting.objects.in_force(edition).filter(name=parameter.name).first()
    if setting is None:
        raise RuleRefused(f"{edition}还没有设定“{parameter.label}”。", article=parameter.article)
    return setting.typed


def limit(edition: Edition, parameter: Parameter) -> int:
    """Return the edition's own lower number, or the rules' where it set none of its own (不启用)."""
    own = value(edition, parameter)
    return parameter.maximum if own is None else own


def missing(edition: Edition, *, before: Step) -> list[Parameter]:
    """Return the parameters due before a step that the edition has neither set nor put to 不启用."""
    known = set(ParameterSetting.objects.in_force(edition).values_list("name", flat=True))
    return [parameter for parameter in CATALOGUE if parameter.due_before <= before and parameter.name not in known]


@transaction.atomic
def set_parameter(
    edition: Edition, *, name: str, value: Value | None, basis: str, by: Actor, at: datetime, reason: str = ""
) -> ParameterSetting:
    """Put a parameter's value on record; None is 不启用.

    Until the step before which it is due a value may be changed freely; from then on a change states its reason, and in
    an edition that has ended nothing changes. 不启用 always states its reason. RuleRefused otherwise,
    and for a hand that is not the office's.
    """
    head, parameter = lock(edition.chain), BY_NAME[name]
    if by != SYSTEM and not by.is_(Role.OFFICE):
        raise RuleRefused("只有评选办可以设定参数。", article=ARTICLE)
    edition = edition.fresh()
    current = ParameterSetting.objects.in_force(edition).filter(name=name).first()
    for sentence in _against(edition, parameter, value, basis, reason, current):
        raise RuleRefused(sentence, article=parameter.article)
    setting = ParameterSetting(
        edition=edition, name=name, value=pack(value), basis=basis, reason=reason, replaces=current, by=by.person, at=at
    )
    return cover(head, setting, at=at, by=by, action="parameter.set", object_ref=f"parameter:{name}", payload={"name": name})


@transaction.atomic
def fill_demo(edition: Edition, *, at: datetime, by: Actor = SYSTEM) -> list[ParameterSetting]:
    """Set what a demonstration edition has not set yet to the demo values, marked 演示. RuleRefused for a real one."""
    if not edition.demo:
        raise RuleRefused("只有演示届可以填入演示内容。", article=ARTICLE)
    return [
        set_parameter(edition, name=parameter.name, value=parameter.demo_value, basis=DEMO_BASIS, by=by, at=at)
        for parameter in missing(edition, before=Step.TERMINATED)
    ]


def _against(
    edition: Edition, parameter: Parameter, value: Value | None, basis: str, reason: str, current: ParameterSetting | None
) -> list[str]:
    """What stands against a setting."""
    found = []
    if edition.step >= Step.COMPLETED:
        found.append(f"{edition}已经结束，参数不能再改。")
    if not basis.strip():
        found.append(f"请写明“{parameter.label}”的依据文件。")
    if value is None and not parameter.empty:
        found.append(f"“{parameter.label}”必须有取值，不能不启用。")
    if value is None and not reason.strip():
        found.append(f"“{parameter.label}”不启用的，请写明理由。")
    if value is not None and (sentence := fault(parameter, value)):
        found.append(sentence)
    if current and edition.step >= parameter.due_before and not reason.strip():
        found.append(f"“{parameter.label}”应在{parameter.due_before.label}之前定下，现在更改，请写明理由。")
    if current and (current.value, current.basis) == (pack(value), basis):
        found.append(f"“{parameter.label}”的取值和依据没有变化。")
    return found
