"""An edition in step 5 with one application on the on-site list, a panel of three, and what leads to its report."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.grants.models import Role
from applications.cases.models import Category, Status
from core.clock import shanghai
from procedure.editions.models import Step
from procedure.letters.models import Letter
from procedure.letters.services import release
from procedure.parameters.services import fill_demo
from procedure.rubrics.services import fill_demo as fill_rubrics
from review.rounds import Round
from review.visits import services
from review.visits.models import VisitDraft
from review.visits.record import SUMMARY, entries_of, save
from review.visits.reporting import lock_report, sign
from review.visits.services import Plan, standing_visit
from tests.factories import AT, at_step, make_actor, make_application, make_edition
from tests.reviewing import acting_as, declared, invite, make_panel, make_reviewer, snapshot_of

DAY = shanghai(AT) + timedelta(days=10)
WORDS = "抽查三家外协厂，首件检验单齐全。"


@dataclass
class World:
    """What the tests speak of; `first` and `second` are of the office."""

    edition: object
    application: object
    panel: object
    reviewers: list
    first: object
    second: object

    @property
    def hands(self):
        return self.first, self.second


def an_edition(step=Step.ON_SITE, *, demo=True):
    """An edition with parameters and rubrics, at a step."""
    edition = make_edition(demo=demo)
    fill_demo(edition, at=AT)
    fill_rubrics(edition, at=AT)
    return at_step(edition, step)


def listed(edition, **fields):
    """An application on the on-site list."""
    application = make_application(edition, Status.ADVANCING, category=Category.ORGANIZATION, **fields)
    snapshot_of(application)
    declared(edition)
    return application


def a_team(edition, *, size=3, round_=Round.ON_SITE, name="第一组"):
    """Pledged reviewers on one panel; the first is its chair: (panel, reviewers)."""
    reviewers = [make_reviewer() for _ in range(size)]
    for reviewer in reviewers:
        invite(edition, reviewer)
    return make_panel(edition, reviewers, round=round_, name=name), reviewers


def two():
    """Two of the office, the second its head."""
    return make_actor(Role.OFFICE), make_actor(Role.OFFICE, head=True)


def plan(panel, **words):
    return Plan(**{"panel": str(panel.pk), "on": DAY, "place": "总装车间", "note": "近三年的首件检验记录"} | words)


def planned(application, panel, hands=None, *, at=AT, **words):
    """The visit as two planned it."""
    first, second = hands or two()
    services.propose(application, plan(panel, **words), by=first, at=at)
    return services.confirm(application, by=second, at=at)


def told(application, by, *, at=AT):
    """Release every letter about an edition that waits."""
    waiting = list(Letter.objects.waiting().filter(edition=application.edition))
    return release(waiting, by=by, at=at)


def recorded(visit, reviewer, *, points=None, at=AT):
    """Every item recorded by one of the team, and the summary."""
    actor, entries = acting_as(reviewer), entries_of(visit)
    draft, _ = VisitDraft.objects.get_or_create(visit=visit)
    for entry in entries:  # as saving leaves it, in one row
        draft.entries[entry.item.key] = {"match": "same", "finding": WORDS, "points": str(points or entry.item.points)}
    draft.save(update_fields=["entries"])
    save(visit, SUMMARY, typed={"text": "现场与材料一致，过程管理扎实，持续改进有记录。"}, bases={}, by=actor, at=at)


def reported(visit, reviewers, *, passed=True, at=AT):
    """The report, recorded and locked by the chair and signed by everybody."""
    recorded(visit, reviewers[0], at=at)
    report = lock_report(visit, passed=passed, by=acting_as(reviewers[0]), at=at)
    for reviewer in reviewers:
        sign(report, by=acting_as(reviewer), at=at, method="demo")
    return report


def on_site(*, demo=True):
    """An edition in step 5 with a visit planned: the letter about it waits."""
    edition = an_edition(demo=demo)
    application = listed(edition)
    panel, reviewers = a_team(edition)
    hands = two()
    planned(application, panel, hands)
    return World(edition, application, panel, reviewers, *hands)


def visit_of(application):
    return standing_visit(application)
