"""Whether somebody may apply in an edition: what is on record, read with the pure rules."""

from datetime import date, datetime, timedelta

from django.db import models

from accounts.users.models import User
from applications.answers.services import answers_by_part
from applications.applicants.services import people_of
from applications.applicants.twice import with_person
from applications.cases.models import Application, Grade, Status, StatusChange
from applications.eligibility import conditions
from applications.eligibility.bans import Honour, ban
from applications.eligibility.verdict import Finding, Verdict
from applications.honours.models import PriorHonour
from core.clock import shanghai
from core.numerals import chinese_number
from procedure.calls.window import window
from procedure.editions.models import Category, Edition, Step

MOMENT = timedelta(microseconds=1)


def findings(application: Application, at: datetime) -> list[Finding]:
    """Return every condition of articles 3, 6, 9, 11, 25 and 27 for an application, read at a moment."""
    read = conditions.organization if application.category == Category.ORGANIZATION else conditions.individual
    return [*bans(application), *read(answers_by_part(application), on=reference_day(application.edition, at))]


def reference_day(edition: Edition, at: datetime) -> date:
    """Return the day from which three years are looked back (基准日): the deadline for applications, by default."""
    found = window(edition, at)
    return shanghai(found.closes_at - MOMENT) if found else shanghai(at)  # 24:00 belongs to the day that ends


def bans(application: Application) -> list[Finding]:
    """Return one finding for an organization, or one for each person who applies: every one is barred separately."""
    terminated = set(Edition.objects.filter(step=Step.TERMINATED).values_list("number", flat=True))
    people = people_of(application.applicant)
    if not people:
        return [_ban(application.applicant.unit.name, _of_applicant(application), application, terminated)]
    return [_ban(person.name, _of_person(person), application, terminated) for person in people]


def _ban(name: str, honours: list[Honour], application: Application, terminated: set[int]) -> Finding:
    label = f"{name}不在限制申报的周期内"
    found = ban(honours, application.edition.number, terminated=terminated)
    if found is None:
        words = "没有获得质量奖或被撤销奖项的记录。" if not honours else "以往获奖不影响本届申报。"
        return Finding("6", label, Verdict.PASS, words)
    words = f"依据获奖或撤销记录，{name}到第{chinese_number(found.until)}届为止不得申报。"
    return Finding(found.article, label, Verdict.FAIL, words)


def _of_applicant(application: Application) -> list[Honour]:
    unit = application.applicant.unit
    same = models.Q(unit=unit)
    if unit.credit_code:
        same |= models.Q(credit_code=unit.credit_code)
    held = Application.objects.filter(applicant=application.applicant).exclude(edition=application.edition)
    return _earlier(PriorHonour.objects.confirmed().filter(same)) + _in_system(held)


def _of_person(person: User) -> list[Honour]:
    return _earlier(PriorHonour.objects.confirmed().filter(person=person)) + _in_system(with_person(person))


def _earlier(rows: models.QuerySet) -> list[Honour]:
    return [Honour(row.edition_number, row.grade == Grade.AWARD, row.revoked_in) for row in rows]


def _in_system(applications: models.QuerySet) -> list[Honour]:
    held = applications.filter(status__in=[Status.AWARDED, Status.REVOKED]).select_related("edition")
    return [
        Honour(row.edition.number, row.grade == Grade.AWARD, _revoked_in(row) if row.status == Status.REVOKED else None) for row in held
    ]


def _revoked_in(application: Application) -> int:
    """Return the number of the newest edition that was open when the award was revoked."""
    change = StatusChange.objects.filter(subject=application, target=Status.REVOKED).latest("pk")
    return Edition.objects.filter(opened_at__lte=change.at).aggregate(newest=models.Max("number"))["newest"]
