"""Bring the demonstration to step 8 with an empty list of candidates that was reported: `python -m tests.walk.vacant_stage`."""

from datetime import datetime

import django

MOMENT = "2026-06-01T09:00"


def main():
    """Run in a process of its own, on the server's database."""
    django.setup()
    from core import clock  # noqa: PLC0415  Django must be ready first
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.parameters.services import fill_demo  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415

    edition, first = Edition.objects.get(), acting("office-1")
    clock.advance(datetime.fromisoformat(MOMENT).replace(tzinfo=clock.SHANGHAI))
    at = clock.now()
    fill_demo(edition, at=at, by=first)
    edition = at_step(edition, Step.EVALUATION, by=first, at=at)
    report_nobody(edition, first, acting("office-2"), at)
    at_step(edition, Step.DELIBERATION, by=first, at=clock.now())


def report_nobody(edition, first, second, at):
    """The conditions read, the report issued, the empty list decided and reported, each by two."""
    from core.clock import shanghai  # noqa: PLC0415
    from review.evaluation import group, reading, services  # noqa: PLC0415

    reading.read_again(edition, by=first, at=at)
    issue(edition, first, second, at)
    services.propose(edition, {"rows": [], "others": []}, by=first, at=at)
    services.confirm(edition, by=second, at=at)
    group.propose(edition, group.Reported(shanghai(at), "书面报告"), by=first, at=at)
    group.confirm(edition, by=second, at=at)


def issue(edition, first, second, at):
    """The evaluation report, written and issued by two."""
    from review.evaluation.report import EVALUATION_REPORT as REPORT  # noqa: PLC0415
    from review.reports import services  # noqa: PLC0415

    draft = REPORT.draft(edition)
    report = services.save(REPORT, edition, title=draft.title, text=draft.text, base="", by=first, at=at)
    services.propose_issue(REPORT, report, by=first, at=at)
    services.confirm_issue(REPORT, report, by=second, at=at)


def acting(username):
    """Somebody of the demonstration, acting."""
    from accounts.actors import Actor  # noqa: PLC0415
    from accounts.grants.models import Grant  # noqa: PLC0415

    grant = Grant.objects.select_related("person", "unit").get(person__username=username)
    return Actor(grant.person, grant)


if __name__ == "__main__":
    main()
