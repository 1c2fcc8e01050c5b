"""What THE TABLE says, as plain values: `manage.py procedure` prints them, docs/procedure.md lays them out."""

from applications.cases.models import Status
from jinzhong_award.steps import APPLICATION_MOVES, EDITION_MOVES, STEPS, Row
from procedure import articles
from procedure.editions.models import Step
from procedure.machine import Guard, Move, unbuilt

EDITION, APPLICATION = "edition", "application"
STATES = {EDITION: Step, APPLICATION: Status}
MOVES = ((EDITION, EDITION_MOVES), (APPLICATION, APPLICATION_MOVES))
_UNBUILT = unbuilt("1", "").check.__code__


def is_built(guard: Guard) -> bool:
    """Tell whether the condition looks at facts; one that is not built yet refuses always."""
    return getattr(guard.check, "__code__", None) is not _UNBUILT


def rows() -> list[dict]:
    """Return the ten rows: 筹备 and the nine steps."""
    return [_row(row) for row in STEPS]


def moves() -> list[dict]:
    """Return every move, those of the edition first, in the order of the procedure."""
    return [_move(subject, move) for subject, moves in MOVES for move in moves]


def _row(row: Row) -> dict:
    return {
        "step": int(row.step),
        "name": row.step.label,
        "article": articles.chinese(row.article),
        "acting": row.acting,
        "opens": row.opens.label,
        "hands": 2,
        "guards": [_guard(guard) for guard in row.guards],
    }


def _move(subject: str, move: Move) -> dict:
    states = STATES[subject]
    return {
        "subject": subject,
        "name": move.name,
        "label": move.label,
        "sources": [states(source).label for source in move.sources],
        "target": states(move.target).label,
        "role": move.role.label,
        "article": articles.chinese(move.article),
        "guards": [_guard(guard) for guard in move.guards],
        "steps": [Step(step).label for step in move.steps],
        "hands": move.hands,
        "reasoned": move.reasoned,
    }


def _guard(guard: Guard) -> dict:
    return {"article": articles.chinese(guard.article), "label": guard.label, "built": is_built(guard)}
