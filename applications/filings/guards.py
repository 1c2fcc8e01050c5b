"""What is asked of a filing or a correction on paper: it came in time, and its scans are here. And of the edition: none waits."""

from datetime import datetime

from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.evidence.services import standing
from applications.filings.models import PaperCorrection, PaperFiling
from core.clock import midnight_after
from core.dates import day_in_words
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


@guard("18(3)", "纸质补正材料在补正期限内收到")
def corrected_on_paper_in_time(application: Application, at: datetime) -> str | None:
    """Decided by the moment on the proof, to the second; the day counts whole."""
    if not PaperFiling.objects.filter(application=application).exists():
        return "这份申报不是纸质申报，由申报者用自己的账号补正。"
    returned = Return.objects.latest_of(application)
    row = PaperCorrection.objects.newest_of(returned) if returned else None
    if row is None:
        return "没有收到纸质补正材料的登记。"
    if not returned.at <= row.received_at <= at:
        return "收到的时间要在退回以后，也不能晚于现在。"
    if row.received_at < midnight_after(returned.due_on):
        return None
    return f"收到的时间不在补正期限内（补正到{day_in_words(returned.due_on)}24:00截止），不能代录。"


@guard("18(3)", "逐项登记答复，附扫描件")
def corrected_on_paper_whole(application: Application, at: datetime) -> str | None:
    """Every item has its answer, and at least one scan of what came is here."""
    returned = Return.objects.latest_of(application)
    row = PaperCorrection.objects.newest_of(returned) if returned else None
    if row is None or not row.scans:
        return "还没有上传纸质补正材料的扫描件。"
    missing = [item["label"] for item in returned.items if not row.answers.get(item["key"], "").strip()]
    return f"还有{len(missing)}项没有登记答复：{'、'.join(f'“{label}”' for label in missing)}。" if missing else None


@guard("18(2)", "收到的纸质申报都已代录")
def paper_filings_entered(edition: Edition, at: datetime) -> str | None:
    """None waits for its second hand when step 2 ends."""
    waiting = PaperFiling.objects.filter(application__edition=edition, application__status=Status.DRAFT).count()
    return f"有{waiting}份纸质申报等待另一人确认。" if waiting else None
