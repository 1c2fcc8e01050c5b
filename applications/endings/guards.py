"""What is asked before an application is ended."""

from datetime import datetime

from applications.cases.models import Application
from applications.endings.models import Ending
from procedure.machine import guard


@guard("13(3)", "附申报者解散或去世的证明")
def ending_proved(application: Application, at: datetime) -> str | None:
    """The ground, the reason and the scan are on record."""
    return None if Ending.objects.newest_of(application) else "还没有登记终止的情形和证明。"
