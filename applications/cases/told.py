"""The state of an application as somebody may know it: its applicant learns an outcome from its released letter, never before.

Design 10.8. The one place: every page and paper that an applicant sees asks here.
"""

from django.db.models import Count, Min

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status, StatusChange
from core.ledger.services import ref
from procedure.letters.models import Letter, LetterKind

# His own acts, what asks him to act, and what became of the applicant itself.
AT_ONCE = (Status.DRAFT, Status.LAPSED, Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN, Status.ENDED)
# The letters that tell an outcome; whoever was taken off the list before it was approved is told by the letter of that.
TOLD_BY = {
    Status.NOT_RECOMMENDED: (LetterKind.NOT_RECOMMENDED,),
    Status.OVERDUE: (LetterKind.OVERDUE,),
    Status.ACCEPTED: (LetterKind.ACCEPTED,),
    Status.DECLINED: (LetterKind.DECLINED,),
    Status.ADVANCING: (LetterKind.ADVANCING,),
    Status.PASSED: (LetterKind.PASSED,),
    Status.NOT_ADVANCING: (LetterKind.NOT_ADVANCING,),
    Status.NOT_PASSED: (LetterKind.NOT_ADVANCING,),
    Status.NOT_CANDIDATE: (LetterKind.RESULT,),
    Status.NOT_PROPOSED: (LetterKind.RESULT, LetterKind.STRUCK_OFF),
    Status.AWARDED: (LetterKind.RESULT,),
    Status.DISQUALIFIED: (LetterKind.DISQUALIFIED,),
}


def told_status(application: Application) -> Status:
    """Return the newest state that the applicant may know."""
    status = Status(application.status)
    if status in AT_ONCE:
        return status
    changes = list(application.changes.order_by("-event_id").select_related("event"))
    told = _told(application, changes)
    known = (Status(change.target) for change in changes if change.target in AT_ONCE or change.event_id in told)
    return next(known, Status.SUBMITTED)


def _told(application: Application, changes: list[StatusChange]) -> set[int]:
    """Return the events of the changes, newest first, that a released letter told.

    A letter tells the change whose event it names as its act, or the newest one of its kind before it was first written:
    however often it is rewritten, it never tells what came later.
    """
    letters = Letter.objects.filter(subject_ref=ref(application)).values("act", "kind")
    released = letters.annotate(first=Min("event_id"), out=Count("release")).filter(out__gt=0)
    found = (_change_of(letter, changes) for letter in released)
    return {change.event_id for change in found if change}


def _change_of(letter: dict, changes: list[StatusChange]) -> StatusChange | None:
    for change in changes:
        kinds = TOLD_BY.get(Status(change.target), ())
        if letter["act"] == str(change.event) or (letter["kind"] in kinds and change.event_id < letter["first"]):
            return change
    return None


def shown_status(application: Application, actor: Actor) -> str:
    """Return the state in words, for this actor."""
    status = told_status(application) if actor.is_(Role.APPLICANT) else Status(application.status)
    return status.label
