"""The pool as a page lists it: every person with a standing grant, where he stands in the edition. A fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.users.models import User
from core.clock import shanghai
from procedure.editions.models import Edition
from review.reviewers.invitations import awaits_answer, newest_of
from review.reviewers.models import Employment, Invitation, ReviewerProfile
from review.reviewers.services import may_enter

STATES = {
    "unentered": "未登记",
    "uninvited": "未邀请",
    "waiting": "等答复",
    "silent": "逾期未答复",
    "declined": "不参加",
    "accepted": "接受，未签承诺",
    "pledged": "已签承诺",
    "left": "已退出",
}


@dataclass(frozen=True)
class Row:
    """One person of the pool; `profile` is None until he is entered."""

    person: User
    profile: ReviewerProfile | None
    employers: list[Employment]
    invitation: Invitation | None
    state: str

    @property
    def label(self) -> str:
        return STATES[self.state]

    @property
    def invitable(self) -> bool:
        return self.state in ("uninvited", "waiting", "silent", "declined")

    @property
    def current(self) -> list[Employment]:
        return [one for one in self.employers if one.until_on is None]


@dataclass(frozen=True)
class Filters:
    """What the URL asks for; an empty one asks for everything."""

    words: str = ""
    speciality: str = ""
    source: str = ""
    state: str = ""

    def keeps(self, row: Row) -> bool:
        profile = row.profile
        names = [row.person.name, *(one.employer for one in row.employers)]
        return (
            (not self.words or any(self.words in name for name in names))
            and (not self.speciality or bool(profile and any(self.speciality in one for one in profile.specialities)))
            and (not self.source or bool(profile and profile.source == self.source))
            and self.state in ("", row.state)
        )


def persons(actor: Actor, at: datetime) -> QuerySet[User]:
    """Return the persons whom this actor may enter and invite: nobody for an agency without a mandate."""
    granted = Grant.objects.in_force(shanghai(at)).filter(role=Role.REVIEWER)
    found = User.objects.filter(pk__in=granted.values("person"))
    return found.order_by("name", "pk") if may_enter(actor, at) else found.none()


def rows_of(found: QuerySet[User], edition: Edition | None, at: datetime) -> list[Row]:
    """Return the rows of these persons, with where each stands in an edition."""
    profiles = {row.reviewer.person_id: row for row in ReviewerProfile.objects.standing().select_related("reviewer")}
    invitations = {row.reviewer.person_id: row for row in newest_of(edition)} if edition else {}
    employers = defaultdict(list)
    for one in Employment.objects.standing().select_related("reviewer").order_by("-from_on", "pk"):
        employers[one.reviewer.person_id].append(one)
    return [_row(person, profiles.get(person.pk), employers[person.pk], invitations.get(person.pk), at) for person in found]


def _row(person: User, profile: ReviewerProfile | None, employers: list, invitation: Invitation | None, at: datetime) -> Row:
    return Row(person, profile, employers, invitation, _state(profile, invitation, at))


def _state(profile: ReviewerProfile | None, invitation: Invitation | None, at: datetime) -> str:
    if invitation is None:
        return "uninvited" if profile else "unentered"
    if hasattr(invitation, "release"):
        return "left"
    if not hasattr(invitation, "answer"):
        return "waiting" if awaits_answer(invitation, at) else "silent"
    if not invitation.answer.accepted:
        return "declined"
    return "pledged" if hasattr(invitation, "pledge") else "accepted"
