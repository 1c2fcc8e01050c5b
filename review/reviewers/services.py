"""The pool of reviewers (article 14): entering who one is and for whom he worked. Facts of the house: guards of every edition read them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.codes import credit_code as finding_of
from accounts.grants.models import Grant, Role
from accounts.users.models import User
from core.clock import shanghai
from core.ledger.models import Chain
from core.ledger.services import cover, lock_every, ref
from core.rules import RuleRefused
from procedure.editions.models import Edition
from review.mandates.services import mandated
from review.recusals.services import IN_REVIEW, record_conflicts
from review.reviewers.models import Employment, Invitation, Reviewer, ReviewerProfile, Source

ARTICLE = "14"
NOT_YOURS = "只有评选办和受委托的机构可以登记评审员。"
UNCHANGED = "内容没有变化，不用再登记。"
CHANGED = "打开页面之后，这位评审员的登记有了变化，请看过新的内容再改。"


@dataclass(frozen=True)
class Profile:
    """One version of what is known of a reviewer; specialities are lines, in order."""

    source: Source
    post: str
    specialities: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Work:
    """A unit for which a reviewer works or worked; `until_on` is None while it lasts."""

    employer: str
    from_on: date
    credit_code: str = ""
    post: str = ""
    until_on: date | None = None


@transaction.atomic
def enter_profile(person: User, *, profile: Profile, by: Actor, at: datetime) -> ReviewerProfile:
    """Put a version of a reviewer's profile on record; the first one brings him into the pool.

    RuleRefused for another hand, for somebody without a standing grant, without a speciality, and for the same again.
    """
    house = lock_every()
    _refuse_hand(by, at)
    if not may_be_entered(person, at):
        raise RuleRefused(f"{person.name}没有评审员的授权，请先由安全管理员授权。", article=ARTICLE)
    if not profile.specialities:
        raise RuleRefused("请写明专业特长，一行一项。", article=ARTICLE)
    reviewer = Reviewer.objects.filter(person=person).first() or _enter(house, person, by, at)
    current = ReviewerProfile.objects.standing().filter(reviewer=reviewer).first()
    words = {**vars(profile), "specialities": list(profile.specialities)}
    if current and all(getattr(current, name) == value for name, value in words.items()):
        raise RuleRefused(UNCHANGED, article=ARTICLE)
    row = ReviewerProfile(reviewer=reviewer, replaces=current, by=by.person, at=at, **words)
    return cover(house, row, at=at, by=by, action="reviewer.profile", object_ref=ref(reviewer))


@transaction.atomic
def enter_employment(reviewer: Reviewer, *, work: Work, by: Actor, at: datetime, replaces: Employment | None = None) -> Employment:
    """Enter a unit for which a reviewer works or worked, or correct one. Conflicts that it proves are recorded in the same act.

    RuleRefused for another hand, a wrong term or code, the same again, and a version that was replaced meanwhile.
    """
    house = lock_every()
    _refuse_hand(by, at)
    standing = list(Employment.objects.standing().filter(reviewer=reviewer))
    if replaces is not None and replaces not in standing:
        raise RuleRefused(CHANGED, article=ARTICLE)
    for sentence in _against(work, standing, at):
        raise RuleRefused(sentence, article=ARTICLE)
    row = Employment(reviewer=reviewer, replaces=replaces, by=by.person, at=at, **vars(work))
    cover(house, row, at=at, by=by, action="reviewer.employment", object_ref=ref(reviewer))
    invited = Invitation.objects.standing().filter(reviewer=reviewer).values("edition")
    for edition in Edition.objects.running().filter(pk__in=invited, step__in=IN_REVIEW):
        record_conflicts(edition, at=at, by=by)
    return row


def may_be_entered(person: User, at: datetime) -> bool:
    """Tell whether somebody holds a grant as a reviewer in force today."""
    return Grant.objects.in_force(shanghai(at)).filter(person=person, role=Role.REVIEWER).exists()


def may_enter(actor: Actor, at: datetime) -> bool:
    """Tell whether this actor keeps the pool: the office, or an agency with a mandate in force."""
    return actor.grant is not None and actor.grant.in_force(at) and (actor.is_(Role.OFFICE) or mandated(actor, at))


def _enter(house: Chain, person: User, by: Actor, at: datetime) -> Reviewer:
    return cover(house, Reviewer(person=person, by=by.person, at=at), at=at, by=by, action="reviewer.enter")


def _refuse_hand(by: Actor, at: datetime) -> None:
    if not may_enter(by, at):
        raise RuleRefused(NOT_YOURS, article=ARTICLE)


def _against(work: Work, standing: list[Employment], at: datetime) -> list[str]:
    found = [] if work.employer.strip() else ["请写明单位。"]
    if work.from_on > shanghai(at):
        found.append("开始日期还没有到。")
    if work.until_on and work.until_on < work.from_on:
        found.append("离开日期早于开始日期。")
    # A wrong check digit may stand on an old licence; a wrong form stands on none.
    if work.credit_code and (wrong := finding_of(work.credit_code)) and not wrong.needs_person:
        found.append(wrong.sentence)
    if any(all(getattr(one, name) == value for name, value in vars(work).items()) for one in standing):
        found.append(UNCHANGED)
    return found
