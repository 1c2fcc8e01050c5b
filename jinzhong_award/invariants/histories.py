"""Every application's whole history, a few hundred applications at a time: memory stays flat however many there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter

from applications.cases.models import Application, StatusChange
from procedure.editions.models import Edition, Step, StepChange
from procedure.proposals.models import Proposal

MANY = 500


@dataclass(frozen=True)
class Calendar:
    """In which step an edition stood when an event was written."""

    steps: tuple[tuple[int, int], ...]  # event, step that began with it

    def step_at(self, event: int) -> Step:
        return Step(next((step for began, step in reversed(self.steps) if began <= event), Step.PREPARATION))


@dataclass(frozen=True)
class History:
    """One application with its changes in order, and what was put before a second hand."""

    application: Application
    changes: list[StatusChange]
    proposals: dict[tuple[str, int], set] = field(default_factory=dict)  # move and place in the history: who prepared it

    def last(self, target: str) -> StatusChange | None:
        """Return the newest change to a state, or None."""
        return next((change for change in reversed(self.changes) if change.target == target), None)


def calendar_of(edition: Edition) -> Calendar:
    """Return the steps of an edition. One query."""
    changes = StepChange.objects.filter(subject=edition).order_by("event_id")
    return Calendar(tuple(changes.values_list("event_id", "target")))


def histories(edition: Edition) -> Iterator[History]:
    """Yield every application of an edition with its history. Two queries a few hundred."""
    rows = Application.objects.filter(edition=edition).select_related("applicant__unit").order_by("pk").iterator(MANY)
    while several := list(islice(rows, MANY)):
        keys = [one.pk for one in several]
        changes = StatusChange.objects.filter(subject__in=keys).order_by("subject_id", "event_id")
        found = {key: list(group) for key, group in groupby(changes, attrgetter("subject_id"))}
        prepared = _prepared([str(key) for key in keys])
        for one in several:
            one.edition = edition
            yield History(one, found.get(one.pk, []), prepared[str(one.pk)])


def _prepared(subjects: list[str]) -> dict[str, dict[tuple[str, int], set]]:
    found = defaultdict(lambda: defaultdict(set))
    rows = Proposal.objects.filter(subject__in=subjects).values_list("subject", "move", "after", "by")
    for subject, move, after, by in rows:
        found[subject][move, after].add(by)
    return found
