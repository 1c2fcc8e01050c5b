"""Bring the demonstration that a browser walks through to step 8: `python -m tests.walk.deliberating_stage listed|nobody`.

`listed`: three candidates, reported to the leading group. `nobody`: an empty list, reported.
"""

import sys
from datetime import datetime

import django

MOMENT = "2026-06-01T09:00"
NAMES = ("晋中澄川液压股份有限公司（演示）", "晋中望城食品有限公司（演示）", "晋中恒砌耐火材料有限公司（演示）")


def main(stage):
    """Run in a process of its own, on the server's database."""
    django.setup()
    from core import clock  # noqa: PLC0415  Django must be ready first
    from procedure.editions.models import Edition, Step  # noqa: PLC0415
    from procedure.parameters.services import fill_demo  # noqa: PLC0415
    from tests.factories import at_step  # noqa: PLC0415
    from tests.walk.stage import acting  # noqa: PLC0415

    edition, office = Edition.objects.get(), acting("office-1")
    clock.advance(datetime.fromisoformat(MOMENT).replace(tzinfo=clock.SHANGHAI))
    at = clock.now()
    fill_demo(edition, at=at, by=office)
    edition = at_step(edition, Step.EVALUATION, by=office, at=at)
    listed(edition, office, acting("office-2"), NAMES if stage == "listed" else (), at)
    at_step(edition, Step.DELIBERATION, by=office, at=clock.now())


def listed(edition, first, second, names, at):
    """The conditions read, the report issued, the list decided and reported, each by two."""
    from applications.cases.models import Status  # noqa: PLC0415
    from core.clock import shanghai  # noqa: PLC0415
    from review.evaluation import group, reading, services  # noqa: PLC0415
    from tests.factories import make_applicant, make_application  # noqa: PLC0415
    from tests.review import evaluating  # noqa: PLC0415
    from tests.reviewing import snapshot_of  # noqa: PLC0415

    for place, name in enumerate(names, start=1):
        one = make_application(edition, applicant=make_applicant(name=name), by=first, at=at, number=f"JZ3-O-00{place}")
        snapshot_of(one, at=at)
        evaluating.at_status(one, Status.DEFENDED, by=first, at=at)
    reading.read_again(edition, by=first, at=at)
    issue(edition, first, second, at)
    rows = [
        {"application": str(row.pk), "grade": grade, "reason": evaluating.REASON}
        for row, grade in zip(services.evaluated(edition), ("award", "award", "nomination"), strict=False)
    ]
    services.propose(edition, {"rows": rows, "others": []}, by=first, at=at)
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


if __name__ == "__main__":
    main(sys.argv[1])
