"""The funnel of an edition (从申报到授奖): how many applications came as far as each stage, for the office alone."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from accounts.actors import Actor
from accounts.units.counties import Cell, county_map
from applications.cases.models import Application, Status, StatusChange
from procedure.editions.models import Edition, Step


@dataclass(frozen=True)
class Stage:
    """One line of the funnel: the state that is reached, in which step, and the states of those who came no further."""

    reached: Status
    label: str
    step: Step
    lost: tuple[Status, ...] = ()


STAGES = (
    Stage(Status.SUBMITTED, "提交", Step.APPLYING, (Status.LAPSED,)),
    Stage(Status.RECOMMENDED, "推荐", Step.QUALIFICATION, (Status.NOT_RECOMMENDED, Status.OVERDUE)),
    Stage(Status.ACCEPTED, "受理", Step.QUALIFICATION, (Status.DECLINED,)),
    Stage(Status.ADVANCING, "进入现场评审", Step.MATERIALS, (Status.NOT_ADVANCING,)),
    Stage(Status.PASSED, "通过现场评审", Step.ON_SITE, (Status.NOT_PASSED,)),
    Stage(Status.DEFENDED, "答辩", Step.DEFENSE, (Status.ABSENT,)),
    Stage(Status.CANDIDATE, "候选", Step.EVALUATION, (Status.NOT_CANDIDATE,)),
    Stage(Status.PROPOSED, "拟授奖", Step.DELIBERATION, (Status.NOT_PROPOSED,)),
    Stage(Status.AWARDED, "授奖", Step.APPROVAL),
)
# Whoever leaves may leave at any stage.
LEFT = (Status.WITHDRAWN, Status.ENDED, Status.DISQUALIFIED, Status.REVOKED)


@dataclass(frozen=True)
class Line:
    """One line as the page prints it; `value` is None for what has not begun."""

    label: str
    value: int | None
    state: str
    note: str


@dataclass(frozen=True)
class Funnel:
    lines: list[Line]
    left: str

    @property
    def most(self) -> int:
        """The widest line; one of nothing, so that the picture has a width."""
        return max(1, *(line.value or 0 for line in self.lines))


def funnel(edition: Edition) -> Funnel:
    """Return how many came as far as each stage, whatever became of them later. Two queries."""
    came = StatusChange.objects.filter(subject__edition=edition, target__in=[stage.reached for stage in STAGES])
    reached = dict(came.values_list("target").annotate(Count("subject", distinct=True)).order_by())
    stand = Counter(dict(Application.objects.filter(edition=edition).values_list("status").annotate(Count("pk")).order_by()))
    return Funnel([_line(stage, edition, reached, stand) for stage in STAGES], _said(LEFT, stand))


def by_county(edition: Edition, actor: Actor) -> list[Cell]:
    """Return where the submitted applications come from, as the map prints it. Two queries."""
    submitted = Application.objects.visible_to(actor).filter(edition=edition).exclude(body=None)
    return county_map(dict(submitted.values_list("body").annotate(Count("pk")).order_by()))


def _line(stage: Stage, edition: Edition, reached: dict[str, int], stand: Counter) -> Line:
    value = reached.get(stage.reached, 0)
    begun = value or stage.step <= edition.step
    state = "now" if stage.step == edition.step else ""
    return Line(stage.label, value if begun else None, state, _said(stage.lost, stand))


def _said(states: tuple[Status, ...], stand: Counter) -> str:
    return "，".join(f"{state.label}{stand[state]}" for state in states if stand[state])
