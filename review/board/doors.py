"""The rooms of a round, as the board leads to them."""

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from procedure.editions.models import Edition
from review.rounds import Round

PANELS, PLAN = ("panels", "评审组"), ("assignments", "分派")
DOORS = {
    Round.MATERIALS: (PANELS, PLAN, ("sheets", "评分表")),
    Round.ON_SITE: (PANELS, ("visits", "现场评审安排")),
    Round.ORAL_DEFENSE: (PANELS, ("sheets", "评分表")),
}
OFFICE_DOORS = {
    Round.MATERIALS: (("materials_report", "材料评审报告"), ("on_site_list", "现场评审名单")),
    Round.ORAL_DEFENSE: (("defense", "答辩安排"), ("evaluation", "综合评价")),
}
ROUNDED = {"panels"}  # those whose address names the round as a query


def doors(edition: Edition, round_: Round, actor: Actor) -> list[tuple[str, str]]:
    """Return label and address of each room that this actor finds from a round's board."""
    names = DOORS[round_] + (OFFICE_DOORS.get(round_, ()) if actor.is_(Role.OFFICE) else ())
    return [
        (label, reverse(f"review:{name}", args=[edition.pk]) + (f"?round={round_.value}" if name in ROUNDED else ""))
        for name, label in names
    ]
