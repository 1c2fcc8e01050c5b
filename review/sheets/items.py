"""What a sheet asks (评分条目): the leaves of the rubric in materials review, the four themes of article 18(6) in oral defense."""

from dataclasses import dataclass
from decimal import Decimal

from applications.cases.models import Application
from procedure.parameters.reviewing import THEME_POINTS
from procedure.parameters.services import value
from procedure.rubrics.models import RubricItem
from procedure.rubrics.services import items_of as rubric_items
from review.assignments.models import Assignment
from review.rounds import Round

# The rounds that are scored on sheets; an on-site review writes its own record.
SHEET_ROUNDS = (Round.MATERIALS, Round.ORAL_DEFENSE)
THEMES = (("quality", "质量提升"), ("innovation", "创新驱动"), ("brand", "品牌影响"), ("performance", "经营绩效"))


@dataclass(frozen=True)
class Item:
    """One item to be scored. `full` are points; `group` is the heading above it, with that heading's points."""

    key: str
    code: str
    title: str
    full: Decimal
    guidance: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """Code and title: 5.1　过程的识别与设计."""
        return f"{self.code}　{self.title}"

    @property
    def out_of(self) -> str:
        """The full points as people write them."""
        return plain(self.full)


def items_of(assignment: Assignment) -> list[Item]:
    """Return what the sheet of an assignment asks, in order. One query; RuleRefused where the points of a theme were never set."""
    return items_for(assignment.application, assignment.round)


def items_for(application: Application, round_: str) -> list[Item]:
    """As `items_of`, for an application in a round."""
    if round_ == Round.ORAL_DEFENSE:
        full = Decimal(value(application.edition, THEME_POINTS))
        return [Item(key, str(number), title, full) for number, (key, title) in enumerate(THEMES, start=1)]
    return leaves(rubric_items(application.edition, application.category))


def leaves(rubric: list[RubricItem]) -> list[Item]:
    """Return the items that bear points themselves, each under the heading directly above it."""
    heads = {item.key: f"{item.title}　{plain(item.points)}分" for item in rubric if item.children}
    return [
        Item(item.key, item.code, item.title, item.points, item.guidance, heads.get(item.parent, ""))
        for item in rubric
        if not item.children
    ]


def plain(points: Decimal) -> str:
    """Return points as people write them: 50, 37.5, 11.25."""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
