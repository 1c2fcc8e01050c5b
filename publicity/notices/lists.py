"""The lists that notices publish, composed from decisions: nobody types a name."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from procedure.editions.models import Category, Edition
from publicity.notices.models import PERIODIC, Notice, NoticeKind

UNDECIDED = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)


def rows_for(edition: Edition, kind: str) -> list[dict]:
    """Return the rows that a notice of this kind has to publish now; empty for a notice without a list."""
    if kind not in PERIODIC:
        return []
    known = noticed(edition) if kind == NoticeKind.SUPPLEMENT else set()
    return [_row(application) for application in accepted(edition) if str(application.pk) not in known]


def accepted(edition: Edition) -> QuerySet[Application]:
    """Return the accepted applications that nobody set aside, by award, body and name."""
    held = Hold.objects.standing().filter(application=OuterRef("pk"))
    found = Application.objects.filter(edition=edition, status=Status.ACCEPTED).exclude(Exists(held)).whole()
    members = Prefetch("applicant__members", TeamMember.objects.filter(left_at=None).select_related("person").order_by("order"))
    return found.prefetch_related(members).order_by("-category", "body__order", "body__name", "applicant__unit__name", "pk")


def noticed(edition: Edition) -> set[str]:
    """Return the keys of the applications that a published list of this edition names."""
    lists = Notice.objects.filter(edition=edition, kind__in=PERIODIC, publication__isnull=False).values_list("rows", flat=True)
    return {row["application"] for rows in lists for row in rows}


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
