"""Granting, confirming, ending: two administrators make a grant, and every change locks every chain."""

from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants import clashes as hands
from accounts.grants.models import ADMINISTRATORS, BODY_ROLES, Grant, GrantConfirmation, GrantEnd, GrantQuerySet, Role
from accounts.units.models import Unit
from accounts.users.models import User
from core.clock import shanghai
from core.ledger.services import cover, lock_every
from core.rules import Blocker, RuleRefused

SUSPENDED_BY_OFFICE = (Role.REVIEWER, Role.AGENCY, *BODY_ROLES)  # article 29: the office may suspend at once


@transaction.atomic
def grant(
    person: User,
    *,
    role: str,
    unit: Unit,
    from_on: date,
    by: Actor,
    at: datetime,
    until_on: date | None = None,
    head: bool = False,
    reason: str = "",
) -> Grant:
    """Propose that a person act in a role for a unit; in force once a second administrator confirms.

    Raises RuleRefused when the hand is not the security administrator's or his own case, when role, unit and term do
    not fit, and when the person holds or awaits an incompatible grant in the same days.
    """
    house = lock_every()
    row = Grant(person=person, role=role, unit=unit, head=head, from_on=from_on, until_on=until_on, reason=reason, by=by.person, at=at)
    if not by.is_(Role.SECURITY):
        raise RuleRefused("只有安全管理员可以提出授权。")
    if by.person == person:
        raise RuleRefused("不能给自己授权。")
    refuse_if(_unfit(row, at) + _clashing(row))
    return cover(house, row, at=at, by=by, action="grant")


@transaction.atomic
def confirm(grant: Grant, *, by: Actor, at: datetime) -> GrantConfirmation:
    """Confirm a grant as it stands. RuleRefused unless system or audit administrator, and another person than both."""
    house = lock_every()
    grant = Grant.objects.select_related("person", "unit", "confirmation", "end").get(pk=grant.pk)
    if not by.is_(Role.SYSTEM, Role.AUDIT):
        raise RuleRefused("授权由系统管理员或审计管理员复核。")
    if by.person_id in (grant.by_id, grant.person_id):
        raise RuleRefused("不能复核自己提出的授权，也不能复核给自己的授权。")
    if not may_confirm(grant, by):
        raise RuleRefused("这项授权已经复核过或已经结束。")
    refuse_if(_unfit(grant, at) + _clashing(grant))
    return cover(house, GrantConfirmation(grant=grant, by=by.person, at=at), at=at, by=by, action="confirm-grant")


@transaction.atomic
def end(grant: Grant, *, reason: str, by: Actor, at: datetime) -> GrantEnd:
    """End a grant at once: withdrawn by security, refused before confirmation by the second hand, suspended by the office."""
    house = lock_every()
    if not reason.strip():
        raise RuleRefused("请写明结束授权的原因。")
    grant = Grant.objects.select_related("person", "unit", "confirmation", "end").get(pk=grant.pk)
    if hasattr(grant, "end"):
        raise RuleRefused("这项授权已经结束。")
    if by.person_id == grant.person_id:
        raise RuleRefused("不能结束自己的授权。")
    if not may_end(grant, by):
        raise RuleRefused("您的身份不能结束这项授权。", article="29" if by.is_(Role.OFFICE) else "")
    if _last_of_its_kind(grant, at):
        raise RuleRefused(f"这是最后一位在任的{grant.get_role_display()}，请先确认接任的人。")
    return cover(house, GrantEnd(grant=grant, by=by.person, at=at, reason=reason), at=at, by=by, action="end-grant")


def may_confirm(grant: Grant, by: Actor) -> bool:
    """Tell whether an actor may be the second hand of this grant."""
    waits = grant.role != Role.APPLICANT and not hasattr(grant, "confirmation") and not hasattr(grant, "end")
    return waits and by.is_(Role.SYSTEM, Role.AUDIT) and by.person_id not in (grant.by_id, grant.person_id)


def may_end(grant: Grant, by: Actor) -> bool:
    """Tell whether an actor may end this grant: security any, the second hand what waits, the office what it may suspend."""
    if hasattr(grant, "end") or by.person_id == grant.person_id:
        return False
    suspends = by.is_(Role.OFFICE) and grant.role in SUSPENDED_BY_OFFICE
    return by.is_(Role.SECURITY) or suspends or may_confirm(grant, by)


def clashes(at: datetime) -> list[str]:
    """Return a sentence for every pair of incompatible grants in force now or later: none, or step 0 does not end."""
    grants = Grant.objects.standing().unexpired(shanghai(at)).select_related("person").order_by("person_id", "event_id")
    lines, earlier = [], []
    for grant in grants:
        earlier = [other for other in earlier if other.person_id == grant.person_id]
        lines += [f"{grant.person.name}：{word}" for other in earlier if (word := _between(grant, other))]
        earlier.append(grant)
    return lines


def visible_to(actor: Actor) -> GrantQuerySet:
    """Return the grants that an actor may read: administrators all, the office those it may suspend."""
    grants = Grant.objects.select_related("person", "unit", "by", "confirmation__by", "end__by")
    if actor.is_(*ADMINISTRATORS):
        return grants
    return grants.filter(role__in=SUSPENDED_BY_OFFICE) if actor.is_(Role.OFFICE) else grants.none()


def refuse_if(blockers: list[Blocker]) -> None:
    """Raise RuleRefused when anything stands against the act."""
    if blockers:
        raise RuleRefused(blockers)


def _unfit(row: Grant, at: datetime) -> list[Blocker]:
    """Role, unit, term and person, each by itself."""
    sentences = [
        hands.misplaced(row.role, row.unit.kind),
        "申报人在注册时授权，不在这里办理。" if row.role == Role.APPLICANT else "",
        "这个单位已经停用。" if row.unit.retired_on else "",
        "这个人的账号已经停用。" if not row.person.is_active else "",
        "到期日早于开始日。" if row.until_on and row.until_on < row.from_on else "",
        "到期日已经过去。" if row.until_on and row.until_on < shanghai(at) else "",
        f"{row.get_role_display()}的授权要写明到期日。" if row.role in hands.FOR_A_TERM and not row.until_on else "",
    ]
    return [Blocker("", "授权", sentence) for sentence in sentences if sentence]


def _clashing(row: Grant) -> list[Blocker]:
    """Every other grant of the person, also one that waits, that shares a day with this one and excludes it."""
    others = Grant.objects.filter(person=row.person, end=None).exclude(pk=row.pk).select_related("unit")
    found = []
    for other in others:
        if word := _between(row, other):
            found.append(Blocker(hands.article(row.role, other.role), "不相容的身份", word))
        elif (other.role, other.unit_id) == (row.role, row.unit_id) and _together(row, other):
            found.append(Blocker("", "重复", "这个人在这段时间已有同样的授权。"))
    return found


def _between(row: Grant, other: Grant) -> str:
    return hands.clash(row.role, other.role) if _together(row, other) else ""


def _together(row: Grant, other: Grant) -> bool:
    return hands.overlap(row.from_on, row.until_on, other.from_on, other.until_on)


def _last_of_its_kind(grant: Grant, at: datetime) -> bool:
    """Without a security administrator nobody grants, without the other two nobody confirms, and nothing starts anew."""
    if grant.role not in ADMINISTRATORS or not grant.in_force(at):
        return False
    roles = (Role.SECURITY,) if grant.role == Role.SECURITY else (Role.SYSTEM, Role.AUDIT)
    return not Grant.objects.in_force(shanghai(at)).filter(role__in=roles).exclude(pk=grant.pk).exists()
