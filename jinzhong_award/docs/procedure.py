"""docs/procedure.md: the table of ten rows, every move, and a picture of each machine."""

from collections.abc import Iterable, Sequence

from applications.cases.models import Status
from jinzhong_award.docs.facts import APPLICATION, EDITION, moves, rows
from jinzhong_award.docs.tables import markdown
from jinzhong_award.steps import APPLICATION_MOVES, EDITION_MOVES
from procedure import articles
from procedure.editions.models import Step
from procedure.machine import Move

HEAD = """\
# The procedure (评选程序)

Written by `manage.py docs` from `jinzhong_award/steps.py` and the moves it lists; `manage.py procedure` prints the same. Do not edit.

“Two” means two people of the unit named: one prepares (经办), another confirms exactly that. A condition marked ○ is not built yet:
it refuses, so nothing passes by absence.

## The ten rows

"""


def render() -> str:
    """Return the whole document."""
    parts = [HEAD, _rows()]
    for title, subject in (("Moves of the edition (届)", EDITION), ("Moves of an application (申报)", APPLICATION)):
        parts += [f"\n## {title}\n\n", _moves(subject)]
    parts += ["\n## The edition\n\n", diagram("running", "进行中", Step, Step.PREPARATION, EDITION_MOVES)]
    parts += ["\n## An application\n\n", diagram("standing", "参评中", Status, Status.DRAFT, APPLICATION_MOVES)]
    return "".join(parts)


def _rows() -> str:
    header = ("#", "Step", "Article", "Acts", "Opens the next step", "Conditions to leave it")
    return markdown(
        header,
        (
            (str(row["step"]), row["name"], row["article"], row["acting"], f"{row['opens']}, two", _conditions(row["guards"]))
            for row in rows()
        ),
    )


def _moves(subject: str) -> str:
    header = ("Move", "Name", "From", "To", "By", "Hands", "Article", "In step", "Conditions")
    return markdown(header, (_line(move) for move in moves() if move["subject"] == subject))


def _line(move: dict) -> Sequence[str]:
    hands = ("two" if move["hands"] == 2 else "one") + (", with a reason" if move["reasoned"] else "")
    return (
        move["label"],
        f"`{move['name']}`",
        "、".join(move["sources"]),
        move["target"],
        move["role"],
        hands,
        move["article"],
        "、".join(move["steps"]) or "any",
        _conditions(move["guards"]),
    )


def _conditions(guards: Iterable[dict]) -> str:
    return "\n".join(f"{'●' if guard['built'] else '○'} {guard['label']}〔{guard['article']}〕" for guard in guards) or "none"


def diagram(group: str, title: str, states: type[Step] | type[Status], first: Step | Status, moves: Sequence[Move]) -> str:
    """Return a Mermaid state diagram. States that share the moves open to many stand in one box, each such move drawn once."""
    wide = [move for move in moves if len(move.sources) > 4]
    boxed = [state for state in states if all(state in move.sources for move in wide)] if wide else []
    lines = ["stateDiagram-v2", "    direction TB", *(f'    state "{s.label}" as {_id(s)}' for s in states)]
    lines += [f'    state "{title}" as {group} {{', *(f"        {_id(state)}" for state in boxed), "    }"] if boxed else []
    lines.append(f"    [*] --> {_id(first)}")
    for move in moves:
        sources = [state for state in move.sources if move not in wide or state not in boxed]
        lines += [_arrow(_id(source), move) for source in map(states, sources)]
        lines += [_arrow(group, move)] if move in wide else []
    left = {states(source) for move in moves for source in move.sources}
    lines += [f"    {_id(state)} --> [*]" for state in states if state not in left]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def _arrow(source: str, move: Move) -> str:
    target = Step(move.target) if isinstance(move.target, int) else Status(move.target)
    return f"    {source} --> {_id(target)} : {move.label}〔{articles.chinese(move.article)}〕"


def _id(state: Step | Status) -> str:
    return state.name.lower()
