"""What is asked of a filing on paper: it came in time, and its scans are here. And of the edition: none waits."""

from datetime import datetime

from applications.cases.models import Application, Status
from applications.evidence.services import standing
from applications.filings.models import PaperFiling
from procedure.calls.guards import UNPUBLISHED
from procedure.calls.window import deadline_in_words, window
from procedure.editions.models import Edition
from procedure.machine import guard


@guard("18(2)", "纸质申报在申报期内收到")
def received_in_window(application: Application, at: datetime) -> str | None:
    """Decided by the moment on the proof, not by that of the entry."""
    filing = PaperFiling.objects.filter(application=application).first()
    if filing is None:
        return "没有收到纸质申报的登记。"
    found = window(application.edition, at)
    if found is None:
        return UNPUBLISHED
    if found.is_open(filing.received_at):
        return None
    return f"收到的时间不在申报期内（申报到{deadline_in_words(found.closes_at)}截止），不能代录。"


@guard("18(2)", "纸质申报材料已经扫描")
def scanned(application: Application, at: datetime) -> str | None:
    """At least one scan of what was filed."""
    return None if standing(application).exists() else "还没有上传纸质申报材料的扫描件。"


@guard("18(2)", "收到的纸质申报都已代录")
def paper_filings_entered(edition: Edition, at: datetime) -> str | None:
    """None waits for its second hand when step 2 ends."""
    waiting = PaperFiling.objects.filter(application__edition=edition, application__status=Status.DRAFT).count()
    return f"有{waiting}份纸质申报等待另一人确认。" if waiting else None
