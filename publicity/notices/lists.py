"""The lists that notices publish, composed from decisions: nobody types a name."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from procedure.editions.models import Category, Edition
from publicity.notices.award_lists import award_unnoticed, proposed
from publicity.notices.models import OF_ACCEPTANCE, PERIODIC, Notice, NoticeKind, NoticePublication

UNDECIDED = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)
# Accepted once, and not out since.
TAKING_PART = (Status.ACCEPTED, Status.ADVANCING, Status.PASSED, Status.DEFENDED, Status.ABSENT, Status.CANDIDATE)
NAMED = 3  # so many names stand in a sentence


def rows_for(edition: Edition, kind: str) -> list[dict]:
    """Return the rows that a notice of this kind has to publish now; empty for a notice without a list."""
    if kind == NoticeKind.AWARD:
        return [_row(one) | {"grade": one.grade} for one in proposed(edition)]
    if kind == NoticeKind.AWARD_SUPPLEMENT:
        return [_row(one) | {"grade": one.grade} for one in award_unnoticed(edition)]
    if kind not in PERIODIC:
        return []
    found = unnoticed(edition) if kind == NoticeKind.SUPPLEMENT else accepted(edition)
    return [_row(application) for application in found]


def accepted(edition: Edition) -> QuerySet[Application]:
    """Return the applications that were accepted, take part and are not set aside, by award, body and name."""
    held = Hold.objects.standing().filter(application=OuterRef("pk"))
    found = Application.objects.filter(edition=edition, status__in=TAKING_PART).exclude(Exists(held)).whole()
    members = Prefetch("applicant__members", TeamMember.objects.filter(left_at=None).select_related("person").order_by("order"))
    return found.prefetch_related(members).order_by("-category", "body__order", "body__name", "applicant__unit__name", "pk")


def noticed(edition: Edition) -> set[str]:
    """Return the keys of the applications that a published list of this edition names."""
    lists = Notice.objects.filter(edition=edition, kind__in=OF_ACCEPTANCE, publication__isnull=False).values_list("rows", flat=True)
    return {row["application"] for rows in lists for row in rows}


def unnoticed(edition: Edition) -> list[Application]:
    """Return the accepted applications that no published list names: accepted later, or held until now."""
    known = noticed(edition)
    return [application for application in accepted(edition) if str(application.pk) not in known]


def is_out(edition: Edition) -> bool:
    """Tell whether the acceptance list was published: whoever is accepted after it stands in a supplement."""
    return NoticePublication.objects.filter(notice__edition=edition, notice__kind=NoticeKind.ACCEPTANCE).exists()


def in_words(names: Sequence) -> str:
    """Return names as a sentence takes them, the first few."""
    shown = "、".join(str(name) for name in names[:NAMED])
    return f"{shown}等{len(names)}个申报者" if len(names) > NAMED else shown


def undecided(edition: Edition) -> int:
    """Return how many submitted applications wait for the decision on acceptance."""
    return Application.objects.filter(edition=edition, status__in=UNDECIDED).count()


def of_category(rows: list[dict], category: Category) -> list[dict]:
    return [row for row in rows if row["category"] == category.value]


def _row(application: Application) -> dict:
    body = application.body
    return {
        "application": str(application.pk),
        "name": _name(application),
        "category": application.category,
        "place": (body.short_name or body.name) if body else "",
    }


def _name(application: Application) -> str:
    applicant = application.applicant
    if applicant.kind != ApplicantKind.TEAM:
        return applicant.unit.name
    members = "、".join(member.person.name for member in applicant.members.all())
    return f"{applicant.unit.name}（{members}）" if members else applicant.unit.name
