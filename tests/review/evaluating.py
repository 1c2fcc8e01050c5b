"""Step 7 with sheets and panel reports as they were locked: past every guard, not past the database."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from accounts.grants.models import Role
from applications.cases.models import Category, Status
from core.canonical import digest
from core.clock import shanghai
from core.ledger.services import cover, lock
from procedure.editions.models import Step
from procedure.parameters.services import set_parameter
from review.evaluation import group, reading, services
from review.evaluation.report import EVALUATION_REPORT
from review.reports import services as reports
from review.rounds import Round
from review.sheets.models import Sheet, SheetSetAside
from review.visits.models import Visit, VisitReport
from tests.factories import AT, at_status, at_step, make_actor, make_application
from tests.review.visiting import a_team, an_edition, two
from tests.reviewing import acting_as, assign, decided, snapshot_of

FULL = Decimal(100)
REASON = "各环节评价居前，经营业绩突出，行业影响较大。"


@transaction.atomic
def sheet_of(assignment, total, *, full=FULL, at=AT):
    """A locked sheet."""
    by, head = acting_as(assignment.reviewer), lock(assignment.application.edition.chain)
    row = Sheet(
        assignment=assignment,
        entries=[],
        total=Decimal(total),
        full=full,
        fingerprint=digest([str(assignment.pk)]),
        method="demo",
        by=by.person,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="sheet.lock")


@transaction.atomic
def set_aside(sheet, *, at=AT):
    """Two set a sheet aside."""
    edition = sheet.assignment.application.edition
    row = SheetSetAside(sheet=sheet, reason="评审员被取消资格", decision=decided(edition, at=at), at=at)
    return cover(lock(edition.chain), row, at=at, by=make_actor(Role.OFFICE), action="sheet.aside")


@transaction.atomic
def visit_report(application, panel, total, *, full=FULL, at=AT):
    """The panel report of a visit."""
    edition, by = application.edition, make_actor(Role.REVIEWER)
    decision = decided(edition, at=at)
    visit = Visit(application=application, panel=panel, on=shanghai(at), place="厂区", decision=decision, at=at)
    cover(lock(edition.chain), visit, at=at, by=by, action="visit.plan")
    words = {"entries": [], "summary": "现场与材料一致。", "passed": True, "fingerprint": digest([str(visit.pk)])}
    row = VisitReport(visit=visit, total=Decimal(total), full=full, by=by.person, at=at, **words)
    return cover(lock(edition.chain), row, at=at, by=by, action="visit.report")


class Evaluating:
    """An edition in step 7; `add` brings an application with what each round found, None where it is missing."""

    def __init__(self, *, demo=True):
        self.edition = an_edition(Step.MATERIALS, demo=demo)
        self.teams = {round_: a_team(self.edition, round_=round_, name=f"{round_}组") for round_ in Round}
        self.first, self.second = two()
        self.number = 0

    def add(self, materials=(80, 82, 84), on_site=85, defense=(90, 92, 94), *, status=Status.DEFENDED, category=Category.ORGANIZATION):
        self.number += 1
        made = make_application(self.edition, category=category, number=f"N-{self.number:03}")
        snapshot_of(made)
        for round_, totals in ((Round.MATERIALS, materials), (Round.ORAL_DEFENSE, defense)):
            panel, reviewers = self.teams[round_]
            for reviewer, total in zip(reviewers, totals or (), strict=False):
                sheet_of(assign(made, reviewer, panel, round=round_), total)
        if on_site is not None:
            visit_report(made, self.teams[Round.ON_SITE][0], on_site)
        return at_status(made, status)

    def begin(self):
        self.edition = at_step(self.edition, Step.EVALUATION)
        return self

    def set(self, name, value):
        return set_parameter(self.edition, name=name, value=value, basis="演示依据", reason="演示更改", by=make_actor(Role.OFFICE), at=AT)

    def ready(self):
        """Conditions read and the report issued: a list may be decided."""
        reading.read_again(self.edition, by=self.first, at=AT)
        issue(self)
        return self

    def list_(self, rows=(), others=()):
        """The content of a list."""
        return {
            "rows": [{"application": str(one.pk), "grade": grade, "reason": REASON} for one, grade in rows],
            "others": [{"application": str(one.pk), "reason": REASON} for one in others],
        }

    def decide(self, rows=(), others=(), *, at=AT):
        services.propose(self.edition, self.list_(rows, others), by=self.first, at=at)
        return services.confirm(self.edition, by=self.second, at=at)

    def report_to_group(self, *, at=AT):
        group.propose(self.edition, group.Reported(shanghai(at), "书面报告"), by=self.first, at=at)
        return group.confirm(self.edition, by=self.second, at=at)


def issue(world, *, at=AT):
    """The evaluation report, written and issued by two."""
    draft = EVALUATION_REPORT.draft(world.edition)
    report = reports.save(EVALUATION_REPORT, world.edition, title=draft.title, text=draft.text, base="", by=world.first, at=at)
    reports.propose_issue(EVALUATION_REPORT, report, by=world.first, at=at)
    return reports.confirm_issue(EVALUATION_REPORT, report, by=world.second, at=at)


def later(days=1):
    return AT + timedelta(days=days)
