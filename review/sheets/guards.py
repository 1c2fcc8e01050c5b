"""What the sheets of a round stand for in moves and gates."""

from datetime import datetime

from applications.cases.models import Application
from procedure.editions.models import Edition
from procedure.history import Subject
from procedure.machine import Guard, guard
from review.rounds import ARTICLE_OF, Round
from review.sheets.closing import closed, missing


@guard("18(6)", "专家评分表已经锁定")
def defense_sheets_locked(application: Application, at: datetime) -> str | None:
    """Everybody who is assigned to an oral defense locked his sheet: for whoever enters an application as defended."""
    lacking = missing(application.edition, Round.ORAL_DEFENSE, [application]).get(application.pk)
    return f"{application.applicant.unit}{lacking}。" if lacking else None


def round_closed(round_: Round) -> Guard:
    """A guard of an application or an edition: two closed the round."""

    def check(subject: Subject, at: datetime) -> str | None:
        edition: Edition = subject.edition
        return None if closed(edition, round_) else f"{round_.label}还没有结束评分。请两人办理结束评分。"

    return Guard(ARTICLE_OF[round_], f"{round_.label}已经结束评分", check)


materials_closed = round_closed(Round.MATERIALS)
defense_closed = round_closed(Round.ORAL_DEFENSE)
