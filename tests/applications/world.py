"""An edition in which one may apply, applicants, and drafts filled in to the last field."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.answers.models import AnswerPart
from applications.applicants.models import ApplicantKind
from applications.cases.services import begin, begin_team
from applications.commitments.services import commit
from applications.evidence.kinds import kinds
from applications.evidence.models import Attachment
from applications.forms.checks import NO
from applications.forms.parts import parts_of
from applications.forms.spec import BLANK
from applications.snapshots.content import content_of, frozen_content
from applications.snapshots.services import submit
from core.canonical import digest
from core.clock import SHANGHAI, midnight_after
from core.files.models import StoredFile
from core.ledger.services import cover, lock
from procedure.calls.models import Call, CallConfirmation
from procedure.editions.models import Step
from procedure.rubrics.services import fill_demo
from tests.factories import AT, at_step, make_actor, make_edition, make_grant, make_unit

OPENS = datetime(2026, 3, 1, tzinfo=SHANGHAI)
CLOSES = midnight_after(date(2026, 3, 31))
SECOND = timedelta(seconds=1)
HEAD = "梁衡之"
CODE = "91999900MA0DEM0A19"

ONE_ANSWER = {
    "line": "某某",
    "text": "采用的方法、展开和结果。",
    "integer": "120",
    "decimal": "3,500.00",
    "date": "2011-04-18",
    "month": "2015-06",
    "mobile": "13800000001",
    "email": "someone@example.com",
    "credit_code": CODE,
    "years": {"y1": "80.1", "y2": "81", "y3": "82.50", "rank": "全省第4"},
    "yes_no": {"answer": NO, "detail": ""},
}


def an_edition(step=Step.APPLYING, *, opens=OPENS, closes=CLOSES):
    """The third edition in step 2 with a call in force, an example rubric and its window open at AT."""
    office = make_actor(Role.OFFICE)
    edition = make_edition(3, by=office, demo=True)
    fill_demo(edition, at=AT)
    publish(edition, office, opens, closes)
    return at_step(edition, step, by=office)


@transaction.atomic
def publish(edition, office, opens, closes):
    head = lock(edition.chain)
    call = Call(
        edition=edition, title="申报通知", text="正文", basis="工作安排", requirements={}, materials=[], opens_at=opens, closes_at=closes,
        office_deadline_at=closes + timedelta(days=20), publish_at=opens - timedelta(days=1), contact="评选办", by=office.person,
        grant=office.grant, at=opens - timedelta(days=2),
    )  # fmt: skip
    cover(head, call, at=AT, by=SYSTEM, action="test-call")
    confirmation = CallConfirmation(call=call, by=office.person, at=opens - timedelta(days=2))
    cover(head, confirmation, at=AT, by=SYSTEM, action="test-confirm")


def a_body(name="榆次区人民政府"):
    return make_unit(UnitKind.BODY, name, contact="某某")


def a_company(name="晋中澄川液压股份有限公司", *, code=CODE, confirmed_at=AT):
    """Somebody who stands for an organization; by name its legal representative."""
    actor = make_actor(Role.APPLICANT, make_unit(UnitKind.APPLICANT, name, credit_code=code, confirmed_at=confirmed_at))
    actor.person.name = HEAD
    actor.person.save()
    return actor


def a_person(name="武秋平", mobile=""):
    """Somebody who registered as a person."""
    actor = make_actor(Role.APPLICANT, make_unit(UnitKind.APPLICANT, name))
    actor.person.name = name
    actor.person.username = mobile or actor.person.username
    actor.person.save()
    return actor


def colleague(actor, name="武思勤"):
    """Another person of the same unit."""
    other = make_actor(Role.APPLICANT, actor.unit)
    other.person.name = name
    other.person.save()
    return other


def a_draft(edition=None, by=None, *, at=AT, body=None):
    return begin(edition or an_edition(), body=body or a_body(), by=by or a_company(), at=at)


def a_team(edition, by, *, name="精益攻关小组", at=AT):
    """A team's draft and its founder, acting for the team."""
    application = begin_team(edition, name=name, body=a_body(), by=by, at=at)
    grant = by.person.grants.get(unit=application.applicant.unit)
    return application, type(by)(by.person, grant)


def fill(application, **answers):
    """Answer every field of every part; `answers` replaces fields by key."""
    for part in parts_of(application):
        filled = {field.key: answers.get(field.key, answer_to(field)) for field in part.fields} | {BLANK: "不适用"}
        AnswerPart.objects.update_or_create(application=application, part=part.key, defaults={"answers": filled})


def answer_to(field):
    if field.key == "legal_representative":
        return HEAD
    if field.kind == "choice":
        return field.choices[0]
    if field.kind == "rows":
        return [{column.key: ONE_ANSWER[column.kind] for column in field.columns}]
    return ONE_ANSWER[field.kind]


def a_file(name="营业执照.pdf", sha256="a" * 64):
    return StoredFile.objects.create(sha256=sha256, size=1000, name=name, media_type="application/pdf", at=AT, by_ref="test")


def give(application, kind, by, name=""):
    """Evidence of a kind, past the check of files."""
    file = a_file(name or f"{kind}.pdf")
    return Attachment.objects.create(application=application, kind=kind, file=file, by=by.person, at=AT)


def give_all(application, by):
    team = application.applicant.kind == ApplicantKind.TEAM
    for kind in kinds(application.category, team=team):
        if kind.required:
            give(application, kind.key, by)


def sign(application, by, *, at=AT):
    return commit(application, by=by, at=at, signature={"method": "password", "digest": digest(content_of(application))})


def make_ready(application, by, **answers):
    """A draft with everything: fields, files, commitment."""
    fill(application, **answers)
    give_all(application, by)
    sign(application, by)
    return application


def signature(application):
    return {"method": "password", "digest": digest(frozen_content(application.fresh()))}


def send(application, by, *, at=AT):
    return submit(application, by=by, at=at, signature=signature(application))


def member_of(application, person):
    """An actor who acts for a team under the grant he got."""
    return make_grant(person, Role.APPLICANT, application.applicant.unit)
