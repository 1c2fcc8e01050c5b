"""Bring the demonstration that a browser looks at into step 3: `python -m tests.applications.qualifying_stage`.

One application is to be examined, one has a condition found wanting, one department answered and one is late.
"""

from datetime import timedelta

import django


def main():
    """Run in a process of its own, on the server's database."""
    django.setup()
    from accounts.actors import Actor  # noqa: PLC0415  Django must be ready first
    from accounts.grants.models import Grant  # noqa: PLC0415
    from applications.cases.models import Status  # noqa: PLC0415
    from applications.honours.services import Words, enter  # noqa: PLC0415
    from applications.qualification.departments import answer, ask  # noqa: PLC0415
    from core import clock  # noqa: PLC0415
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.rubrics.services import fill_demo  # noqa: PLC0415
    from tests.applications import qualifying, world  # noqa: PLC0415
    from tests.factories import at_status, at_step  # noqa: PLC0415

    def actor(username):
        grant = Grant.objects.select_related("person", "unit").get(person__username=username)
        return Actor(grant.person, grant)

    at, edition, office = clock.now(), Edition.objects.get(), actor("office-1")
    today, day = at.date(), timedelta(days=1)
    fill_demo(edition, at=at)
    world.publish(edition, office, at - day, at + 30 * day)
    edition = at_step(edition, Step.APPLYING, by=office, at=at)
    cases = [handed_in(edition, actor(username), at) for username in ("13800000002", "13800000003", "13800000004")]
    at_step(edition, Step.QUALIFICATION, by=office, at=at)
    for case in cases[:2]:
        at_status(case.fresh(), Status.RECOMMENDED, by=actor("yuci-3"), at=at)
    first, second = cases[0].fresh(), cases[1].fresh()
    qualifying.examine(second, office, at=at, k9_6="fail")
    days = {"sent_on": today - 9 * day, "due_on": today - 2 * day}
    query = ask(edition, qualifying.a_question(**days), applications=[first, second], by=office, at=at)
    ask(edition, qualifying.a_question(department="市税务局", **days), applications=[first], by=office, at=at)
    reply = qualifying.a_reply(answered_on=today - 3 * day)
    answer(query, reply, applications=[first], by=office, at=at)
    words = Words(2, 2023, "award", "晋中锦程机械有限公司", "市政发〔2023〕9号（演示）", credit_code="91999900MA0DEM0C3H")
    enter(words, by=office, at=at)


def handed_in(edition, by, at):
    """A whole application, submitted."""
    from accounts.units.models import Unit  # noqa: PLC0415
    from applications.cases.services import begin  # noqa: PLC0415
    from tests.applications import world  # noqa: PLC0415

    case = begin(edition, body=Unit.objects.bodies().first(), by=by, at=at)
    world.fill(case, legal_representative=by.person.name)
    world.give_all(case, by)
    world.sign(case, by, at=at)
    world.send(case, by, at=at)
    return case


if __name__ == "__main__":
    main()
