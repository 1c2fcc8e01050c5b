"""What the computing of conflicts reads, gathered in a fixed number of queries."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models.fields.json import KT

from accounts.grants.models import BODY_ROLES, Grant, Role
from applications.applicants.models import TeamMember
from applications.cases.models import Application, Category, Status, StatusChange
from applications.recommendations.models import Check, Examination, SendBack, Signature
from applications.snapshots.models import Snapshot
from procedure.editions.models import Edition
from review.recusals.computed import Case, Employer, Known
from review.recusals.models import InterestDeclaration, RecusalDecision
from review.reviewers.models import Employment, Invitation, Reviewer

# From acceptance on, whatever became of it in the rounds: a list of these tells no outcome.
REVIEWED = (
    *(Status.ACCEPTED, Status.ADVANCING, Status.NOT_ADVANCING, Status.PASSED, Status.NOT_PASSED),
    *(Status.DEFENDED, Status.ABSENT, Status.CANDIDATE, Status.NOT_CANDIDATE),
)
Pairs = dict[UUID, set]


def reviewed(edition: Edition) -> models.QuerySet[Application]:
    """Return the applications of an edition that are or were under review, held ones too."""
    return Application.objects.filter(edition=edition, status__in=REVIEWED).whole().order_by("number", "pk")


def declared(edition: Edition) -> set[tuple[UUID, UUID]]:
    """Return every pair (application key, reviewer key) for which the reviewer has declared, one way or the other. One query.

    Nobody is assigned what he has not declared for: the pledge and the declaration come before any file (articles 14, 28).
    """
    rows = InterestDeclaration.objects.filter(invitation__edition=edition).values_list("invitation__reviewer", "applications")
    return {(UUID(key), reviewer) for reviewer, keys in rows for key in keys}


def cases(edition: Edition, *, on: date) -> dict[Application, Case]:
    """Return every application under review with what is known of it."""
    found = list(reviewed(edition))
    people, names = _people(edition)
    workplaces, officers, acted, recused = _workplaces(edition), _officers(edition, on), _acted(edition), _recused(edition)
    return {
        one: Case(
            unit=Employer(one.applicant.unit.name, one.applicant.unit.credit_code),
            people=frozenset(people[one.pk]),
            names=frozenset(names[one.pk]),
            workplaces=tuple(workplaces[one.pk]),
            body=Employer(one.body.name, one.body.credit_code) if one.body else Employer(""),
            body_people=frozenset(officers[one.body_id] | acted[one.pk]),
            recused=frozenset(recused[one.pk]),
        )
        for one in found
    }


def reviewers_of(edition: Edition) -> dict[Reviewer, Known]:
    """Return every reviewer invited to an edition who has not declined, with what is known of him."""
    invited = Invitation.objects.standing().filter(edition=edition).exclude(answer__accepted=False)
    found = Reviewer.objects.filter(invitations__in=invited).select_related("person").order_by("person__name", "pk")
    return known_of(found)


def known_of(reviewers: models.QuerySet[Reviewer]) -> dict[Reviewer, Known]:
    """Return what is known of these reviewers. Two queries."""
    employers = defaultdict(list)
    for row in Employment.objects.standing().filter(reviewer__in=reviewers).order_by("-from_on", "pk"):
        employers[row.reviewer_id].append(Employer(row.employer, row.credit_code, row.until_on))
    return {one: Known(one.person_id, one.person.name, tuple(employers[one.pk])) for one in reviewers}


def _people(edition: Edition) -> tuple[Pairs, Pairs]:
    """By application: who acts for the applicant, did since the edition was opened, or is in its team; names of who applies in person."""
    people, names, by_unit = defaultdict(set), defaultdict(set), defaultdict(list)
    for pk, unit, category in reviewed(edition).values_list("pk", "applicant__unit", "category"):
        by_unit[unit].append((pk, category))
    grants = Grant.objects.filter(role=Role.APPLICANT, unit__in=by_unit)
    grants = grants.filter(models.Q(end=None) | models.Q(end__at__gte=edition.opened_at))
    for unit, person, name in grants.values_list("unit", "person", "person__name"):
        for pk, category in by_unit[unit]:
            people[pk].add(person)
            if category == Category.INDIVIDUAL:
                names[pk].add(name)
    members = TeamMember.objects.filter(left_at=None, applicant__applications__edition=edition)
    for pk, person, name in members.values_list("applicant__applications", "person", "person__name"):
        people[pk].add(person)
        names[pk].add(name)
    return people, names


def _workplaces(edition: Edition) -> dict[UUID, list[Employer]]:
    """Where the first applicant of a person or team works, as the newest version of the application says."""
    found = defaultdict(list)
    rows = Snapshot.objects.filter(application__edition=edition, application__category=Category.INDIVIDUAL).order_by("number")
    for pk, name, code in rows.values_list(
        "application", KT("content__parts__basic__employer"), KT("content__parts__basic__employer_code")
    ):
        found[pk] = [Employer(name, code or "")] if name else []
    return found


def _officers(edition: Edition, on: date) -> Pairs:
    """By body: whoever acts for it on this day."""
    found = defaultdict(set)
    bodies = reviewed(edition).values("body")
    for unit, person in Grant.objects.in_force(on).filter(role__in=BODY_ROLES, unit__in=bodies).values_list("unit", "person"):
        found[unit].add(person)
    return found


def _acted(edition: Edition) -> Pairs:
    """By application: whoever examined, checked, gave back or signed for a body, on any version, void or not."""
    found = defaultdict(set)
    moved = StatusChange.objects.filter(subject__edition=edition, role__in=BODY_ROLES).values_list("subject", "by")
    hands = (
        (Examination, "snapshot__application", "by"),
        (Check, "examination__snapshot__application", "by"),
        (SendBack, "checked__examination__snapshot__application", "by"),
        (Signature, "snapshot__application", "by"),
        (Signature, "snapshot__application", "sealed__by"),
    )
    rows = [model.objects.filter(**{f"{path}__edition": edition}).values_list(path, by) for model, path, by in hands]
    for pk, person in (pair for pairs in (moved, *rows) for pair in pairs):
        found[pk].add(person)
    return found


def _recused(edition: Edition) -> Pairs:
    """By application: whoever its applicant named in a request that was upheld."""
    found = defaultdict(set)
    rows = RecusalDecision.objects.filter(upheld=True, request__application__edition=edition)
    for pk, named in rows.values_list("request__application", "request__named"):
        found[pk].add(named)
    return found
