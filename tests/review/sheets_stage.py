"""Bring the demonstration that a browser looks at into step 4: `python -m tests.review.sheets_stage`.

Two applications are scored by three reviewers. All that is left is half of reviewer-1's sheet on the first.
"""

import django


def main():
    """Run in a process of its own, on the server's database."""
    django.setup()
    from applications.cases.models import Status  # noqa: PLC0415  Django must be ready first
    from core import clock  # noqa: PLC0415
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.parameters.reviewing import SHEETS_EACH  # noqa: PLC0415
    from review.sheets.items import items_of  # noqa: PLC0415
    from tests.factories import at_status, at_step  # noqa: PLC0415
    from tests.review.scoring import fill, lock_it, set_parameter  # noqa: PLC0415
    from tests.review.visiting_stage import invited  # noqa: PLC0415
    from tests.reviewing import acting_as, assign, make_panel  # noqa: PLC0415

    edition, at = Edition.objects.get(), clock.now()
    cases = submitted(edition, at)
    set_parameter(edition, SHEETS_EACH.name, 3)
    edition = at_step(edition.fresh(), Step.MATERIALS, at=at)
    people = invited(edition, at)
    panel = make_panel(edition, people, name="材料评审一组", at=at)
    for place, case in enumerate(cases):
        accepted = at_status(case.fresh(), Status.ACCEPTED, at=at)
        for seat, reviewer in enumerate(people):
            assignment, by = assign(accepted, reviewer, panel, at=at), acting_as(reviewer)
            if place == 0 and seat == 0:
                fill(assignment, by, rate=75, at=at, only=items_of(assignment)[:14])
                continue
            fill(assignment, by, rate=70 + 2 * seat - 3 * place, at=at)
            lock_it(assignment, by, at=at)


def submitted(edition, at):
    """Two whole applications of the demonstration's companies."""
    from datetime import timedelta  # noqa: PLC0415

    from procedure.editions.models import Step  # noqa: PLC0415
    from tests.applications import world  # noqa: PLC0415
    from tests.applications.qualifying_stage import handed_in  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415
    from tests.review.visiting_stage import acting, ready  # noqa: PLC0415

    ready(edition, at)
    office = acting("office-1")
    world.publish(edition, office, at - timedelta(days=1), at + timedelta(days=30))
    edition = at_step(edition, Step.APPLYING, by=office, at=at)
    return [handed_in(edition, acting(username), at) for username in ("13800000002", "13800000003")]


if __name__ == "__main__":
    main()
