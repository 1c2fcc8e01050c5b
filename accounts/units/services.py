"""Confirming what registered, refusing what does not agree with its licence, correcting a claim."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from core.ledger.services import lock_every, record, ref
from core.rules import RuleRefused

CODE_TAKEN = "这个统一社会信用代码已有核实过的单位。要加入这个单位，或者认为有误，请联系评选办。"


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
