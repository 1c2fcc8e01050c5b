"""An edition in step 3 with applications that a body recommended, and what the office does to them."""

from datetime import timedelta

from django.db import transaction

from accounts.signing.services import DEMO_PASSWORD
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Status
from applications.qualification.checks import Finding, record_checks
from applications.qualification.conditions import items
from applications.qualification.departments import Question, Reply, answer, ask
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.clock import shanghai
from core.ledger.services import cover, lock
from procedure.editions.models import Category, Step
from tests.factories import AT, at_status, make_actor, make_applicant, make_application, make_edition, make_user

TODAY = shanghai(AT)
DAY = timedelta(days=1)


def an_office():
    """One of the office, who can sign on the pages."""
    return make_actor("office", person=make_user(password=DEMO_PASSWORD))


def an_edition(number=3, step=Step.QUALIFICATION, **fields):
    return make_edition(number, step, **fields)


@transaction.atomic
def a_snapshot(application, *, number=1, by=None):
    """A version as it was submitted, with little in it."""
    content = {"form": "", "applicant": application.applicant.unit.name, "body": "", "parts": {}, "files": [], "members": []}
    by = by or make_actor("applicant", application.applicant.unit)
    row = Snapshot(application=application, number=number, content=content, fingerprint=digest([content, number]), by=by.person, at=AT)
    return cover(lock(application.edition.chain), row, at=AT, by=by, action="test-submit")


def a_case(edition=None, *, number="A-1", applicant=None, status=Status.RECOMMENDED, **fields):
    """An application that was submitted once and brought to a state."""
    edition = edition or an_edition()
    fields.setdefault("form", "organization-1")
    signer = make_actor("signer")
    application = make_application(
        edition, Status.SUBMITTED, by=signer, applicant=applicant or make_applicant(), body=signer.unit, number=number, **fields
    )
    a_snapshot(application)
    return at_status(application, status, by=signer)


def a_team_case(edition=None, **fields):
    """A team of two."""
    team = make_applicant(ApplicantKind.TEAM, "精益攻关小组")
    for order in (1, 2):
        TeamMember.objects.create(applicant=team, person=make_user(f"成员{order}"), order=order, confirmed_at=AT)
    return a_case(edition, applicant=team, category=Category.INDIVIDUAL, form="individual-1", **fields)


def examine(application, by, *, at=AT, places=None, **verdicts):
    """Check every item as met; `verdicts` by key (`k9_4="fail"`) replaces some."""
    snapshot, asked = Snapshot.objects.latest_of(application), items(application)
    wanted = {key[1:].replace("_", "-"): verdict for key, verdict in verdicts.items()}
    chosen = [item for item in asked if places is None or item.key in places]
    found = [Finding(item, wanted.get(item.key, "pass"), f"{item.label}：看过材料", seen(snapshot, item)) for item in chosen]
    return record_checks(application, found, snapshot=snapshot, by=by, at=at)


def seen(snapshot, item):
    row = snapshot.condition_checks.filter(replaced_by=None, condition=item.code, member=item.member).first()
    return str(row.pk) if row else ""


def a_question(**changes):
    return Question(**{"department": "市应急管理局", "question": "近三年有没有重大事故", "sent_on": TODAY, "due_on": TODAY + DAY} | changes)


def a_reply(**changes):
    return Reply(**{"answer": "none", "answered_on": TODAY, "document": "复函"} | changes)


def ask_about(application, by, *, at=AT, **changes):
    return ask(application.edition, a_question(**changes), applications=[application], by=by, at=at)


def answered(application, by, *, at=AT):
    """A department was asked and answered."""
    query = ask_about(application, by, at=at)
    return answer(query, a_reply(), applications=[application], by=by, at=at)[0]


def acceptable(application, by):
    examine(application, by)
    answered(application, by)
    return application
