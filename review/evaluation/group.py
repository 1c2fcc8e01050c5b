"""Reporting list and report to the leading group (article 13(5)): the day, how, the scan; by two. A new version is reported anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.evaluation.models import CandidateList, GroupReport
from review.reports.models import Report, ReportKind

ARTICLE = "13(5)"
REPORT = Act("report-to-group", "登记向领导小组报告", ARTICLE, steps=(Step.EVALUATION, Step.DELIBERATION))
NOTHING = "候选名单还没有确定，或者综合评价报告还没有签发。"


@dataclass(frozen=True)
class Reported:
    """When and how list and report were reported."""

    reported_on: date
    how: str


@transaction.atomic
def propose(edition: Edition, words: Reported, *, by: Actor, at: datetime, scan: File | None = None) -> Proposal:
    """The first hand. RuleRefused before there is a list and a report, for a day out of reach, and without a scan in a real edition."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    lock(edition.chain)
    edition = edition.fresh()
    REPORT.refuse(REPORT.blockers(edition, by, at=at) or against(edition, words, stored, at=at))
    content = {
        "reported_on": words.reported_on.isoformat(),
        "how": words.how,
        "scan": str(stored.pk) if stored else "",
        "scan_sha256": stored.sha256 if stored else "",
    }
    return REPORT.propose(edition, edition, content=content, by=by, at=at, facts=facts(edition))


@transaction.atomic
def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> GroupReport:
    """The second hand. RuleRefused with every blocker, and when a newer list or report stands."""
    lock(edition.chain)
    edition = edition.fresh()
    decision = REPORT.confirm(edition, edition, by=by, at=at, signature=signature, facts=facts(edition))
    content = decision.proposal.content
    row = GroupReport(
        list=CandidateList.objects.newest(edition),
        report=Report.objects.issued(edition, ReportKind.EVALUATION),
        reported_on=date.fromisoformat(content["reported_on"]),
        how=content["how"],
        scan=StoredFile.objects.filter(pk=content["scan"]).first() if content["scan"] else None,
        scan_sha256=content["scan_sha256"],
        decision=decision,
        at=at,
    )
    return cover(lock(edition.chain), row, at=at, by=by, action="group.report")


def against(edition: Edition, words: Reported, stored: StoredFile | None, *, at: datetime) -> list[Blocker]:
    """Return what stands against recording this."""
    list_, report = CandidateList.objects.newest(edition), Report.objects.issued(edition, ReportKind.EVALUATION)
    if list_ is None or report is None:
        return [REPORT.blocker(NOTHING)]
    found = []
    if words.reported_on > shanghai(at):
        found.append("报告日期还没有到。")
    if words.reported_on < shanghai(list_.at):
        found.append("报告日期早于候选名单确定的日期。")
    if not words.how.strip():
        found.append("请写明报告方式。")
    if stored is None and not edition.demo:
        found.append("请附报告的扫描件。")
    return [REPORT.blocker(sentence) for sentence in found]


def facts(edition: Edition) -> dict:
    """Return what was reported: the newest list and the report issued last."""
    list_, report = CandidateList.objects.newest(edition), Report.objects.issued(edition, ReportKind.EVALUATION)
    return {"list": str(list_.pk) if list_ else "", "report": str(report.pk) if report else ""}


def standing(edition: Edition) -> GroupReport | None:
    """Return the record for the newest list and the report issued last, or None: an older version's does not stand."""
    list_, report = CandidateList.objects.newest(edition), Report.objects.issued(edition, ReportKind.EVALUATION)
    if list_ is None or report is None:
        return None
    return GroupReport.objects.filter(list=list_, report=report).select_related("scan").order_by("-event_id").first()
