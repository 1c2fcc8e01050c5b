"""What was asked of departments and what they answered: recorded by the office, read by guards and pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.qualification.models import AnswerKind, DepartmentAnswer, DepartmentQuery, OverdueNote
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import RuleRefused
from procedure.editions.models import Edition, Step

ARTICLE = "18(3)"
OVER = (Status.DRAFT, Status.LAPSED, Status.WITHDRAWN, Status.ENDED, Status.DISQUALIFIED)
# About these nobody waits for an answer any more; one that comes can still be recorded.
REFUSED = (Status.OVERDUE, Status.NOT_RECOMMENDED, Status.DECLINED)


@dataclass(frozen=True)
class Question:
    """What a letter to a department says."""

    department: str
    question: str
    sent_on: date
    due_on: date
    number: str = ""
    unit: Unit | None = None


@dataclass(frozen=True)
class Reply:
    """What a department's letter says of the applications it is recorded for."""

    answer: str
    answered_on: date
    document: str
    text: str = ""


@dataclass(frozen=True)
class Opinion:
    """One query as it stands for one application."""

    query: DepartmentQuery
    answer: DepartmentAnswer | None
    overdue: bool

    @property
    def settled(self) -> bool:
        return self.answer is not None or self.overdue


def askable(edition: Edition):
    """Return the applications that a department may be asked about."""
    return Application.objects.filter(edition=edition).exclude(status__in=OVER).select_related("applicant__unit").order_by("number", "pk")


def undecided(edition: Edition):
    """Return those that a letter asks about unless the office chooses otherwise: what is still to be decided."""
    return askable(edition).exclude(status__in=(*REFUSED, Status.ACCEPTED))


@transaction.atomic
def ask(edition: Edition, question: Question, *, applications: Iterable[Application], by: Actor, at: datetime) -> DepartmentQuery:
    """Record a letter to a department. RuleRefused for another hand, another step, nobody to ask about, days out of order."""
    head, edition = lock(edition.chain), edition.fresh()
    keys = sorted(str(application.pk) for application in applications)
    _refuse(_against(edition, by) or _against_question(edition, question, keys, at))
    row = DepartmentQuery(edition=edition, **vars(question), applications=keys, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="department.ask")


def answer(
    query: DepartmentQuery, reply: Reply, *, applications: Sequence[Application], scan: File | None = None, by: Actor, at: datetime
) -> list[DepartmentAnswer]:
    """Record what a department answered about applications; a second answer takes the place of the first. Raises RuleRefused."""
    _refuse(_against(query.edition, by))
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    with transaction.atomic():
        head, edition = lock(query.edition.chain), query.edition.fresh()
        _refuse(_against(edition, by) or _against_reply(query, reply, applications, at))
        scanned = {"scan": stored, "scan_sha256": stored.sha256 if stored else ""}
        standing = {row.application_id: row for row in DepartmentAnswer.objects.standing().filter(query=query)}
        rows = [
            DepartmentAnswer(
                query=query,
                application=application,
                **vars(reply),
                **scanned,
                replaces=standing.get(application.pk),
                by=by.person,
                at=at,
            )
            for application in applications
        ]
        return [cover(head, row, at=at, by=by, action="department.answer", object_ref=ref(row.application)) for row in rows]


@transaction.atomic
def note_overdue(query: DepartmentQuery, *, note: str, by: Actor, at: datetime) -> OverdueNote:
    """Note that the term passed without every answer. RuleRefused before the term has passed, and where nothing is missing."""
    head, edition = lock(query.edition.chain), query.edition.fresh()
    _refuse(_against(edition, by) or _against_overdue(query, at))
    if not note.strip():
        raise RuleRefused("请写明怎样催办、部门怎样答复。", article=ARTICLE)
    row = OverdueNote(query=query, note=note, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="department.overdue", object_ref=ref(query))


def unanswered(query: DepartmentQuery) -> list[str]:
    """Return the keys of the applications that the department has not answered about, those nobody waits for left out."""
    return unanswered_of(query.edition, [query])[query.pk]


def unanswered_of(edition: Edition, queries: Iterable[DepartmentQuery]) -> dict[object, list[str]]:
    """The same for several letters of one edition, by their keys. Two queries whatever their number."""
    answered = defaultdict(set)
    for query, application in DepartmentAnswer.objects.filter(query__edition=edition).values_list("query", "application"):
        answered[query].add(str(application))
    gone = Application.objects.filter(edition=edition, status__in=(*OVER, *REFUSED)).values_list("pk", flat=True)
    over = {str(key) for key in gone}
    return {query.pk: [key for key in query.applications if key not in answered[query.pk] | over] for query in queries}


def opinions(application: Application) -> list[Opinion]:
    """Return every query about an application, as it stands, in the order of sending. Two queries whatever their number."""
    asked = DepartmentQuery.objects.filter(edition=application.edition).select_related("overdue").order_by("sent_on", "pk")
    answers = DepartmentAnswer.objects.standing().filter(application=application).select_related("scan", "by")
    known = {row.query_id: row for row in answers}
    mine = [query for query in asked if str(application.pk) in query.applications]
    return [Opinion(query, known.get(query.pk), hasattr(query, "overdue")) for query in mine]


def _against(edition: Edition, by: Actor) -> list[str]:
    if not by.is_(Role.OFFICE):
        return ["部门意见由评选办登记。"]
    if edition.step != Step.QUALIFICATION:
        return [f"本届正处于“{Step(edition.step).label}”，不能再登记部门意见。"]
    return []


def _against_question(edition: Edition, question: Question, keys: list[str], at: datetime) -> list[str]:
    if not keys:
        return ["请选择函里询问的申报。"]
    known = {str(key) for key in askable(edition).values_list("pk", flat=True)}
    if set(keys) - known:
        return ["选中的申报里有不在本届、或者已经撤回终止的，请重新选择。"]
    if question.sent_on > shanghai(at):
        return ["发函日期还没有到。"]
    return ["答复期限不能早于发函日期。"] if question.due_on < question.sent_on else []


def _against_reply(query: DepartmentQuery, reply: Reply, applications: Sequence[Application], at: datetime) -> list[str]:
    if not applications:
        return ["请选择答复涉及的申报。"]
    if any(str(application.pk) not in query.applications for application in applications):
        return ["这份函没有问到选中的某份申报。"]
    if reply.answered_on > shanghai(at):
        return ["答复日期还没有到。"]
    if reply.answered_on < query.sent_on:
        return ["答复日期不能早于发函日期。"]
    if reply.answer != AnswerKind.NONE and not reply.text.strip():
        return ["“有记录”和“另有说明”要写明答复的内容。"]
    return []


def _against_overdue(query: DepartmentQuery, at: datetime) -> list[str]:
    if OverdueNote.objects.filter(query=query).exists():
        return ["这份函已经记为逾期。"]
    if shanghai(at) <= query.due_on:
        return [f"答复期限是{query.due_on.year}年{query.due_on.month}月{query.due_on.day}日，还没有过。"]
    return [] if unanswered(query) else ["问到的申报都已经答复。"]


def _refuse(sentences: list[str]) -> None:
    for sentence in sentences:
        raise RuleRefused(sentence, article=ARTICLE)
