"""Who stands twice among the applications of an edition: the same code, the same name, the same person. A hint, never a verdict."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from accounts.grants.models import Grant, Role
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application, Status
from procedure.editions.models import Edition

OVER = (Status.DRAFT, Status.LAPSED, Status.WITHDRAWN)


def duplicates(edition: Edition, applications: Sequence[Application]) -> dict[object, list[str]]:
    """Return the sentences about each application, by its key. Two queries, however many there are."""
    standing = [application for application in applications if application.status not in OVER]
    found = defaultdict(list)
    for people, words in (
        (_codes(standing), "统一社会信用代码相同"),
        (_names(standing), "名称相同"),
        (_people(edition, standing), "同时有"),
    ):
        _told(found, people, words)
    return found


def _told(found: dict, pairs: Iterable[tuple[Hashable, str, Application]], words: str) -> None:
    groups = defaultdict(list)
    for key, name, application in pairs:
        groups[key].append((name, application))
    for group in groups.values():
        for name, application in group:
            for other in [other for _, other in group if other.pk != application.pk]:
                said = f"{name}也在“{other.applicant.unit.name}”的申报里" if name else f"与{_named(other)}的{words}"
                if said not in found[application.pk]:
                    found[application.pk].append(said)


def _named(application: Application) -> str:
    return f"“{application.applicant.unit.name}”（{application.number}）"


def _codes(applications: Sequence[Application]) -> list:
    return [(one.applicant.unit.credit_code, "", one) for one in applications if one.applicant.unit.credit_code]


def _names(applications: Sequence[Application]) -> list:
    return [("".join(one.applicant.unit.name.split()), "", one) for one in applications]


def _people(edition: Edition, applications: Sequence[Application]) -> list:
    """Every person who applies, alone or in a team."""
    by_applicant = {one.applicant_id: one for one in applications}
    members = TeamMember.objects.filter(applicant__applications__edition=edition, left_at=None).select_related("person")
    found = [(row.person_id, row.person.name, by_applicant[row.applicant_id]) for row in members if row.applicant_id in by_applicant]
    alone = {one.applicant.unit_id: one for one in applications if one.applicant.kind == ApplicantKind.PERSON}
    grants = Grant.objects.filter(role=Role.APPLICANT, unit__in=_units(edition)).select_related("person")
    return found + [(row.person_id, row.person.name, alone[row.unit_id]) for row in grants if row.unit_id in alone]


def _units(edition: Edition):
    return Application.objects.filter(edition=edition, applicant__kind=ApplicantKind.PERSON).values("applicant__unit")
