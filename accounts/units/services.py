"""Confirming, refusing and correcting claims of organizations; keeping the recommending bodies and the units of the house."""

from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import BodyType, Unit, UnitKind
from core.clock import shanghai
from core.ledger.services import lock_every, record, ref
from core.rules import RuleRefused

CODE_TAKEN = "这个统一社会信用代码已有核实过的单位。要加入这个单位，或者认为有误，请联系评选办。"

BODY_ARTICLE = "16"
# What the security administrator keeps, and of it what he enters: the office comes with the first administrators.
HOUSE_KINDS = (UnitKind.OFFICE, UnitKind.LEADING_GROUP, UnitKind.AGENCY, UnitKind.DEPARTMENT)
ENTERED_KINDS = HOUSE_KINDS[1:]
HOUSE_FIELDS = ("name", "short_name", "contact", "phone", "address")
BODY_FIELDS = ("body_type", "name", "short_name", "division", "contact", "phone", "order")


@transaction.atomic
def confirm_unit(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Confirm that an organization is who it says. RuleRefused when it is decided already or its code is taken."""
    house = lock_every()
    unit = _open_claim(unit, by)
    refuse_taken(unit)
    unit.confirmed_at = at
    unit.save(update_fields=["confirmed_at"])
    record(house, at=at, by=by, action="confirm-unit", object_ref=ref(unit), payload=_claim(unit))


@transaction.atomic
def refuse_unit(unit: Unit, *, reason: str, by: Actor, at: datetime) -> None:
    """Refuse a claim with a reason that the applicant reads; the code is free for others."""
    house = lock_every()
    unit = _open_claim(unit, by)
    if not reason.strip():
        raise RuleRefused("请写明不予核实的原因，申报单位会看到。")
    unit.refused_at, unit.refusal = at, reason
    unit.save(update_fields=["refused_at", "refusal"])
    record(house, at=at, by=by, action="refuse-unit", object_ref=ref(unit), payload={**_claim(unit), "reason": reason})


@transaction.atomic
def correct_unit(unit: Unit, *, name: str, credit_code: str, contact: str, by: Actor, at: datetime) -> None:
    """Claim anew with corrected data; possible until the office has confirmed."""
    house = lock_every()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not by.is_(Role.APPLICANT) or by.unit != unit:
        raise RuleRefused("只有本单位的申报人可以更正单位信息。")
    if unit.confirmed_at:
        raise RuleRefused("单位已经核实，要更名或更正，请联系评选办。")
    unit.name, unit.credit_code, unit.contact = name, credit_code, contact
    unit.refused_at, unit.refusal, unit.registered_at = None, "", at
    refuse_taken(unit)
    unit.save(update_fields=["name", "credit_code", "contact", "refused_at", "refusal", "registered_at"])
    record(house, at=at, by=by, action="register-unit", object_ref=ref(unit), payload=_claim(unit))


@transaction.atomic
def add_unit(*, kind: str, by: Actor, at: datetime, **fields) -> Unit:
    """Enter the leading group, an agency or a department (HOUSE_FIELDS), so that grants can be made for it.

    RuleRefused for another hand, another kind, a second leading group, without a name, and for a name that is taken.
    """
    house = lock_every()
    unit = Unit(kind=kind, **fields)
    if kind not in ENTERED_KINDS:
        raise RuleRefused("这里只录入领导小组、受委托机构和市直部门。")
    if kind == UnitKind.LEADING_GROUP and Unit.objects.filter(kind=kind).exists():
        raise RuleRefused("领导小组只有一个，已经录入。")
    _refuse_house_unit(unit, by)
    unit.save(force_insert=True)
    record(house, at=at, by=by, action="add-unit", object_ref=ref(unit), payload={"kind": str(kind), "unit": _known(unit)})
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, at: datetime, **fields) -> Unit:
    """Correct what is known of a unit of the house; the event keeps what was known before. RuleRefused as `add_unit`."""
    house = lock_every()
    unit = Unit.objects.select_for_update().get(pk=unit.pk, kind__in=HOUSE_KINDS)
    before = _known(unit)
    for name, value in fields.items():
        setattr(unit, name, value)
    _refuse_house_unit(unit, by)
    if _known(unit) == before:
        raise RuleRefused("没有改动，不用保存。")
    unit.save(update_fields=list(fields))
    record(house, at=at, by=by, action="change-unit", object_ref=ref(unit), payload={"before": before, "unit": _known(unit)})
    return unit


@transaction.atomic
def add_body(*, by: Actor, at: datetime, basis: str = "", **fields) -> Unit:
    """Enter a recommending body (BODY_FIELDS). An association needs the place in the 评选细则 that admits it (procedure §6).

    RuleRefused for another hand, without a name, and for a name that is taken.
    """
    house = lock_every()
    unit = Unit(kind=UnitKind.BODY, **fields)
    _refuse_body(unit, by, basis)
    unit.save(force_insert=True)
    record(house, at=at, by=by, action="add-body", object_ref=ref(unit), payload={"body": _body(unit), "basis": basis})
    return unit


@transaction.atomic
def change_body(unit: Unit, *, by: Actor, at: datetime, basis: str = "", **fields) -> Unit:
    """Change what is known of a recommending body; the event keeps what was known before. RuleRefused as `add_body`."""
    house = lock_every()
    unit = _locked_body(unit)
    before, admitted = _body(unit), unit.body_type == BodyType.ASSOCIATION
    for name, value in fields.items():
        setattr(unit, name, value)
    _refuse_body(unit, by, basis, admitted=admitted)
    if _body(unit) == before:
        raise RuleRefused("没有改动，不用保存。", article=BODY_ARTICLE)
    unit.save(update_fields=list(fields))
    payload = {"before": before, "body": _body(unit), "basis": basis}
    record(house, at=at, by=by, action="change-body", object_ref=ref(unit), payload=payload)
    return unit


@transaction.atomic
def retire_body(unit: Unit, *, reason: str, by: Actor, at: datetime) -> Unit:
    """Take a body out of use: nobody can choose it any more; what it did stays. Never deleted."""
    return _switch_body(unit, shanghai(at), "retire-body", reason, by, at)


@transaction.atomic
def restore_body(unit: Unit, *, reason: str, by: Actor, at: datetime) -> Unit:
    """Take a retired body into use again."""
    return _switch_body(unit, None, "restore-body", reason, by, at)


def refuse_taken(unit: Unit) -> None:
    """Raise RuleRefused when another, confirmed unit has this credit code."""
    others = Unit.objects.filter(confirmed_at__isnull=False, credit_code=unit.credit_code).exclude(pk=unit.pk)
    if unit.credit_code and others.exists():
        raise RuleRefused(CODE_TAKEN)


def _open_claim(unit: Unit, by: Actor) -> Unit:
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not by.is_(Role.OFFICE):
        raise RuleRefused("单位由评选办核实。")
    if unit.kind != UnitKind.APPLICANT or not unit.credit_code or unit.confirmed_at or unit.refused_at:
        raise RuleRefused("这个单位不需要核实，或者已经办过。")
    return unit


def _claim(unit: Unit) -> dict:
    return {"name": unit.name, "credit_code": unit.credit_code}


def _switch_body(unit: Unit, retired_on: date | None, action: str, reason: str, by: Actor, at: datetime) -> Unit:
    house = lock_every()
    unit = _locked_body(unit)
    _refuse_hand(by)
    if bool(unit.retired_on) == bool(retired_on):
        raise RuleRefused(f"{unit.name}已经{'停用' if retired_on else '在用'}。", article=BODY_ARTICLE)
    if not reason.strip():
        raise RuleRefused(f"请写明{'停用' if retired_on else '恢复'}的原因。", article=BODY_ARTICLE)
    unit.retired_on = retired_on
    _refuse_name_taken(unit)
    unit.save(update_fields=["retired_on"])
    record(house, at=at, by=by, action=action, object_ref=ref(unit), payload={"name": unit.name, "reason": reason})
    return unit


def _locked_body(unit: Unit) -> Unit:
    return Unit.objects.select_for_update().get(pk=unit.pk, kind=UnitKind.BODY)


def _refuse_body(unit: Unit, by: Actor, basis: str, *, admitted: bool = False) -> None:
    """Raise RuleRefused with what stands against keeping this body; `admitted` is an association that was entered before."""
    _refuse_hand(by)
    if not unit.name.strip() or unit.body_type not in BodyType:
        raise RuleRefused("请写明推荐单位的名称和类型。", article=BODY_ARTICLE)
    if unit.body_type == BodyType.ASSOCIATION and not admitted and not basis.strip():
        raise RuleRefused("行业协会要由评选细则明确可以推荐，才能录入。请写明细则的条款。", article=BODY_ARTICLE)
    _refuse_name_taken(unit)


def _refuse_hand(by: Actor) -> None:
    if not by.is_(Role.OFFICE):
        raise RuleRefused("推荐单位由评选办维护。", article=BODY_ARTICLE)


def _refuse_name_taken(unit: Unit) -> None:
    """Two bodies in use never bear one name."""
    if not unit.retired_on and Unit.objects.bodies().filter(name=unit.name).exclude(pk=unit.pk).exists():
        raise RuleRefused(f"已有名称为“{unit.name}”的推荐单位。", article=BODY_ARTICLE)


def _refuse_house_unit(unit: Unit, by: Actor) -> None:
    """Raise RuleRefused with what stands against keeping this unit of the house."""
    if not by.is_(Role.SECURITY):
        raise RuleRefused("这些单位由安全管理员录入和修改。")
    if not unit.name.strip():
        raise RuleRefused("请写明单位的名称。")
    if Unit.objects.filter(kind__in=HOUSE_KINDS, name=unit.name).exclude(pk=unit.pk).exists():
        raise RuleRefused(f"已有名称为“{unit.name}”的单位。")


def _known(unit: Unit) -> dict:
    return {name: getattr(unit, name) for name in HOUSE_FIELDS}


def _body(unit: Unit) -> dict:
    return {name: getattr(unit, name) for name in BODY_FIELDS}
