"""The lines of `tests/access.py` for the organizers' board, panels and assignments. The agency of this world has no mandate."""

from dataclasses import replace

from accounts.grants.models import Role
from tests.access_persons import GET, OFFICE, POST, Line, acting, unseen

AGENCY = acting(Role.AGENCY)
ORGANIZERS = OFFICE | AGENCY
MISSING = "00000000-0000-4000-8000-000000000000"
FORMED = {"name": "materials"}


def organized(name: str, method: str, *, status: int = 0, args: dict[str, object] | None = None) -> Line:
    """A page of the edition; without a mandate it is not there."""
    return Line(f"review:{name}", method, ORGANIZERS, row="edition", args=args or {}, blind=AGENCY, status=status)


def rowless(name: str, method: str, /, **args: object) -> Line:
    """A page of a row that is not in the world."""
    return replace(unseen(f"review:{name}", method, ORGANIZERS), row="edition", args=args)


ORGANIZING_LINES = (
    Line("review:board_now", GET, ORGANIZERS),
    organized("board", GET),
    organized("panels", GET),
    organized("panel_form", GET, args=FORMED),
    organized("panel_form", POST, args=FORMED, status=409),
    rowless("panel_seat", GET, seat=MISSING),
    rowless("panel_seat", POST, seat=MISSING),
    rowless("panel_dissolve", GET, panel=MISSING),
    rowless("panel_dissolve", POST, panel=MISSING),
    # Before the number of reviewers is set there is no plan.
    organized("assignments", GET, status=409),
    organized("assignments", POST, status=409),
    organized("assignments_deploy", GET, status=409),
    organized("assignments_deploy", POST, status=409),
    rowless("assignments_undo", GET, decision=MISSING),
    rowless("assignments_undo", POST, decision=MISSING),
    rowless("assignment_replace", GET, assignment=MISSING),
    rowless("assignment_replace", POST, assignment=MISSING),
)
