"""Bring the demonstration that a browser walks through to the end of step 3, or of 6: `python -m tests.walk.stage accepted|heard`.

Step 3: eight applications of both kinds are accepted, their list has stood its period; three sheets are asked of each.
Step 6: whoever passed the on-site review was heard, the last one was absent.
"""

import sys
from datetime import datetime

import django

CLOSED = "2026-05-08T09:00"
NOTICED = "2026-04-27T09:00"


def main(stage):
    """Run in a process of its own, on the server's database."""
    django.setup()
    {"accepted": at_the_end_of_step_3, "heard": heard}[stage]()


def at_the_end_of_step_3():
    """Accepted, noticed, its period past."""
    from core import clock  # noqa: PLC0415  Django must be ready first
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.parameters.reviewing import SHEETS_EACH  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415
    from tests.review.scoring import set_parameter  # noqa: PLC0415

    edition, office = Edition.objects.get(), acting("office-1")
    set_parameter(edition, SHEETS_EACH.name, 3)
    accepted(edition, office, clock.now())
    edition = at_step(edition.fresh(), Step.QUALIFICATION, by=office, at=clock.now())
    clock.advance(datetime.fromisoformat(NOTICED).replace(tzinfo=clock.SHANGHAI))
    notice(edition, office, acting("office-2"), clock.now())
    clock.advance(datetime.fromisoformat(CLOSED).replace(tzinfo=clock.SHANGHAI))
    at_step(edition.fresh(), Step.MATERIALS, by=office, at=clock.now())


def accepted(edition, office, at):
    """Three whole applications of the demonstration's applicants, and five more with what those said."""
    from datetime import timedelta  # noqa: PLC0415

    from applications.applicants.models import ApplicantKind  # noqa: PLC0415
    from applications.cases.models import Category, Status  # noqa: PLC0415
    from procedure.editions.models import Step  # noqa: PLC0415
    from tests.applications import world  # noqa: PLC0415
    from tests.applications.qualifying_stage import handed_in  # noqa: PLC0415
    from tests.factories import at_status, at_step  # noqa: PLC0415
    from tests.walk.reviewing import COMPANIES, PEOPLE, TEAM  # noqa: PLC0415

    world.publish(edition, office, at - timedelta(days=1), at + timedelta(days=30))
    edition = at_step(edition, Step.APPLYING, by=office, at=at)
    first, second, third = (handed_in(edition, acting(username), at) for username in ("13800000002", "13800000003", "13800000004"))
    for one in (first, second, third):
        at_status(one.fresh(), Status.ACCEPTED, by=office, at=at)
    for name in COMPANIES[2:]:
        alike(first, name, ApplicantKind.ORGANIZATION, Category.ORGANIZATION, office, at)
    for name in PEOPLE[1:]:
        alike(third, name, ApplicantKind.PERSON, Category.INDIVIDUAL, office, at)
    alike(third, TEAM, ApplicantKind.TEAM, Category.INDIVIDUAL, office, at)


def alike(whole, name, kind, category, office, at):
    """Another accepted application that says what a whole one says."""
    from applications.cases.models import Application, Status  # noqa: PLC0415
    from applications.snapshots.models import Snapshot  # noqa: PLC0415
    from tests.factories import make_applicant, make_application  # noqa: PLC0415
    from tests.reviewing import snapshot_of  # noqa: PLC0415

    number = f"JZ3-{category[0].upper()}-{90 + Application.objects.count()}"
    fields = {"category": category, "form": whole.form, "body": whole.body, "number": number}
    made = make_application(whole.edition, Status.ACCEPTED, applicant=make_applicant(kind, name), by=office, at=at, **fields)
    snapshot_of(made, at=at, **Snapshot.objects.latest_of(whole).content | {"applicant": name})


def notice(edition, first, second, at):
    """The accepted list, composed and confirmed by two, out at once."""
    from publicity.notices import services  # noqa: PLC0415
    from publicity.notices.models import NoticeKind  # noqa: PLC0415
    from publicity.notices.words import suggested  # noqa: PLC0415

    draft = services.Draft(kind=NoticeKind.ACCEPTANCE, publish_at=at, **suggested(edition, NoticeKind.ACCEPTANCE))
    services.confirm(services.compose(edition, draft, by=first, at=at), by=second, at=at)


def heard():
    """Three sheets on each that passed, the last absent; past the guards of step 6."""
    from applications.cases.models import Application, Status  # noqa: PLC0415  Django must be ready first
    from core import clock  # noqa: PLC0415
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from review.panels.models import Panel, PanelSeat  # noqa: PLC0415
    from review.rounds import Round  # noqa: PLC0415
    from tests.factories import at_status, at_step  # noqa: PLC0415
    from tests.review.evaluating import sheet_of  # noqa: PLC0415
    from tests.reviewing import assign, make_panel  # noqa: PLC0415

    edition, office, at = Edition.objects.get(), acting("office-1"), clock.now()
    seats = PanelSeat.objects.filter(panel=Panel.objects.get(edition=edition, round=Round.ON_SITE)).members()
    people = [seat.reviewer for seat in seats.select_related("reviewer__person")]
    panel = make_panel(edition, people, round=Round.ORAL_DEFENSE, name="答辩专家组", at=at)
    *present, absent = Application.objects.filter(edition=edition, status=Status.PASSED).order_by("number")
    for place, one in enumerate(present):
        for spread, reviewer in enumerate(people):
            sheet_of(assign(one, reviewer, panel, round=Round.ORAL_DEFENSE, at=at), 90 - 2 * place + spread, at=at)
        at_status(one, Status.DEFENDED, by=office, at=at)
    at_status(absent, Status.ABSENT, by=office, at=at)
    at_step(edition, Step.EVALUATION, by=office, at=at)


def acting(username):
    """Somebody of the demonstration, acting."""
    from accounts.actors import Actor  # noqa: PLC0415
    from accounts.grants.models import Grant  # noqa: PLC0415

    grant = Grant.objects.select_related("person", "unit").get(person__username=username)
    return Actor(grant.person, grant)


if __name__ == "__main__":
    main(sys.argv[1])
