"""Bring the demonstration that a browser looks at into step 2: `python -m tests.applications.stage [ready]`.

The company's draft is half filled, or, with `ready`, filled to the last field and committed.
"""

import sys
from datetime import timedelta

import django

django.setup()

from accounts.actors import Actor  # noqa: E402  Django must be ready first
from accounts.grants.models import Grant, Role  # noqa: E402
from accounts.units.models import Unit  # noqa: E402
from applications.answers.models import AnswerPart  # noqa: E402
from applications.cases.services import begin  # noqa: E402
from core import clock  # noqa: E402
from procedure.editions.models import Edition, Step  # noqa: E402
from procedure.rubrics.services import fill_demo  # noqa: E402
from tests.applications import world  # noqa: E402
from tests.factories import at_step  # noqa: E402


def main(*words):
    """Run in a process of its own, on the server's database."""
    at = clock.now()
    edition = Edition.objects.get()
    first = Grant.objects.filter(role=Role.OFFICE).select_related("person", "unit").first()
    office = Actor(first.person, first)
    fill_demo(edition, at=at)
    world.publish(edition, office, at - timedelta(days=1), world.CLOSES)
    edition = at_step(edition, Step.APPLYING, by=office, at=at)
    grant = Grant.objects.select_related("person", "unit").get(person__username="13800000001")
    by = Actor(grant.person, grant)
    draft = begin(edition, body=Unit.objects.bodies().first(), by=by, at=at)
    world.fill(draft, legal_representative=by.person.name)
    if "ready" in words:
        world.give_all(draft, by)
        world.sign(draft, by, at=at)
        return
    AnswerPart.objects.filter(part__in=["honours", "method", "assessment"]).delete()
    indicators = AnswerPart.objects.get(part="indicators")
    indicators.answers["profit"]["y2"] = "三千五百"
    indicators.answers["tax"] = {"y1": "1,806.20", "y2": "", "y3": "2,391.60", "rank": ""}
    indicators.answers["exports"] = {}
    indicators.save()
    world.give(draft, "licence", by, "营业执照（副本）.pdf")


if __name__ == "__main__":
    main(*sys.argv[1:])
