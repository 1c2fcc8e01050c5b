"""What the reports and the on-site list stand for in moves and gates."""

from datetime import datetime

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.history import Subject
from procedure.letters.models import Letter, LetterKind
from procedure.machine import Guard, guard
from review.reports.models import Report, ReportKind
from review.rounds import Round
from review.sheets.models import RoundClosing, SheetSetAside

SHOWN = 5
TOLD_BY = {Status.ADVANCING: LetterKind.ADVANCING, Status.NOT_ADVANCING: LetterKind.NOT_ADVANCING}


def report_issued(kind: ReportKind, article: str, rounds: tuple[Round, ...]) -> Guard:
    """A guard of an application or an edition: a report was issued, and no sheet of these rounds set aside or added after it."""

    def check(subject: Subject, at: datetime) -> str | None:
        edition: Edition = subject.edition
        issued = Report.objects.issued(edition, kind)
        if issued is None:
            return f"{kind.label}还没有签发。"
        asides = SheetSetAside.objects.filter(sheet__assignment__application__edition=edition, sheet__assignment__round__in=rounds)
        if asides.filter(event_id__gt=issued.event_id).exists():
            return f"{kind.label}写好以后，有评分表不再计入，请按现在的结果另写一版签发。"
        if RoundClosing.objects.filter(edition=edition, round__in=rounds, event_id__gt=issued.event_id).exists():
            return f"{kind.label}写好以后，重新开放过评分，请按现在的结果另写一版签发。"
        return None

    return Guard(article, f"{kind.label}已经签发", check)


materials_reported = report_issued(ReportKind.MATERIALS, "18(4)", (Round.MATERIALS,))


@guard("13(6)", "没有暂缓")
def not_held(application: Application, at: datetime) -> str | None:
    """A held application enters no list until the hold is lifted."""
    held = Hold.objects.standing().filter(application=application).exists()
    return f"{application.applicant.unit}正在暂缓，解除以前不能列入名单。" if held else None


@guard("18(4)", "现场评审名单已经两人确定，并且已经告知")
def on_site_listed(edition: Edition, at: datetime) -> str | None:
    """Each accepted application advances or does not, and was told; a held one waits. Satisfied by nobody."""
    statuses = [Status.ACCEPTED, *TOLD_BY]
    rows = Application.objects.filter(edition=edition, status__in=statuses).select_related("applicant__unit").order_by("number", "pk")
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    told = set(Letter.objects.filter(edition=edition, release__isnull=False).values_list("kind", "subject_ref"))
    found = []
    for row in rows:
        if row.status == Status.ACCEPTED and row.pk not in held:
            found.append(f"{row.applicant.unit}还没有决定是否列入")
        elif row.status in TOLD_BY and (TOLD_BY[row.status], ref(row)) not in told:
            found.append(f"{row.applicant.unit}{row.get_status_display()}，文书还没有发出")
    rest = f"，等{len(found)}份" if len(found) > SHOWN else ""
    return f"{'；'.join(found[:SHOWN])}{rest}。" if found else None
