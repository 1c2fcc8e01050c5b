"""R1 and R9: nine steps in order, each change of state a declared move by its role in its step; recommended before accepted."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from applications.cases.models import Status, StatusChange
from applications.recommendations.models import Signature
from awards.judgments.models import Judgment
from jinzhong_award.invariants.histories import Calendar, History, calendar_of, histories
from jinzhong_award.invariants.promises import promise
from jinzhong_award.steps import EDITION_MOVES, MOVES
from procedure.editions.models import Edition, Step, StepChange
from procedure.proposals.models import Proposal

BY_NAME = {move.name: move for move in MOVES}
# The last step in which an application may still stand in a state that waits for an act of that step.
LATEST = {
    Status.DRAFT: Step.APPLYING,
    Status.SUBMITTED: Step.QUALIFICATION,
    Status.RETURNED: Step.QUALIFICATION,
    Status.RECOMMENDED: Step.QUALIFICATION,
    Status.PROPOSED: Step.APPROVAL,
}
EARLIEST = {
    Status.SUBMITTED: Step.APPLYING,
    Status.RECOMMENDED: Step.QUALIFICATION,
    Status.ACCEPTED: Step.QUALIFICATION,
    Status.ADVANCING: Step.MATERIALS,
    Status.PASSED: Step.ON_SITE,
    Status.DEFENDED: Step.DEFENSE,
    Status.ABSENT: Step.DEFENSE,
    Status.CANDIDATE: Step.EVALUATION,
    Status.PROPOSED: Step.DELIBERATION,
    Status.AWARDED: Step.APPROVAL,
    Status.REVOKED: Step.COMPLETED,
}


@promise("R1", "18", "九个环节依次进行，每次两人")
def steps_in_order() -> Iterator[str]:
    """The history of an edition is a chain of neighbouring steps, or ends it; the step is that of the last row."""
    moves = {move.name: move for move in EDITION_MOVES}
    for edition in Edition.objects.order_by("number").iterator():
        step, after = Step.PREPARATION, 0
        for change in StepChange.objects.filter(subject=edition).order_by("event_id"):
            if change.source != step or change.target not in (step + 1, Step.TERMINATED) or step >= Step.COMPLETED:
                yield f"{edition}从“{Step(change.source).label}”到了“{Step(change.target).label}”，当时在“{Step(step).label}”。"
            move = moves.get(change.move)
            if move is None or change.source not in move.sources or (change.target, change.role) != (move.target, move.role):
                yield f"{edition}由“{change.move}”进入“{Step(change.target).label}”，程序里没有这样的动作。"
            elif not _second(edition, change, after):
                yield f"{edition}进入“{Step(change.target).label}”，没有另一人经办。"
            step, after = change.target, change.pk
        if edition.step != step:
            yield f"{edition}在“{edition.get_step_display()}”，最后一次变动到的是“{Step(step).label}”。"


@promise("R1", "18", "申报的每次状态变化都是规定的动作，由规定的人在规定的环节办理")
def states_by_moves() -> Iterator[str]:
    """The machine's own table asked of every row that it wrote."""
    for edition in Edition.objects.order_by("number").iterator():
        calendar = calendar_of(edition)
        for history in histories(edition):
            yield from (f"{history.application}{fault}" for fault in _faults(history, calendar))


@promise("R1", "18", "申报的状态与所处环节相符")
def states_of_their_step() -> Iterator[str]:
    """Nothing waits for an act of a step that is over, nothing has come before its step. A judgment may put back whatever it likes."""
    for edition in Edition.objects.exclude(step=Step.TERMINATED).order_by("number").iterator():
        restored = set(Judgment.objects.filter(application__edition=edition).values_list("application", flat=True))
        for history in histories(edition):
            status, application = history.application.status, history.application
            late = edition.step > LATEST.get(status, Step.TERMINATED)
            if (late or edition.step < EARLIEST.get(status, Step.PREPARATION)) and application.pk not in restored:
                yield f"{application}是“{application.get_status_display()}”，本届在“{edition.get_step_display()}”。"


@promise("R9", "18(3)", "推荐单位先推荐，评选办后受理")
def recommended_before_accepted() -> Iterator[str]:
    """Before each acceptance stand a change to 已推荐 and a body's signature that recommends."""
    earlier = {"event_id__lt": OuterRef("event_id")}
    moved = StatusChange.objects.filter(subject=OuterRef("subject"), target=Status.RECOMMENDED, **earlier)
    signed = Signature.objects.filter(snapshot__application=OuterRef("subject"), recommend=True, **earlier)
    accepted = StatusChange.objects.filter(target=Status.ACCEPTED).exclude(Exists(moved) & Exists(signed))
    for change in accepted.select_related("subject__applicant__unit", "subject__edition").order_by("event_id").iterator():
        yield f"{change.subject}已经受理，以前没有推荐单位签发的推荐意见。"


def _second(edition: Edition, change: StepChange, after: int) -> bool:
    prepared = Proposal.objects.filter(subject=str(edition.pk), move=change.move, after=after, event_id__lt=change.event_id)
    return prepared.exclude(by=change.by_id).exists()


def _faults(history: History, calendar: Calendar) -> Iterator[str]:
    state, after = Status.DRAFT, 0
    for change in history.changes:
        step, move = calendar.step_at(change.event_id), BY_NAME.get(change.move)
        words = f"由“{Status(change.source).label}”成为“{Status(change.target).label}”"
        if change.source != state:
            yield f"{words}，当时是“{Status(state).label}”。"
        if move is None or change.source not in move.sources or (change.target, change.role) != (move.target, move.role):
            yield f"{words}，程序里没有这样的动作（{change.move}）。"
        elif move.steps and step not in move.steps:
            yield f"在“{step.label}”{words}，这个环节不能办理（{change.move}）。"
        elif move.hands == 2 and not history.proposals.get((move.name, after), set()) - {change.by_id}:
            yield f"{words}，没有另一人经办（{change.move}）。"
        state, after = change.target, change.pk
    if history.application.status != state:
        yield f"是“{history.application.get_status_display()}”，最后一次变动到的是“{Status(state).label}”。"
