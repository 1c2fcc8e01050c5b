"""The parameters of the leading group's meeting (step 8). The rules name no quorum and no majority: each rests on the 评选细则."""

from fractions import Fraction

from procedure.editions.models import Step
from procedure.parameters.kinds import Kind, Parameter

SHARES = {"half": ("超过半数", Fraction(1, 2)), "two-thirds": ("三分之二以上", Fraction(2, 3))}
CHOICES = tuple((name, words) for name, (words, _) in SHARES.items())

QUORUM = Parameter(
    name="meeting_quorum",
    label="全体会议到会人数",
    kind=Kind.CHOICE,
    article="18(8)",
    due_before=Step.DELIBERATION,
    demo_value="two-thirds",
    choices=CHOICES,
    help="占领导小组成员的比例；到会不足的，会议只能登记为流会。",
    empty="本届不规定到会人数。",
)
MAJORITY = Parameter(
    name="meeting_majority",
    label="全体会议通过比例",
    kind=Kind.CHOICE,
    article="18(8)",
    due_before=Step.DELIBERATION,
    demo_value="two-thirds",
    choices=CHOICES,
    help="表决时，赞成占到会并且不回避的成员的比例。",
    empty="本届不规定表决通过的比例，由会议研究确定。",
)

DELIBERATING = (QUORUM, MAJORITY)


def reaches(share: str, part: int, whole: int) -> bool:
    """Tell whether `part` of `whole` reaches a share: more than a half, or at least two thirds."""
    least = SHARES[share][1]
    return part * 2 > whole if share == "half" else part >= least * whole
