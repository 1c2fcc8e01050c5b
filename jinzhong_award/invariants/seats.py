"""R2, R4, R5, R6: places, bans, teams."""

from collections.abc import Iterator

from django.db.models import Count, Q

from applications.applicants.models import MOST_MEMBERS, Applicant, ApplicantKind
from applications.applicants.services import people_of
from applications.applicants.twice import with_person
from applications.cases.models import SEATS, Application, Grade, Status, StatusChange
from applications.cases.places import QUOTAS
from applications.eligibility.bans import AFTER_AWARD, AFTER_REVOCATION
from applications.honours.models import PriorHonour
from applications.moves import STANDING
from jinzhong_award.invariants.promises import promise
from procedure.editions.models import Category, Edition, Step
from procedure.parameters.models import ParameterSetting

SEATED = (Status.PROPOSED, Status.AWARDED, Status.REVOKED)


@promise("R2", "8", "每届质量奖不超过5个、提名奖不超过10个，组织和个人合计，不超过本届名额")
def seats_within_quotas() -> Iterator[str]:
    """Organizations and individuals are counted together, those awarded late on a judgment too; a revoked award keeps its place."""
    for edition in Edition.objects.order_by("number").iterator():
        rows = Application.objects.filter(edition=edition, status__in=SEATED)
        taken = dict(rows.order_by().values_list("grade").annotate(Count("pk")))
        own = {one.name: one.typed for one in ParameterSetting.objects.in_force(edition)}
        for grade, quota in QUOTAS.items():
            most = min(SEATS[grade], own.get(quota.name) or SEATS[grade])
            late = PriorHonour.objects.confirmed().filter(edition_number=edition.number, grade=grade).count()
            if (count := taken.get(grade.value, 0) + late) > most:
                yield f"{edition}{grade.label}占用{count}个名额，最多{most}个。"
        if unseated := rows.filter(Q(seat=None) | Q(grade=None)).count():
            yield f"{edition}有{unseated}份拟授奖或者已授奖的没有名额。"


@promise("R4", "6", "获得质量奖的，两个评选周期内没有受理；获得提名奖的不受限制")
def winners_wait() -> Iterator[str]:
    """Read from the winners forward, not through the guard that asks backward."""
    won = Application.objects.filter(status=Status.AWARDED, grade=Grade.AWARD)
    for one in won.select_related("edition", "applicant__unit").order_by("pk").iterator():
        yield from _accepted_after(one, one.edition.number, AFTER_AWARD, one.changes.filter(target=Status.AWARDED))
    for honour in PriorHonour.objects.confirmed().filter(grade=Grade.AWARD, revoked_in=None).order_by("pk").iterator():
        yield from _accepted_of(honour, honour.edition_number, AFTER_AWARD)


@promise("R5", "25", "被撤销奖项的，三个评选周期内没有受理")
def revoked_wait() -> Iterator[str]:
    """Counted from the newest edition that was open when the award was revoked."""
    for one in Application.objects.filter(status=Status.REVOKED).select_related("applicant__unit").order_by("pk").iterator():
        change = one.changes.filter(target=Status.REVOKED).latest("event_id")
        newest = Edition.objects.filter(opened_at__lte=change.at).order_by("-number").first()
        yield from _accepted_after(one, newest.number, AFTER_REVOCATION, one.changes.filter(pk=change.pk))
    for honour in PriorHonour.objects.confirmed().exclude(revoked_in=None).order_by("pk").iterator():
        yield from _accepted_of(honour, honour.revoked_in, AFTER_REVOCATION)


@promise("R6", "11", "小组申报的不超过3人")
def teams_of_three() -> Iterator[str]:
    """Only teams have members, and never more than three at a time; an award for individuals is no organization's."""
    crowded = Applicant.objects.annotate(people=Count("members", filter=Q(members__left_at=None)))
    crowded = crowded.filter(Q(people__gt=MOST_MEMBERS) | (Q(people__gt=0) & ~Q(kind=ApplicantKind.TEAM)))
    for applicant in crowded.select_related("unit").order_by("pk").iterator():
        yield f"{applicant}有{applicant.people}名小组成员。"
    wrong = Application.objects.filter(applicant__kind=ApplicantKind.TEAM).exclude(category=Category.INDIVIDUAL)
    for application in wrong.select_related("applicant__unit", "edition").order_by("pk").iterator():
        yield f"{application}是小组，申报的不是个人奖。"


def _accepted_after(one: Application, edition: int, cycles: int, since) -> Iterator[str]:
    """Acceptances, in the editions that are closed, of the same applicant or of anybody who was in it."""
    event = since.order_by("event_id").values_list("event_id", flat=True).last()
    same = Application.objects.filter(applicant=one.applicant_id)
    for others in (same, *(with_person(person) for person in people_of(one.applicant))):
        for other in _standing_in(others.exclude(pk=one.pk), edition, cycles):
            if StatusChange.objects.filter(subject=other, target=Status.ACCEPTED, event_id__gt=event).exists():
                yield f"{other}在限制申报的周期内受理。"


def _accepted_of(honour: PriorHonour, edition: int, cycles: int) -> Iterator[str]:
    """The same for an award of the time before this system, confirmed before the acceptance."""
    if honour.person:
        found = with_person(honour.person)
    else:
        same = Q(applicant__unit=honour.unit) if honour.unit else Q(pk=None)
        same |= Q(applicant__unit__credit_code=honour.credit_code) if honour.credit_code else Q(pk=None)
        found = Application.objects.filter(same)
    for other in _standing_in(found, edition, cycles):
        accepted = StatusChange.objects.filter(subject=other, target=Status.ACCEPTED, event_id__gt=honour.confirmation.event_id)
        if accepted.exists():
            yield f"{other}在限制申报的周期内受理。"


def _standing_in(applications, edition: int, cycles: int) -> list[Application]:
    """Those in the closed editions that still take part or won."""
    later = Edition.objects.filter(number__gt=edition).order_by("number").values_list("number", "step")
    terminated = {number for number, step in later if step == Step.TERMINATED}
    closed = edition
    while cycles:
        closed += 1
        cycles -= closed not in terminated
    found = applications.filter(edition__number__gt=edition, edition__number__lte=closed, status__in=[*STANDING, Status.AWARDED])
    return list(found.select_related("applicant__unit", "edition").order_by("pk"))
