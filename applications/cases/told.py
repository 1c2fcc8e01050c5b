"""The state of an application as somebody may know it: its applicant learns an outcome from its released letter, never before.

Design 10.8. The one place: every page and paper that an applicant sees asks here.
"""

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core.ledger.services import ref
from procedure.letters.models import Letter, LetterKind

# His own acts, what asks him to act, and what became of the applicant itself.
AT_ONCE = (Status.DRAFT, Status.LAPSED, Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN, Status.ENDED)
# The letters that tell an outcome.
TOLD_BY = {
    Status.NOT_RECOMMENDED: LetterKind.NOT_RECOMMENDED,
    Status.OVERDUE: LetterKind.OVERDUE,
    Status.ACCEPTED: LetterKind.ACCEPTED,
    Status.DECLINED: LetterKind.DECLINED,
    Status.ADVANCING: LetterKind.ADVANCING,
    Status.PASSED: LetterKind.PASSED,
    Status.NOT_ADVANCING: LetterKind.NOT_ADVANCING,
    Status.NOT_PASSED: LetterKind.NOT_ADVANCING,
    Status.NOT_CANDIDATE: LetterKind.RESULT,
    Status.NOT_PROPOSED: LetterKind.RESULT,
    Status.AWARDED: LetterKind.RESULT,
    Status.DISQUALIFIED: LetterKind.DISQUALIFIED,
}


def told_status(application: Application) -> Status:
    """Return the newest state that the applicant may know."""
    status = Status(application.status)
    if status in AT_ONCE:
        return status
    told = set(Letter.objects.filter(subject_ref=ref(application), release__isnull=False).values_list("kind", flat=True))
    targets = application.changes.order_by("-pk").values_list("target", flat=True)
    known = (Status(target) for target in targets if target in AT_ONCE or TOLD_BY.get(Status(target)) in told)
    return next(known, Status.SUBMITTED)


def shown_status(application: Application, actor: Actor) -> str:
    """Return the state in words, for this actor."""
    status = told_status(application) if actor.is_(Role.APPLICANT) else Status(application.status)
    return status.label
