"""One person in two applications of an edition: shown to everybody concerned; it needs a decision of the office."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.grants.models import Grant, Role
from accounts.users.models import User
from applications.applicants.models import ApplicantKind
from applications.applicants.services import people_of
from applications.cases.models import Application, Status

OVER = (Status.LAPSED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Twice:
    """A person who stands in this application and in another one of the same edition."""

    person: User
    other: Application

    @property
    def sentence(self) -> str:
        return f"{self.person.name}同时在“{self.other.applicant.unit.name}”的申报里，要由评选办核对。"


def with_person(person: User) -> QuerySet[Application]:
    """Return the applications in which somebody applies, alone or as a member of a team."""
    own = Grant.objects.filter(role=Role.APPLICANT, person=person).values("unit")
    member = Q(applicant__members__person=person, applicant__members__left_at=None)
    alone = Q(applicant__kind=ApplicantKind.PERSON, applicant__unit__in=own)
    return Application.objects.filter(member | alone).distinct()


def twice(application: Application) -> list[Twice]:
    """Return every person of this application who stands in another one of its edition that is not over."""
    return [
        Twice(person, other)
        for person in people_of(application.applicant)
        for other in with_person(person)
        .filter(edition=application.edition)
        .exclude(pk=application.pk)
        .exclude(status__in=OVER)
        .select_related("applicant__unit")
    ]
