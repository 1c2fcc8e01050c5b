"""The conditions of everybody on the way to the list are read again (procedure §1, row 7) and kept as they were read."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.eligibility.services import findings
from applications.eligibility.verdict import Verdict
from applications.qualification.departments import Opinion, opinions
from applications.qualification.models import AnswerKind
from core.ledger.services import cover, lock
from core.rules import Blocker, refuse
from procedure.editions.models import Edition, Step
from review.evaluation.models import EligibilityReading
from review.evaluation.table import readable

ARTICLE = "18(7)"
LABEL = "再次核对资格条件"
STEPS = (Step.EVALUATION, Step.DELIBERATION, Step.APPROVAL)


def reading_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against reading the conditions again now."""
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [Blocker(ARTICLE, LABEL, f"只有评选办可以{LABEL}。")]
    if edition.step not in STEPS:
        return [Blocker(ARTICLE, LABEL, f"本届正处于“{Step(edition.step).label}”，不能{LABEL}。")]
    return []


@transaction.atomic
def read_again(edition: Edition, *, by: Actor, at: datetime) -> EligibilityReading:
    """Read articles 3, 6, 9, 11, 25, 27 and the departments' answers for everybody, and keep what was found. RuleRefused otherwise."""
    head, edition = lock(edition.chain), edition.fresh()
    refuse(reading_blockers(edition, by, at=at))
    rows = [{"application": str(one.pk), "findings": found(one, at)} for one in readable(edition)]
    reading = EligibilityReading(edition=edition, rows=rows, by=by.person, at=at)
    return cover(head, reading, at=at, by=by, action="eligibility.read")


def found(application: Application, at: datetime) -> list[list[str]]:
    """Return what is found of one application: [article, verdict, words], departments' answers among them."""
    read = [[one.article, str(one.verdict), f"{one.label}：{one.sentence}"] for one in findings(application, at)]
    return read + [_opinion(one) for one in opinions(application)]


def newest(edition: Edition) -> EligibilityReading | None:
    """Return the reading made last, or None. One query."""
    return EligibilityReading.objects.filter(edition=edition).select_related("by").order_by("-event_id").first()


def by_application(reading: EligibilityReading | None) -> dict[str, list[list[str]]]:
    """Return what was found, by application key."""
    return {row["application"]: row["findings"] for row in reading.rows} if reading else {}


def failed(findings_: list[list[str]]) -> list[str]:
    """Return the words of those conditions that are not met."""
    return [words for _, verdict, words in findings_ if verdict == Verdict.FAIL]


def _opinion(one: Opinion) -> list[str]:
    """A department's answer: no record passes; what is a record, and whether it weighs, a person reads."""
    if one.answer is None:
        return ["18(3)", str(Verdict.PERSON), f"{one.query.department}：没有答复{'，已记为逾期' if one.overdue else ''}。"]
    verdict = Verdict.PASS if one.answer.answer == AnswerKind.NONE else Verdict.PERSON
    said = f"，{one.answer.text}" if one.answer.text else ""
    return ["18(3)", str(verdict), f"{one.query.department}：{one.answer.get_answer_display()}{said}"]
