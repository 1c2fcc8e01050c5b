"""Who came to his standing time (article 18(6)). It reads records alone, so that sheets may ask it as well as the defense."""

from collections.abc import Iterable

from applications.cases.models import Application
from review.defense.models import Appearance, Slot

NOT_YET = "{}还没有到场陈述，陈述之后才能锁定评分表。"
AWAY = "{}登记的是没有到场，没有陈述，评分表不能锁定。"


def appearance_of(application: Application) -> tuple[Slot | None, Appearance | None]:
    """Return the standing time of an application and what was recorded at it. One query."""
    slot = Slot.objects.standing().filter(application=application).select_related("appearance").first()
    return slot, getattr(slot, "appearance", None)


def came(applications: Iterable[Application]) -> dict[object, bool | None]:
    """Return by key whether somebody came to the standing time; None where there is none, or nothing is recorded. One query."""
    keys = {one.pk for one in applications}
    rows = Slot.objects.standing().filter(application__in=keys).values_list("application", "appearance__present")
    return dict.fromkeys(keys) | dict(rows)


def unheard(application: Application) -> str:
    """Return why no expert may lock his sheet on this application yet, or nothing. One query."""
    here = came([application])[application.pk]
    if here:
        return ""
    return (NOT_YET if here is None else AWAY).format(application.applicant.unit)
