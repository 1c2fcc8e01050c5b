"""What stands on paper, or bears a name, for an act of an edition: the words that the compliance page prints as its evidence."""

from collections import defaultdict
from collections.abc import Callable

from django.db import models

from awards.approvals.models import Approval, Commendation
from awards.judgments.models import Judgment
from awards.register.models import Certificate, Register
from awards.requests.models import Request, RequestIssue
from core.dates import moment_in_words
from core.ledger.models import Covered
from core.papers.content import day
from procedure.calls.models import Call, CallConfirmation
from procedure.documents.models import DocumentApproval, EditionDocument
from procedure.rubrics.models import Rubric
from procedure.supervision.models import SupervisionInvitation
from publicity.meetings.models import Meeting, MeetingDecision, Minutes, StrikeOff
from publicity.notices.models import NoticeAppearance, NoticeConfirmation, NoticePublication
from review.evaluation.models import CandidateList, GroupReport
from review.mandates.models import Mandate
from review.reports.models import Report, ReportIssue

SHOWN = 16  # so many digits of a scan's hash are compared by eye
# Each kind of row with what its words follow, and the words.
SOURCES: tuple[tuple[type[Covered], tuple[str, ...], Callable[[Covered], str]], ...] = (
    (EditionDocument, (), lambda row: f"《{row.title}》{row.number}"),
    (DocumentApproval, (), lambda row: f"{row.minutes}，{day(row.decided_on)}审定"),
    (Rubric, (), str),
    (Call, (), lambda row: f"《{row.title}》"),
    (CallConfirmation, ("call",), lambda row: f"《{row.call.title}》"),
    (SupervisionInvitation, ("department",), lambda row: f"{row.department}，{row.basis}"),
    (Mandate, ("agency",), lambda row: f"{row.agency}，至{day(row.until_on)}"),
    (NoticeConfirmation, ("notice",), lambda row: f"《{row.notice.title}》"),
    (NoticePublication, ("notice",), lambda row: f"编号{row.number}《{row.notice.title}》"),
    (NoticeAppearance, (), lambda row: f"{row.outlet}，{day(row.appeared_on)}"),
    (Report, (), lambda row: f"《{row.title}》"),
    (ReportIssue, ("report",), lambda row: f"《{row.report.title}》"),
    (CandidateList, (), str),
    (GroupReport, (), lambda row: f"{day(row.reported_on)}，{row.how}"),
    (Meeting, (), lambda row: f"{row}，{moment_in_words(row.held_at)}"),
    (MeetingDecision, ("meeting",), lambda row: f"{row.meeting}：{row.get_outcome_display()}"),
    (Minutes, (), lambda row: f"{row.number}，{day(row.dated_on)}"),
    (StrikeOff, ("application__applicant__unit",), lambda row: str(row.application.applicant)),
    (Request, (), lambda row: f"《{row.title}》第{row.number}版"),
    (RequestIssue, (), lambda row: f"{row.document_number}，{day(row.dated_on)}"),
    (Approval, (), lambda row: f"{row}，{day(row.dated_on)}"),
    (Commendation, (), lambda row: f"{row.document_number}，{day(row.dated_on)}"),
    (Register, (), lambda row: f"获奖{len(row.rows)}个" if row.rows else "全部空缺"),
    (Certificate, (), str),
    (Judgment, (), str),
)


def evidence(chain: str) -> dict[str, list[tuple[int, str]]]:
    """Return what names the acts of a chain: by action, each with its place, in order. One query a kind of row."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for model, related, words in SOURCES:
        for row in model._base_manager.filter(event__chain=chain).select_related("event", *related).order_by("event__seq"):
            found[row.event.action].append((row.event.seq, words(row) + _scan(row)))
    return found


def _scan(row: models.Model) -> str:
    digest = getattr(row, "scan_sha256", "")
    return f"（扫描件指纹{digest[:SHOWN]}）" if digest else ""
