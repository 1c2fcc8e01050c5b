"""What anybody may ask of an official paper of step 9 by its number: whether it agrees with the public register."""

from awards.approvals.models import Commendation
from awards.register.models import Certificate, Register
from awards.winners import year_of
from core.papers.content import day

AGREES = "与登记一致，以发文机关正式文本为准。"


def registered(number: str) -> dict | None:
    """Return what is registered under the number of a commendation or a certificate, or None. Runs at most three queries."""
    return _commendation(number) or _certificate(number)


def _commendation(number: str) -> dict | None:
    found = Commendation.objects.filter(document_number=number, approval__register__isnull=False)
    row = found.select_related("approval__request__edition").first()
    if row is None:
        return None
    edition = row.approval.request.edition
    facts = [("文号", row.document_number), ("印发日期", day(row.dated_on)), ("届次", str(edition))]
    return _match(row.title, f"/winners/?edition={edition.number}", facts, demo=edition.demo)


def _certificate(number: str) -> dict | None:
    row = Certificate.objects.filter(number=number, application__status="awarded").select_related("application__edition").first()
    if row is None:
        return None
    application, edition = row.application, row.application.edition
    register = Register.objects.public().get(edition=edition)
    name = next(one["name"] for one in register.rows if one["application"] == str(application.pk))
    facts = [("证书编号", row.number), ("获奖者", name), ("奖项", f"{year_of(register)}年{edition}（{application.get_grade_display()}）")]
    return _match("荣誉证书", f"/winners/?edition={edition.number}", facts, demo=edition.demo)


def _match(title: str, url: str, facts: list[tuple[str, str]], *, demo: bool) -> dict:
    mark = "（演示，不作依据）" if demo else ""
    return {"state": "match", "sentence": AGREES + mark, "title": title, "url": url, "facts": facts, "fingerprint": ""}
