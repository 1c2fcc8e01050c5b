"""What the opening of the call asks of the calendar."""

from datetime import datetime

from core.clock import shanghai
from core.rules import RuleRefused
from procedure.calendar.services import period_end
from procedure.calendar.workdays import UnknownYear
from procedure.editions.models import Edition
from procedure.machine import guard
from procedure.parameters.catalogue import NOTICE_WORKDAYS
from procedure.parameters.services import value


@guard("18(3)", "工作日历已录入，公示期可以计算")
def calendar_known(edition: Edition, at: datetime) -> str | None:
    """Counts a notice period from today. A later year is asked for when a period reaches it."""
    try:
        period_end(shanghai(at), value(edition, NOTICE_WORKDAYS))
    except (UnknownYear, RuleRefused) as refusal:
        return str(refusal)
    return None
