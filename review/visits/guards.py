"""What stands against passing the on-site review, and against leaving step 5 (article 18(5))."""

from datetime import datetime

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.letters.models import Letter, LetterKind
from procedure.machine import guard
from review.visits.models import Visit, VisitReport
from review.visits.reporting import missing_signatures

SHOWN = 5


@guard("18(5)", "专项评审组的报告已经形成，组员都已签名或者有说明")
def reported(application: Application, at: datetime) -> str | None:
    """The newest report stands, and each member who is on the team now signed it, or the chair noted why not."""
    visit = Visit.objects.standing().filter(application=application).first()
    if visit is None:
        return "还没有确定现场评审安排。"
    report = VisitReport.objects.standing().filter(visit__application=application).order_by("-event_id").first()
    if report is None:
        return "组长还没有锁定报告。"
    missing = missing_signatures(visit, report)
    return f"还没有签名，也没有说明：{'、'.join(missing)}。" if missing else None


@guard("18(5)", "名单内的申报都有专项评审组报告和结论，未通过的已经告知")
def visits_decided(edition: Edition, at: datetime) -> str | None:
    """Each application on the on-site list was decided, and whoever did not pass was told. Satisfied by nobody.

    Nobody waits for a held one (article 13(6)).
    """
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    rows = Application.objects.filter(edition=edition, status__in=[Status.ADVANCING, Status.NOT_PASSED]).select_related("applicant__unit")
    released = Letter.objects.filter(edition=edition, kind=LetterKind.NOT_ADVANCING, release__isnull=False)
    told = set(released.values_list("subject_ref", flat=True))
    found = []
    for row in rows.order_by("number", "pk"):
        if row.status == Status.ADVANCING and row.pk not in held:
            found.append(f"{row.applicant.unit}还没有决定通过或者不通过")
        elif row.status == Status.NOT_PASSED and ref(row) not in told:
            found.append(f"{row.applicant.unit}未通过，文书还没有发出")
    rest = f"，等{len(found)}份" if len(found) > SHOWN else ""
    return f"{'；'.join(found[:SHOWN])}{rest}。" if found else None
