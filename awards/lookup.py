"""What anybody may ask of an official paper of step 9 by its number. Nothing before the register of winners is public."""

from applications.cases.models import Status
from awards.approvals.models import Commendation
from awards.register.models import Certificate, Register
from awards.winners import year_of
from core.papers.content import day
from core.registers import Registered


def commendations(number: str) -> Registered | None:
    """Return the commendation of a number, once the awards are registered."""
    found = Commendation.objects.filter(document_number=number, approval__register__isnull=False)
    row = found.select_related("approval__request__edition").first()
    if row is None:
        return None
    edition = row.approval.request.edition
    facts = (("文号", row.document_number), ("印发日期", day(row.dated_on)), ("届次", f"{edition}{_mark(edition)}"))
    return Registered(row.title, facts, url=f"/winners/?edition={edition.number}", article="18(9)")


def certificates(number: str) -> Registered | None:
    """Return the certificate of a number, while its award stands."""
    standing = Certificate.objects.filter(number=number, application__status=Status.AWARDED)
    row = standing.select_related("application__edition").first()
    if row is None:
        return None
    application, edition = row.application, row.application.edition
    register = Register.objects.public().get(edition=edition)
    name = next(one["name"] for one in register.rows if one["application"] == str(application.pk))
    award = f"{year_of(register)}年{edition}（{application.get_grade_display()}）{_mark(edition)}"
    facts = (("证书编号", row.number), ("获奖者", name), ("奖项", award))
    return Registered("荣誉证书", facts, url=f"/winners/?edition={edition.number}", article="19")


def _mark(edition) -> str:
    return "（演示，不作依据）" if edition.demo else ""
