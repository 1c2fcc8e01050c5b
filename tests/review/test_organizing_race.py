"""Hands that press at the same moment over one plan, with real processes: one set of rows, and never a conflict beside an assignment."""

from collections import Counter

import pytest

from core.ledger.verify import verify
from procedure.parameters.services import fill_demo
from review.assignments import deployment, plans
from review.assignments.models import Assignment, PlanDraft
from review.recusals.models import Conflict, ConflictKind
from review.recusals.services import recuse
from tests.factories import AT
from tests.races.presses import press_together
from tests.review.hands import two
from tests.review.pairs import conflict
from tests.reviewing import reviewing_world

pytestmark = pytest.mark.article("18(4)")


@pytest.fixture
def proposed(committed):
    """A plan that waits for its second hand; whoever may confirm, twice."""
    edition, applications, people, _ = reviewing_world(reviewers=5, applications=2)
    fill_demo(edition, at=AT)
    first, second = two()
    third, _ = two()
    plans.fill(edition, revision=0, by=second, at=AT)
    deployment.propose(edition, by=second, at=AT)
    return edition, applications, people, [first, third]


def test_two_deploy_the_same_plan_at_once_and_there_is_one_set_of_rows(committed, proposed):
    edition, applications, people, hands = proposed

    def press(by):
        return lambda number: deployment.confirm(edition, by=by, at=AT)

    (outcome,) = press_together(committed, 1, [press(by) for by in hands])

    assert Counter(outcome) == {"made": 1, "refused": 1}
    assert Assignment.objects.count() == len(applications) * len(people)
    assert PlanDraft.objects.get().pairs == []
    assert verify() == []


@pytest.mark.parametrize("record", [conflict, lambda *pair: recuse(*pair, kind=ConflictKind.DECLARED, text="本人声明", by=two()[0], at=AT)])
def test_a_conflict_recorded_against_a_deployment_never_stands_beside_it(committed, proposed, record):
    """Whichever comes second: the plan is refused, or the assignment ends (or the database refuses the bare row)."""
    edition, (application, _), (reviewer, *_), (by, _) = proposed

    (outcome,) = press_together(
        committed, 1, [lambda number: deployment.confirm(edition, by=by, at=AT), lambda number: record(application, reviewer)]
    )

    assert outcome[0] in ("made", "refused")
    assert outcome[1] == "made" or "jz" in outcome[1]
    standing = Assignment.objects.standing().filter(application=application, reviewer=reviewer).exists()
    assert not (standing and Conflict.objects.filter(application=application, reviewer=reviewer).exists())
    assert verify() == []
