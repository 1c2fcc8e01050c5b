"""THE TABLE: 筹备 and the nine steps of article 18. Who opens the next step, and what must hold before.

A gate whose facts are not kept yet refuses: nothing passes by absence.
"""

from dataclasses import dataclass
from datetime import datetime

import applications.moves
import awards.moves
import publicity.moves
import review.moves
from accounts.grants.models import Role
from applications.filings.guards import paper_filings_entered
from applications.qualification.guards import all_decided
from awards.guards import answered, awards_registered
from core.rules import Blocker
from procedure.calendar.guards import calendar_known
from procedure.calls.guards import call_published, window_closed, window_open
from procedure.documents.guards import rules_documented, work_plan_approved, working_rules_approved
from procedure.editions.guards import bodies_entered, hands_clear
from procedure.editions.models import Edition, Step
from procedure.machine import Guard, Move
from procedure.parameters.guards import due_before, parameters_due, quotas_within_rules
from procedure.rubrics.guards import rubrics_entered
from publicity.guards import acceptance_stood, award_stood, objections_settled, supplement_stood
from publicity.meetings.guards import conditions_asked_again, meeting_decided, minutes_recorded
from review.defense.guards import defenses_scored, defenses_settled
from review.evaluation.guards import candidates_decided, evaluation_reported, everybody_read, everybody_told, group_reported, nobody_left
from review.reports.guards import materials_reported, on_site_listed
from review.sheets.guards import materials_closed
from review.visits.guards import visits_decided


@dataclass(frozen=True)
class Row:
    """One row: the step, its article, who acts in it, who opens the next, and the guards to leave it."""

    step: Step
    article: str
    acting: str
    opens: Role
    guards: tuple[Guard, ...]


STEPS = (
    Row(Step.PREPARATION, "13(1)", "评选办", Role.OFFICE, (
        rules_documented,
        work_plan_approved,
        working_rules_approved,
        rubrics_entered,
        parameters_due,
        quotas_within_rules,
        bodies_entered,
        calendar_known,
        hands_clear,
    )),
    Row(Step.CALL, "18(1)", "评选办", Role.OFFICE, (
        call_published,
        window_open,
    )),
    Row(Step.APPLYING, "18(2)", "申报者；推荐单位可以指导", Role.OFFICE, (
        window_closed,
        paper_filings_entered,
    )),
    Row(Step.QUALIFICATION, "18(3)", "推荐单位，然后评选办", Role.OFFICE, (
        all_decided,
        acceptance_stood,
        objections_settled,
        due_before(Step.MATERIALS),
    )),
    Row(Step.MATERIALS, "18(4)", "评审员；评选办或受委托机构组织", Role.OFFICE, (
        materials_closed,
        materials_reported,
        on_site_listed,
        supplement_stood,
        objections_settled,
        due_before(Step.ON_SITE),
    )),
    Row(Step.ON_SITE, "18(5)", "专项评审组；评选办或受委托机构组织", Role.OFFICE, (
        materials_closed,
        on_site_listed,
        visits_decided,
        due_before(Step.DEFENSE),
        supplement_stood,
        objections_settled,
    )),
    Row(Step.DEFENSE, "18(6)", "专家组；评选办或受委托机构组织", Role.OFFICE, (
        materials_closed,
        on_site_listed,
        visits_decided,
        defenses_settled,
        defenses_scored,
        due_before(Step.EVALUATION),
        supplement_stood,
        objections_settled,
    )),
    Row(Step.EVALUATION, "18(7)", "评选办", Role.OFFICE, (
        materials_closed,
        on_site_listed,
        visits_decided,
        defenses_settled,
        defenses_scored,
        evaluation_reported,
        everybody_read,
        candidates_decided,
        group_reported,
        due_before(Step.DELIBERATION),
        supplement_stood,
        objections_settled,
    )),
    Row(Step.DELIBERATION, "18(8)", "领导小组；评选办受委托公示", Role.OFFICE, (
        meeting_decided,
        minutes_recorded,
        conditions_asked_again,
        award_stood,
        objections_settled,
        nobody_left,
    )),
    Row(Step.APPROVAL, "18(9)", "领导小组提请；市政府批准并通报", Role.OFFICE, (
        answered,
        awards_registered,
        meeting_decided,
        everybody_told,
    )),
)  # fmt: skip

ADVANCE = {
    row.step: Move(
        f"leave-{int(row.step)}",
        f"进入“{Step(row.step + 1).label}”" if row.step < Step.APPROVAL else "办结本届",
        (row.step,),
        Step(row.step + 1),
        row.opens,
        row.article,
        row.guards,
        hands=2,
    )
    for row in STEPS
}
TERMINATE = Move(
    "terminate", "终止本届", tuple(row.step for row in STEPS), Step.TERMINATED, Role.LEADING_GROUP, "12(1)", hands=2, reasoned=True
)
EDITION_MOVES = (*ADVANCE.values(), TERMINATE)
APPLICATION_MOVES = (*applications.moves.MOVES, *review.moves.MOVES, *publicity.moves.MOVES, *awards.moves.MOVES)
MOVES = (*EDITION_MOVES, *APPLICATION_MOVES)


def row_of(edition: Edition) -> Row | None:
    """Return the row in which an edition stands; None when it is completed or terminated."""
    return STEPS[edition.step] if edition.step <= Step.APPROVAL else None


def gate(edition: Edition, at: datetime) -> list[Blocker]:
    """Return what stands against opening the next step, whoever asks."""
    row = row_of(edition)
    return [blocker for guard in row.guards if (blocker := guard.blocker(edition, at))] if row else []
