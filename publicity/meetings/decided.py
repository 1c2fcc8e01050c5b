"""What a meeting's decision stands for in the moves of applications."""

from datetime import datetime

from applications.cases.models import Application
from procedure.editions.models import Step
from procedure.machine import guard
from publicity.meetings.models import MeetingDecision, StrikeOff

DECIDING = (Step.DELIBERATION, Step.APPROVAL)


def decided_grade(application: Application) -> str | None:
    """Return the grade that the decision in force gives an application; empty for none, None where it says nothing of it."""
    decision = MeetingDecision.objects.decided(application.edition)
    row = decision.row_of(application) if decision else None
    return row["grade"] if row and row["how"] != "held" else None


@guard("18(8)", "领导小组全体会议决定列入，已经排定名额")
def decided_for(application: Application, at: datetime) -> str | None:
    """The decision in force proposes it, in the grade for which it holds a seat."""
    if not (grade := decided_grade(application)):
        return "领导小组全体会议没有决定列入这份申报。"
    return None if application.grade == grade and application.seat else "这份申报还没有排定名额。"


@guard("18(8)", "领导小组全体会议决定不列入")
def decided_against(application: Application, at: datetime) -> str | None:
    """The decision in force leaves it out."""
    return None if decided_grade(application) == "" else "领导小组全体会议没有决定不列入这份申报。"


def named_condition(application: Application) -> str:
    """Return the article by which the leading group disqualifies an application, in its meeting or by authority; empty for none."""
    decision = MeetingDecision.objects.decided(application.edition)
    row = decision.row_of(application) if decision else None
    strikes = StrikeOff.objects.filter(application=application, event_id__gt=decision.event_id if decision else 0)
    strike = strikes.select_related("decision__proposal").order_by("-event_id").first()
    return (strike.condition() if strike else "") or (row or {}).get("condition", "")


@guard("12(4)", "领导小组认定不符合条件，写明是哪一条")
def unmasked(application: Application, at: datetime) -> str | None:
    """A decision, or a strike-off by authority, names the article that is not met (procedure §2: no ban follows)."""
    return None if named_condition(application) else "领导小组还没有认定不符合哪一条。"


@guard("12(4)", "领导小组再次开会，或者依纪要授权作出决定")
def struck_off(application: Application, at: datetime) -> str | None:
    """A later decision takes the name off or changes its grade, or it was struck off by the authority of the minutes."""
    decision = MeetingDecision.objects.decided(application.edition)
    by_authority = StrikeOff.objects.filter(application=application, event_id__gt=decision.event_id if decision else 0)
    if by_authority.exists() or decided_grade(application) not in (None, application.grade):
        return None
    return "领导小组还没有决定取消。"
