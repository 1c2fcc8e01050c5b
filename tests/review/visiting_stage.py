"""Bring the demonstration that a browser looks at into step 5 or 7: `python -m tests.review.visiting_stage visits|evaluation`.

Step 5: one visit is planned and half recorded, one application is to be planned. Step 7: three applications, one of them absent.
"""

import sys
from datetime import timedelta

import django


def main(stage):
    """Run in a process of its own, on the server's database."""
    django.setup()
    from core import clock  # noqa: PLC0415  Django must be ready first
    from procedure.editions.models import Edition  # noqa: PLC0415

    {"visits": visits, "evaluation": evaluation}[stage](Edition.objects.get(), clock.now())


def visits(edition, at):
    """Step 5 with reviewer-1 in the chair of the panel that visits the first applicant."""
    from applications.cases.models import Status  # noqa: PLC0415
    from procedure.editions.models import Step  # noqa: PLC0415
    from review.rounds import Round  # noqa: PLC0415
    from review.visits.record import entries_of, save  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415
    from tests.review.visiting import WORDS, planned, told  # noqa: PLC0415
    from tests.reviewing import acting_as, declared, make_panel  # noqa: PLC0415

    ready(edition, at)
    edition = at_step(edition, Step.ON_SITE, at=at)
    panel = make_panel(edition, invited(edition, at), round=Round.ON_SITE, name="第一专项评审组", at=at)
    first, _ = (listed(edition, username, Status.ADVANCING, at) for username in ("13800000002", "13800000003"))
    declared(edition, at=at)
    hands = (acting("office-1"), acting("office-2"))
    visit = planned(first, panel, hands, at=at, on=(at + timedelta(days=9)).date())
    told(first, hands[0], at=at)
    by = acting_as(panel.seats.get(chair=True).reviewer)
    for entry in entries_of(visit)[:4]:
        save(visit, entry.item.key, typed={"match": "same", "finding": WORDS, "points": str(entry.item.points)}, bases={}, by=by, at=at)


def evaluation(edition, at):
    """Step 7: conditions are still to be read, the report and the list to be written."""
    from applications.cases.models import Status  # noqa: PLC0415
    from procedure.editions.models import Step  # noqa: PLC0415
    from review.rounds import Round  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415
    from tests.review.evaluating import sheet_of, visit_report  # noqa: PLC0415
    from tests.reviewing import assign, make_panel  # noqa: PLC0415

    ready(edition, at)
    edition, people = at_step(edition, Step.EVALUATION, at=at), invited(edition, at)
    panels = {round_: make_panel(edition, people, round=round_, name=f"{round_.label}组", at=at) for round_ in Round}
    found = (("13800000002", Status.DEFENDED, 82), ("13800000003", Status.DEFENDED, 78), ("13800000004", Status.ABSENT, None))
    for place, (username, status, heard) in enumerate(found):
        made = listed(edition, username, status, at)
        for round_, mean in ((Round.MATERIALS, 80 - place), (Round.ORAL_DEFENSE, heard)):
            for spread, reviewer in enumerate(people if mean else ()):
                sheet_of(assign(made, reviewer, panels[round_], round=round_, at=at), mean + spread, at=at)
        visit_report(made, panels[Round.ON_SITE], 85 - place, at=at)


def ready(edition, at):
    """Rubrics and parameters, as far as the demonstration has not set them."""
    from procedure.parameters.services import fill_demo as fill_parameters  # noqa: PLC0415
    from procedure.rubrics.services import fill_demo as fill_rubrics  # noqa: PLC0415

    fill_parameters(edition, at=at)
    fill_rubrics(edition, at=at)


def invited(edition, at):
    """Three reviewers of the demonstration, pledged; reviewer-1 first."""
    from review.reviewers.models import Reviewer  # noqa: PLC0415
    from tests.reviewing import invite  # noqa: PLC0415

    found = list(Reviewer.objects.select_related("person").order_by("person__username")[:3])
    for one in found:
        invite(edition, one, at=at)
    return found


def listed(edition, username, status, at):
    """An application of somebody of the demonstration, brought to a state."""
    from applications.applicants.models import Applicant  # noqa: PLC0415
    from tests.factories import make_application  # noqa: PLC0415
    from tests.reviewing import snapshot_of  # noqa: PLC0415

    unit = acting(username).unit
    made = make_application(edition, status, applicant=Applicant.objects.get(unit=unit), number=f"YS-{username[-3:]}", at=at)
    snapshot_of(made, at=at)
    return made


def acting(username):
    """Somebody of the demonstration, acting."""
    from accounts.actors import Actor  # noqa: PLC0415
    from accounts.grants.models import Grant  # noqa: PLC0415

    grant = Grant.objects.select_related("person", "unit").get(person__username=username)
    return Actor(grant.person, grant)


if __name__ == "__main__":
    main(sys.argv[1])
