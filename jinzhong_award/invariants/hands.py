"""R11 and R12: two different persons, three different hands, nobody where he has an interest."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.apps import apps
from django.db.models import Exists, F, OneToOneField, OuterRef, Q, QuerySet

from accounts.grants.clashes import clash, overlap
from accounts.grants.models import BODY_ROLES, Grant, Role
from applications.cases.models import StatusChange
from applications.holds.models import Hold, HoldLift
from applications.recommendations.models import Check, Examination, SealedCheck, SendBack, Signature
from awards.approvals.models import Approval
from awards.register.models import Register
from awards.requests.models import RequestIssue
from core.clock import shanghai
from core.ledger.models import Covered
from jinzhong_award.invariants.promises import promise
from procedure.editions.models import Edition
from publicity.meetings.models import MeetingDecision
from review.assignments.models import Assignment
from review.evaluation.models import CandidateList
from review.recusals.models import Conflict
from review.sheets.models import Sheet

GROUP = (Role.LEADING_GROUP, Role.SECRETARY)
# Article 12, 13, 18: the office lists and records, the leading group decides and requests.
HOUSE = (Role.OFFICE,)
HANDS = ((CandidateList, HOUSE), (MeetingDecision, GROUP), (RequestIssue, GROUP), (Approval, HOUSE), (Register, HOUSE))
# How somebody may have acted for a body over an application: the path from the act to the application.
FOR_A_BODY = (
    (Examination, "snapshot__application"),
    (Check, "examination__snapshot__application"),
    (SendBack, "checked__examination__snapshot__application"),
    (Signature, "snapshot__application"),
    (SealedCheck, "sealed__signatures__snapshot__application"),
)


@promise("R11", "13", "经办和确认是两个人")
def two_persons() -> Iterator[str]:
    """Every confirmation, found through Django's own list of models, is by somebody else than what it confirms."""
    for model in confirmations():
        [first] = [field.name for field in model._meta.fields if isinstance(field, OneToOneField) and hasattr(field.related_model, "by")]
        for pk in model.objects.filter(**{f"{first}__by": F("by")}).order_by("event_id").values_list("pk", flat=True).iterator():
            yield f"{model._meta.label_lower}:{pk}的经办和确认是同一人。"
    for model in (Hold, HoldLift):
        for pk in model.objects.filter(by=F("second")).order_by("event_id").values_list("pk", flat=True).iterator():
            yield f"{model._meta.label_lower}:{pk}的经办和确认是同一人。"


@promise("R11", "12", "评选办提出，领导小组决定并提请，市政府批准")
def three_hands() -> Iterator[str]:
    """Each paper by the unit whose it is; nobody decided in the group what he listed as the office; no award without an answer."""
    for model, roles in HANDS:
        for row in model.objects.exclude(decision__proposal__grant__role__in=roles).order_by("event_id").iterator():
            yield f"{model._meta.label_lower}:{row.pk}由{Role(row.decision.proposal.grant.role).label}办理。"
    for edition in Edition.objects.order_by("number").iterator():
        listed = _people(CandidateList.objects.filter(edition=edition))
        decided = _people(MeetingDecision.objects.filter(meeting__edition=edition))
        if listed & decided:
            yield f"{edition}有人既为评选办定候选名单，又为领导小组作决定。"
    for register in Register.objects.filter(approval=None).exclude(rows=[]).select_related("edition").iterator():
        yield f"{register.edition}登记了授奖，没有市政府的批准。"


@promise("R11", "13", "没有人同时担任不能兼任的身份")
def incompatible_hands() -> Iterator[str]:
    """Terms of one person that share a day, whether or not they still run."""
    confirmed = Q(role=Role.APPLICANT) | Q(confirmation__isnull=False)
    grants = Grant.objects.filter(confirmed).select_related("person", "end").order_by("person_id", "event_id").iterator(2000)
    for person, terms in groupby(grants, attrgetter("person")):
        held: list[Grant] = []
        for grant in terms:
            for other in held:
                if overlap(grant.from_on, _until(grant), other.from_on, _until(other)) and (words := clash(grant.role, other.role)):
                    yield f"{person}：{words}"
            held.append(grant)


@promise("R12", "28", "评分的都由分派的评审员本人评，没有回避情形")
def sheets_without_interest() -> Iterator[str]:
    """A sheet is its assignee's own; no conflict on record before it, none beside an assignment that stands."""
    foreign = Sheet.objects.exclude(by=F("assignment__reviewer__person")).order_by("event_id")
    yield from (f"评分表{pk}不是分派的评审员锁定的。" for pk in foreign.values_list("pk", flat=True).iterator())
    pair = {"application": OuterRef("assignment__application"), "reviewer": OuterRef("assignment__reviewer")}
    conflicted = Sheet.objects.filter(Exists(Conflict.objects.filter(**pair, event_id__lt=OuterRef("event_id"))))
    yield from (f"评分表{pk}的评审员应当回避。" for pk in conflicted.order_by("event_id").values_list("pk", flat=True).iterator())
    beside = Conflict.objects.filter(application=OuterRef("application"), reviewer=OuterRef("reviewer"))
    standing = Assignment.objects.standing().filter(Exists(beside)).order_by("event_id")
    yield from (f"分派{pk}的评审员应当回避。" for pk in standing.values_list("pk", flat=True).iterator())
    late = Sheet.objects.filter(assignment__release__event_id__lt=F("event_id")).order_by("event_id")
    yield from (f"评分表{pk}是分派结束以后锁定的。" for pk in late.values_list("pk", flat=True).iterator())
    unpledged = Sheet.objects.exclude(assignment__invitation__pledge__event_id__lt=F("event_id")).order_by("event_id")
    yield from (f"评分表{pk}的评审员没有签署承诺。" for pk in unpledged.values_list("pk", flat=True).iterator())


@promise("R12", "28", "为推荐单位办过的，不再审查、评审或者审定同一份申报")
def bodies_hands_stay_out() -> Iterator[str]:
    """Neither a sheet nor a change of state in another role by whoever acted for the body before it."""
    for model, path in FOR_A_BODY:
        acted = model.objects.filter(by=OuterRef("by"), event_id__lt=OuterRef("event_id"))
        sheets = Sheet.objects.filter(Exists(acted.filter(**{path: OuterRef("assignment__application")})))
        yield from (f"评分表{pk}的评审员为推荐单位办过这份申报。" for pk in _keys(sheets))
        changes = StatusChange.objects.exclude(role__in=[*BODY_ROLES, Role.APPLICANT])
        changes = changes.filter(Exists(acted.filter(**{path: OuterRef("subject")})))
        yield from (f"申报的变动{pk}由为推荐单位办过的人办理。" for pk in _keys(changes))


def confirmations() -> list[type[Covered]]:
    """Return every model whose rows are second hands, by label."""
    found = (model for model in apps.get_models() if issubclass(model, Covered) and model.__name__.endswith("Confirmation"))
    return sorted(found, key=lambda model: model._meta.label_lower)


def _people(rows: QuerySet) -> set:
    hands = rows.order_by().values_list("decision__by", "decision__proposal__by")
    return {person for pair in hands for person in pair}


def _until(grant: Grant):
    """The last day on which somebody could act under it; on the day of its end it may already have been another's turn."""
    end = getattr(grant, "end", None)
    days = [day for day in (grant.until_on, shanghai(end.at) if end else None) if day]
    return min(days) if days else None


def _keys(rows: QuerySet) -> Iterator:
    return rows.order_by("event_id").values_list("pk", flat=True).iterator()
