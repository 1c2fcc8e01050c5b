"""Bring the demonstration that a browser looks at into step 4: `python -m tests.review.organizing_stage`.

Reviewers have pledged, no panel is formed, one application is in conflict with most of them.
"""

import django


def main():
    """Run in a process of its own, on the server's database."""
    django.setup()
    from applications.cases.models import Status  # noqa: PLC0415  Django must be ready first
    from core import clock  # noqa: PLC0415
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.parameters.reviewing import SHEETS_EACH  # noqa: PLC0415
    from procedure.parameters.services import set_parameter  # noqa: PLC0415
    from review.reviewers.models import Reviewer  # noqa: PLC0415
    from tests.factories import at_step, many_applications  # noqa: PLC0415
    from tests.review.pairs import conflict  # noqa: PLC0415
    from tests.review.visiting_stage import acting, ready  # noqa: PLC0415
    from tests.reviewing import declared, invite  # noqa: PLC0415

    edition, at = Edition.objects.get(), clock.now()
    ready(edition, at)
    set_parameter(edition, name=SHEETS_EACH.name, value=3, basis="演示内容，不作依据", reason="演示", by=acting("office-1"), at=at)
    edition = at_step(edition, Step.MATERIALS, at=at)
    people = list(Reviewer.objects.select_related("person").order_by("person__username"))
    for one in people:
        invite(edition, one, at=at)
    found = many_applications(edition, 6, Status.ACCEPTED, at=at)
    declared(edition, at=at)
    for who in people[:4]:
        conflict(found[1], who)


if __name__ == "__main__":
    main()
