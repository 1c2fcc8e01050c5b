"""Entering what came on paper in time: one of the office enters, another compares with the papers and confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.registration.services import new_unit
from accounts.units.models import Unit, UnitKind
from applications.answers.models import AnswerPart
from applications.applicants.services import applicant_of
from applications.cases.models import Application
from applications.evidence.kinds import PAPER
from applications.evidence.models import Attachment
from applications.filings.models import PaperFiling
from applications.forms.spec import CURRENT
from applications.moves import ENTER_PAPER
from applications.snapshots.content import frozen_content
from applications.snapshots.models import Snapshot
from applications.snapshots.services import freeze
from core.canonical import digest
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.models import Chain
from core.ledger.services import cover, lock, lock_every
from core.rules import RuleRefused
from procedure.editions.models import Category, Edition

ARTICLE = "18(2)"


@dataclass(frozen=True)
class OnPaper:
    """What the office reads off the papers."""

    category: str
    name: str
    credit_code: str
    contact: str
    phone: str
    body: Unit
    received_at: datetime
    proof: str
    summary: str


def enter(edition: Edition, paper: OnPaper, *, scans: Sequence[File], by: Actor, at: datetime) -> PaperFiling:
    """The first hand: enter the papers and put them before the second. Raises RuleRefused; nothing has changed then."""
    if not by.is_(Role.OFFICE):
        raise RuleRefused("纸质申报由评选办代录。", article=ARTICLE)
    stored = [store(scan, allowed=SCAN, by=by, at=at) for scan in scans]
    with transaction.atomic():
        house, edition = lock_every(), edition.fresh()
        application = _draft(edition, _unit(house, paper, by, at), paper, at)
        _attach(application, stored, by, at)
        filing = PaperFiling(application=application, received_at=paper.received_at, proof=paper.proof, by=by.person, at=at)
        cover(lock(edition.chain), filing, at=at, by=by, action="file-on-paper", payload={"summary": paper.summary})
        ENTER_PAPER.propose(application, by=by, at=at, content=_content(application))
    return filing


@transaction.atomic
def confirm(filing: PaperFiling, *, by: Actor, at: datetime, signature: dict) -> Snapshot:
    """The second hand: the application is submitted as filed on paper. Raises RuleRefused with every blocker."""
    application = filing.application
    lock(application.edition.chain)
    content = frozen_content(application)
    ENTER_PAPER.make(application, by=by, at=at, content={"fingerprint": digest(content)}, signature=signature)
    return freeze(application, content, method="paper", by=by, at=at)


def fingerprint(filing: PaperFiling) -> str:
    """Return what both hands sign."""
    return digest(frozen_content(filing.application))


def _content(application: Application) -> dict:
    return {"fingerprint": digest(frozen_content(application))}


def _unit(house: Chain, paper: OnPaper, by: Actor, at: datetime) -> Unit:
    """The confirmed unit of this code, or a new one, which the office has verified on the papers."""
    found = Unit.objects.filter(kind=UnitKind.APPLICANT, credit_code=paper.credit_code, confirmed_at__isnull=False)
    if paper.credit_code and (unit := found.first()):
        return unit
    confirmed = {"credit_code": paper.credit_code, "confirmed_at": at} if paper.credit_code else {}
    return new_unit(house, name=paper.name, contact=paper.contact, phone=paper.phone, by=by, at=at, **confirmed)


def _draft(edition: Edition, unit: Unit, paper: OnPaper, at: datetime) -> Application:
    applicant = applicant_of(unit, at=at)
    if Application.objects.filter(edition=edition, applicant=applicant).exists():
        raise RuleRefused(f"{unit.name}在本届已经有一份申报。", article=ARTICLE)
    category = Category(paper.category)
    application = Application(edition=edition, applicant=applicant, category=category, body=paper.body, form=CURRENT[category])
    application.save(force_insert=True)
    basic = {"name": paper.name} | ({"credit_code": paper.credit_code} if category == Category.ORGANIZATION else {})
    AnswerPart.objects.create(application=application, part="basic", answers=basic)
    contact = {"contact_name": paper.contact, "contact_mobile": paper.phone}
    AnswerPart.objects.create(application=application, part="contact", answers={key: value for key, value in contact.items() if value})
    AnswerPart.objects.create(application=application, part="paper", answers={"summary": paper.summary})
    return application


def _attach(application: Application, stored: Sequence[StoredFile], by: Actor, at: datetime) -> None:
    for file in stored:
        Attachment.objects.create(application=application, kind=PAPER, title="纸质申报材料", file=file, by=by.person, at=at)
