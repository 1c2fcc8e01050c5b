"""The lists of the award notice (拟授奖名单, article 18(8)), composed from the leading group's decisions: nobody types a name."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from applications.applicants.models import TeamMember
from applications.cases.models import Application, Grade, Status
from applications.holds.models import Hold
from procedure.editions.models import Category, Edition
from publicity.notices.models import OF_AWARD, Notice, NoticeKind, NoticePublication

RANK = {Grade.NOMINATION.value: 1, Grade.AWARD.value: 2}
TITLES = {
    (Grade.AWARD, Category.ORGANIZATION): "拟授予晋中市质量奖的组织",
    (Grade.AWARD, Category.INDIVIDUAL): "拟授予晋中市质量奖的个人和小组",
    (Grade.NOMINATION, Category.ORGANIZATION): "拟授予晋中市质量奖提名奖的组织",
    (Grade.NOMINATION, Category.INDIVIDUAL): "拟授予晋中市质量奖提名奖的个人和小组",
}


def proposed(edition: Edition) -> QuerySet[Application]:
    """Return whoever the leading group proposed and is not set aside: awards first, then by category and name."""
    held = Hold.objects.standing().filter(application=OuterRef("pk"))
    found = Application.objects.filter(edition=edition, status=Status.PROPOSED).exclude(Exists(held)).whole()
    members = Prefetch("applicant__members", TeamMember.objects.filter(left_at=None).select_related("person").order_by("order"))
    return found.prefetch_related(members).order_by("grade", "-category", "applicant__unit__name", "pk")


def is_award_out(edition: Edition) -> bool:
    """Tell whether the award notice was published: whoever is added later stands in a supplement."""
    return NoticePublication.objects.filter(notice__edition=edition, notice__kind=NoticeKind.AWARD).exists()


def award_unnoticed(edition: Edition) -> list[Application]:
    """Return whoever is proposed and stands in no published list, or in a lower grade: a full new notice is due for him."""
    known: dict[str, int] = {}
    lists = Notice.objects.filter(edition=edition, kind__in=OF_AWARD, publication__isnull=False).values_list("rows", flat=True)
    for row in (row for rows in lists for row in rows):
        known[row["application"]] = max(known.get(row["application"], 0), RANK[row["grade"]])
    return [one for one in proposed(edition) if known.get(str(one.pk), 0) < RANK[one.grade]]


def lists_of(rows: list[dict]) -> list[tuple[str, list[dict]]]:
    """Return the lists of a notice with their titles, those that are not empty, awards first."""
    return [
        (title, found)
        for (grade, category), title in TITLES.items()
        if (found := [row for row in rows if (row["grade"], row["category"]) == (grade.value, category.value)])
    ]
