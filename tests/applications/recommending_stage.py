"""Bring the demonstration that a browser looks at into step 3: `python -m tests.applications.recommending_stage`.

One application stands before the signer in its second version, one is returned, one is new.
"""

from datetime import timedelta

import django

django.setup()

from accounts.actors import Actor  # noqa: E402  Django must be ready first
from accounts.grants.models import Grant  # noqa: E402
from accounts.units.models import Unit  # noqa: E402
from applications.cases.services import begin  # noqa: E402
from applications.evidence.models import Attachment  # noqa: E402
from core import clock  # noqa: E402
from procedure.editions.models import Edition, Step  # noqa: E402
from procedure.rubrics.services import fill_demo  # noqa: E402
from tests.applications import world  # noqa: E402
from tests.applications.recommending import ITEM, check, examine, fresh  # noqa: E402
from tests.applications.test_corrections import LICENCE, corrected, send_back  # noqa: E402
from tests.factories import at_step  # noqa: E402


class Hands:
    """The county's people in the demonstration."""

    def __init__(self):
        self.examiner, self.checker, self.signer = (actor(f"yuci-{number}") for number in (1, 2, 3))


def actor(username):
    grant = Grant.objects.select_related("person", "unit").get(person__username=username)
    return Actor(grant.person, grant)


def main():
    """Run in a process of its own, on the server's database."""
    at, edition, office, body = clock.now(), Edition.objects.get(), actor("office-1"), Hands()
    fill_demo(edition, at=at)
    world.publish(edition, office, at - timedelta(days=1), at + timedelta(hours=1))
    edition = at_step(edition, Step.APPLYING, by=office, at=at)
    cases = []
    for username in ("13800000002", "13800000003", "13800000004"):
        by = actor(username)
        case = begin(edition, body=Unit.objects.bodies().first(), by=by, at=at)
        world.fill(case, legal_representative=by.person.name)
        world.give_all(case, by)
        world.sign(case, by, at=at)
        world.send(case, by, at=at)
        cases.append((case, by))
    at_step(edition, Step.QUALIFICATION, by=office, at=at)
    (first, by), (second, _), _ = cases
    examine(first, body, at=at)
    send_back(first, body.examiner, at=at, items=(ITEM, LICENCE), note="请一并检查其他年份。")
    Attachment.objects.filter(application=first, kind="licence").update(removed_at=at)
    world.give(first, "licence", by, "营业执照（重新扫描）.pdf")
    corrected(fresh(first), by, at=at)
    examine(first, body, at=at)
    check(first, body, at=at)
    send_back(second, body.examiner, at=at, items=(ITEM, LICENCE))


if __name__ == "__main__":
    main()
