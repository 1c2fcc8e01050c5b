"""The report as a paper: a draft to look at, and what was issued, rendered after the commit and kept with its hash."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.units.models import Unit
from core.clock import shanghai
from core.files import storage
from core.files.kinds import Kind
from core.files.models import StoredFile
from core.ledger.services import cover, lock, ref
from core.papers.content import Attachment, Block, Paper, Table, blocks_of
from core.papers.pdf import render_pdf
from review.reports.models import Report, ReportIssue, ReportPaper

CAPTION = "结果汇总"


def report_paper(report: Report) -> Paper:
    """Return a version as a paper; one that is not issued is a draft on every page."""
    issue = getattr(report, "issue", None)
    return Paper(
        title=report.title,
        blocks=blocks_of(report.text),
        attachments=(Attachment(CAPTION, _table(report)),) if report.table.get("rows") else (),
        signatory=Unit.objects.office().name,
        dated_on=shanghai(issue.at) if issue else None,
        draft=issue is None,
        demo=report.edition.demo,
    )


def render_reports(at: datetime) -> int:
    """Render and keep the paper of every issued report that has none; return how many. Called by the sweep."""
    waiting = ReportIssue.objects.filter(paper=None).select_related("report__edition").order_by("pk")
    return sum(_keep(issue, at) for issue in list(waiting))


def _table(report: Report) -> tuple[Block, ...]:
    rows = tuple(tuple(row) for row in report.table["rows"])
    return (Table(tuple(report.table["columns"]), rows, caption=CAPTION, open=True),)


def _keep(issue: ReportIssue, at: datetime) -> bool:
    """The bytes first, then their row: a row without its file would be a loss."""
    report = issue.report
    printed = render_pdf(report_paper(report))
    sha256 = hashlib.sha256(printed).hexdigest()
    storage.keep(ContentFile(printed), sha256)
    with transaction.atomic():
        head = lock(report.edition.chain)
        if ReportPaper.objects.filter(issue=issue).exists():
            return False
        file = StoredFile.objects.create(
            sha256=sha256, size=len(printed), name=f"{report.title}.pdf", media_type=Kind.PDF.media_type, at=at, by_ref=SYSTEM.ref
        )
        row = ReportPaper(issue=issue, file=file, sha256=sha256, at=at)
        cover(head, row, at=at, by=SYSTEM, action="report.paper", object_ref=ref(report))
    return True
