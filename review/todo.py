"""What review asks of somebody, gathered from its rooms: each has `todo`, `waiting`, `happened` as far as it has any."""

from core.todo import Happening, Todo, Waiting
from procedure.asking import Asking
from review.board.todo import todo as board
from review.defense.todo import todo as defense
from review.evaluation.todo import todo as evaluation
from review.mandates.todo import todo as mandates
from review.recusals import todo as recusals
from review.reviewers import todo as reviewers
from review.sheets.organizing import organizing
from review.sheets.todo import reviewing
from review.visits.todo import todo as visits

TO_DO_LISTS: tuple = (reviewers.todo, recusals.todo, mandates, board, reviewing, organizing, visits, defense, evaluation)
WAITING_LISTS: tuple = (reviewers.waiting, recusals.waiting)
HAPPENED_LISTS: tuple = (reviewers.happened,)


def todo(asking: Asking) -> list[Todo]:
    """Return what the rounds ask of this actor now."""
    return [item for room in TO_DO_LISTS for item in room(asking)]


def waiting(asking: Asking) -> list[Waiting]:
    """Return what is in another's hands."""
    return [item for room in WAITING_LISTS for item in room(asking)]


def happened(asking: Asking) -> list[Happening]:
    """Return what happened in the rounds, for those who may know."""
    return [item for room in HAPPENED_LISTS for item in room(asking)]
