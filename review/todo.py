"""What review asks of somebody, gathered from its rooms: each has `todo`, `waiting`, `happened` as far as it has any."""

from datetime import datetime

from accounts.actors import Actor
from core.todo import Happening, Todo, Waiting
from review.sheets import todo as sheets
from review.visits.todo import todo as visits

TODO: tuple = (sheets.reviewing, sheets.organizing, visits)
WAITING: tuple = ()
HAPPENED: tuple = ()


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what the rounds ask of this actor now."""
    return [item for room in TODO for item in room(actor, at)]


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Return what is in another's hands."""
    return [item for room in WAITING for item in room(actor, at)]


def happened(actor: Actor, at: datetime) -> list[Happening]:
    """Return what happened in the rounds, for those who may know."""
    return [item for room in HAPPENED for item in room(actor, at)]
