"""The place among the five or ten (article 8): it is free as soon as its holder is out of the list."""

from applications.cases.models import Application, Grade
from procedure.parameters.catalogue import AWARD_QUOTA, NOMINATION_QUOTA

QUOTAS = {Grade.AWARD: AWARD_QUOTA, Grade.NOMINATION: NOMINATION_QUOTA}


def vacate(application: Application) -> None:
    """Free the place of an application that is proposed no longer, under the edition's lock. Nothing where it holds none."""
    Application.objects.filter(pk=application.pk).update(grade=None, seat=None)
    application.grade = application.seat = None
