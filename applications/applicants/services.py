"""Who applies: made when somebody first begins; the members of a team, who come and go on record."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.registration.services import join, leave, new_unit
from accounts.units.models import Unit
from accounts.users.models import User
from applications.applicants.models import MOST_MEMBERS, Applicant, ApplicantKind, TeamMember
from core.ledger.models import Chain
from core.ledger.services import lock_every, record, ref
from core.rules import RuleRefused

TEAM_FULL = "小组最多3人（第十一条）。"


def applicant_of(unit: Unit, *, at: datetime) -> Applicant:
    """Return the applicant of a unit, made on first use: an organization has a credit code, a person has none."""
    kind = ApplicantKind.ORGANIZATION if unit.credit_code else ApplicantKind.PERSON
    return Applicant.objects.get_or_create(unit=unit, defaults={"kind": kind, "registered_at": at})[0]


@transaction.atomic
def found_team(name: str, *, by: Actor, at: datetime) -> Applicant:
    """Make a team with a unit of its own; whoever founds it is its first member. RuleRefused for an organization's account."""
    house = lock_every()
    if not by.is_(Role.APPLICANT) or by.unit.credit_code or Applicant.objects.filter(unit=by.unit, kind=ApplicantKind.TEAM).exists():
        raise RuleRefused("小组由个人账号发起，请用个人身份办理。", article="11")
    unit = new_unit(house, name=name, contact=by.person.name, phone=by.person.phone, by=by, at=at)
    join(house, by.person, unit, by=by, at=at, reason="发起小组")
    team = Applicant.objects.create(kind=ApplicantKind.TEAM, unit=unit, registered_at=at)
    TeamMember.objects.create(applicant=team, person=by.person, order=1, confirmed_at=at)
    return team


@transaction.atomic
def add_member(team: Applicant, *, mobile: str, by: Actor, at: datetime) -> TeamMember:
    """Name somebody with an account as a member; he counts once he confirms himself. RuleRefused for a fourth."""
    house = lock_every()
    person = User.objects.filter(username=mobile, is_active=True).first()
    if person is None:
        raise RuleRefused("这个手机号还没有注册。请对方先注册个人账号，再添加。", article="11")
    present = TeamMember.objects.filter(applicant=team, left_at=None)
    if present.filter(person=person).exists():
        raise RuleRefused(f"{person.name}已经在小组里。", article="11")
    taken = set(present.values_list("order", flat=True))
    places = [order for order in range(1, MOST_MEMBERS + 1) if order not in taken]
    if not places:
        raise RuleRefused(TEAM_FULL, article="11")
    member = TeamMember.objects.create(applicant=team, person=person, order=places[0])
    _record(house, member, "name-member", by, at)
    return member


@transaction.atomic
def confirm_member(member: TeamMember, *, by: Actor, at: datetime) -> None:
    """The member himself confirms; from then on he may act for the team. RuleRefused for anybody else."""
    house, member = lock_every(), _fresh(member)
    if member.person_id != by.person_id:
        raise RuleRefused("只有本人可以确认参加小组。", article="11")
    if member.left_at or member.confirmed_at:
        raise RuleRefused("这一邀请已经办过。", article="11")
    join(house, by.person, member.applicant.unit, by=by, at=at, reason="确认参加小组")
    TeamMember.objects.filter(pk=member.pk).update(confirmed_at=at)
    _record(house, member, "confirm-member", by, at)


@transaction.atomic
def leave_team(member: TeamMember, *, by: Actor, at: datetime) -> None:
    """A member declines, leaves, or is taken out by the team; recorded. RuleRefused for anybody else, and for the last one."""
    house, member = lock_every(), _fresh(member)
    if by.person_id != member.person_id and (not by.is_(Role.APPLICANT) or by.unit != member.applicant.unit):
        raise RuleRefused("只有本人或者小组可以办理退出。", article="11")
    if member.left_at:
        raise RuleRefused("这位成员已经退出。", article="11")
    others = TeamMember.objects.filter(applicant=member.applicant, left_at=None, confirmed_at__isnull=False).exclude(pk=member.pk)
    if not others.exists():
        raise RuleRefused("小组至少留一名已确认的成员；不再申报的，请撤回申报。", article="11")
    TeamMember.objects.filter(pk=member.pk).update(left_at=at)
    leave(house, member.person, member.applicant.unit, by=by, at=at, reason="退出小组")
    _record(house, member, "leave-team", by, at)


def people_of(applicant: Applicant) -> list[User]:
    """Return the persons who apply, one by one: a team's members, or the person himself; nobody for an organization."""
    if applicant.kind == ApplicantKind.TEAM:
        members = TeamMember.objects.filter(applicant=applicant, left_at=None).select_related("person").order_by("order")
        return [member.person for member in members]
    if applicant.kind == ApplicantKind.PERSON:
        return [grant.person for grant in Grant.objects.filter(role=Role.APPLICANT, unit_id=applicant.unit_id).select_related("person")]
    return []


def _fresh(member: TeamMember) -> TeamMember:
    return TeamMember.objects.select_related("person", "applicant__unit").get(pk=member.pk)


def _record(house: Chain, member: TeamMember, action: str, by: Actor, at: datetime) -> None:
    record(house, at=at, by=by, action=action, object_ref=ref(member), payload={"team": ref(member.applicant), "order": member.order})
