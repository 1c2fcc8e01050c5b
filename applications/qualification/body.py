"""What the recommending body did, as the office reads it: three hands, their words, the sealed paper; sending it back."""

from datetime import datetime

from accounts.actors import Actor
from applications.cases.models import Application
from applications.corrections.services import return_blockers
from applications.recommendations.case import hands
from applications.recommendations.models import Signature
from applications.recommendations.standing import standing_of
from core.files.models import StoredFile


def of_body(application: Application, actor: Actor, at: datetime) -> dict:
    """Return the three hands on the newest version, what they wrote, and whether this actor may send it back to be corrected."""
    standing = standing_of(application, at)
    return {
        "hands": hands(standing),
        "examination": standing.examination,
        "checked": standing.agreed,
        "signature": standing.signature,
        "may_return": not return_blockers(application, actor, at=at),
    }


def sealed_in(application: Application, stored: StoredFile) -> bool:
    """Tell whether a file is the sealed paper that a signature on this application was entered from."""
    return Signature.objects.filter(snapshot__application=application, sealed__scan=stored).exists()
