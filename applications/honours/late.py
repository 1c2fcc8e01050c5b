"""Awarded late: a winner of an edition that this system ran to its end, whom a judgment or 复议决定 brought back afterwards.

The edition is over: no meeting, notice or request of it follows. What the leading group and the government decided is entered like
an award from before the system, by two of the office on the government's document (docs/decisions/0013).
"""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.grants.models import Role
from applications.cases.models import Application, Grade, Status
from applications.cases.places import QUOTAS
from applications.honours.models import PriorHonour
from core.numerals import chinese_number
from procedure.editions.models import Edition, Step
from procedure.parameters.services import limit

if TYPE_CHECKING:
    from applications.honours.services import Words

RESTORING = ("restore-", "reinstate-")  # how the names of the moves begin by which a judgment gives a state back
OURS = "第{}届由本系统办理，不用另外登记。办结以后依复议决定或者判决恢复、由市政府补授的除外：填写统一社会信用代码或者用户名。"
FULL = "第{}届{}的名额已满，不能补授。"


def against(words: "Words", replaces: PriorHonour | None) -> list[str]:
    """Return why these words cannot be entered of an edition that this system ran; nothing of one before the system."""
    edition = Edition.objects.filter(number=words.edition_number).first()
    if edition is None:
        return []
    if edition.step != Step.COMPLETED or not _restored(words, edition):
        return [OURS.format(chinese_number(edition.number))]
    full = words.grade in Grade.values and not words.cancelled and _given(words, edition, replaces) >= limit(edition, QUOTAS[words.grade])
    return [FULL.format(chinese_number(edition.number), Grade(words.grade).label)] if full else []


def _restored(words: "Words", edition: Edition) -> bool:
    """An application of this code or person, not awarded, whose last move was that of a judgment."""
    if not words.credit_code and not words.person:
        return False
    his = Q(applicant__unit__grants__person=words.person, applicant__unit__grants__role=Role.APPLICANT)
    who = Q(applicant__unit__credit_code=words.credit_code) if words.credit_code else his
    found = Application.objects.filter(who, edition=edition).exclude(status=Status.AWARDED).distinct()
    moves = [one.changes.order_by("-event_id").values_list("move", flat=True).first() for one in found]
    return any((move or "").startswith(RESTORING) for move in moves)


def _given(words: "Words", edition: Edition, replaces: PriorHonour | None) -> int:
    """How many places of the grade were given, revoked ones too, this entry's own earlier version not."""
    awarded = Application.objects.filter(edition=edition, grade=words.grade, status__in=(Status.AWARDED, Status.REVOKED)).count()
    entered = PriorHonour.objects.newest().filter(edition_number=edition.number, grade=words.grade).exclude(cancelled=True)
    return awarded + entered.exclude(pk=replaces.pk if replaces else None).count()
