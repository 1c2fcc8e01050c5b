"""The acts of panels, one of each a round: forming one, changing a seat. Two of the unit that organises the round decide."""

from collections.abc import Callable
from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.parameters.reviewing import DEFENSE_LEAST, PANEL_LEAST
from review.mandates.models import Mandate
from review.organizers import FIELDS, NO_MANDATE, ORGANIZERS
from review.rounds import LAST, STEP_OF, Round

ARTICLE = "14"
LEAST = {Round.ON_SITE: PANEL_LEAST, Round.ORAL_DEFENSE: DEFENSE_LEAST}


def organizes(round_: Round, actor: Actor, edition: Edition, at: datetime) -> bool:
    """Tell whether an actor organises a round: the office always, an agency under a mandate in force for that round."""
    if actor.is_(Role.OFFICE):
        return True
    field = FIELDS.get(STEP_OF[round_])
    if not actor.is_(Role.AGENCY) or field is None:
        return False
    return Mandate.objects.in_force(shanghai(at)).filter(edition=edition, agency=actor.unit, **{field: True}).exists()


def against(round_: Round) -> Callable[[Edition, Actor, datetime], str]:
    """Return what asks whether an agency may organise this round. For an `Act`."""

    def check(edition: Edition, actor: Actor, at: datetime) -> str:
        late = actor.is_(Role.AGENCY) and edition.step > STEP_OF[round_]  # what is made up for later, the office organises
        return "" if not late and organizes(round_, actor, edition, at) else NO_MANDATE

    return check


def until(round_: Round) -> tuple[Step, ...]:
    """The steps in which the panels of a round are formed and changed: from the applications on, as long as somebody may stand in it.

    Materials are scored before the step ends, held ones too: afterwards only a single place is taken (`replacing`).
    """
    last = STEP_OF[round_] if round_ == Round.MATERIALS else LAST
    return tuple(step for step in Step if Step.APPLYING <= step <= last)


FORM = {
    one: Act(f"form-panel-{one}", f"组成{one.label}组", ARTICLE, roles=ORGANIZERS, steps=until(one), against=against(one)) for one in Round
}
CHANGE = {
    one: Act(f"change-panel-{one}", "调整评审组", ARTICLE, roles=ORGANIZERS, steps=until(one), reasoned=True, against=against(one))
    for one in Round
}
DISSOLVE = {
    one: Act(f"dissolve-panel-{one}", "解散评审组", ARTICLE, roles=ORGANIZERS, steps=until(one), reasoned=True, against=against(one))
    for one in Round
}
