"""Who organises a round: the office, or the agency that was entrusted with it (articles 13(2), 13(4), 14, 18(4), 18(5))."""

from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from procedure.editions.models import Edition, Step
from review.mandates.models import Mandate

ORGANIZERS = (Role.OFFICE, Role.AGENCY)
FIELDS = {Step.MATERIALS: "materials", Step.ON_SITE: "on_site"}
NO_MANDATE = "贵机构没有受委托组织本届的这一环节，或者委托已经到期。"


def against(edition: Edition, actor: Actor, at: datetime) -> str:
    """Return why an agency may not organise the step in which an edition stands; nothing for the office. For an `Act`.

    Before step 4 an agency with a mandate for either round may invite and form panels.
    """
    if not actor.is_(Role.AGENCY):
        return ""
    mandates = Mandate.objects.in_force(shanghai(at)).filter(edition=edition, agency=actor.unit)
    if edition.step in FIELDS:
        mandates = mandates.filter(**{FIELDS[edition.step]: True})
    elif edition.step > Step.ON_SITE:
        return NO_MANDATE
    return "" if mandates.exists() else NO_MANDATE
