"""Who was on the on-site list, and what was decided of him in this round: from the history of states, whatever became of him since.

An entrusted agency reads it as it stood when step 5 was left, and nothing that came later.
"""

from dataclasses import dataclass

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status, StatusChange
from procedure.editions.models import Edition, Step, StepChange
from review.mandates.models import Mandate

# The states of the round: on the list, then passed or not.
LISTED = (Status.ADVANCING, Status.PASSED, Status.NOT_PASSED)
DONE, OUT, OPEN = "已决定", "不再参加", "没有决定"


@dataclass(frozen=True)
class Ended:
    """Whoever is not in the round any more: `place` is done, out or open; and how a page says it."""

    place: str
    label: str


def left_at(edition: Edition) -> int | None:
    """Return the place in the ledger at which an edition went on from step 5, or None. One query."""
    found = StepChange.objects.filter(subject=edition, target__gt=Step.ON_SITE).order_by("event_id")
    return found.values_list("event_id", flat=True).first()


def outcomes(edition: Edition, until: int | None) -> dict[object, Status | None]:
    """Return by key everybody who was ever listed, `until` a place in the ledger, and how it was decided; None for not. One query."""
    rows = StatusChange.objects.filter(subject__edition=edition, target__in=LISTED)
    if until is not None:
        rows = rows.filter(event_id__lt=until)
    changes = rows.order_by("event_id").values_list("subject", "target")
    return {key: None if target == Status.ADVANCING else Status(target) for key, target in changes}


def seen(edition: Edition, actor: Actor):
    """Return the applications of an edition that this organizer may see: all for the office, for an agency under its mandate."""
    if actor.is_(Role.OFFICE):
        return Application.objects.visible_to(actor).filter(edition=edition).whole()
    entrusted = actor.is_(Role.AGENCY) and Mandate.objects.of(actor).filter(edition=edition, on_site=True).exists()
    return Application.objects.filter(edition=edition).whole() if entrusted else Application.objects.none()


def planned(edition: Edition, actor: Actor):
    """Return those whose plan this organizer may open: who is in the round; an agency until step 5 is left."""
    found = seen(edition, actor).filter(status__in=LISTED)
    return found if actor.is_(Role.OFFICE) or edition.step <= Step.ON_SITE else found.none()


def outcome_of(application: Application) -> Status | None:
    """Return how one application was decided in this round. One query."""
    newest = StatusChange.objects.filter(subject=application, target__in=LISTED).order_by("-event_id").first()
    return Status(newest.target) if newest and newest.target != Status.ADVANCING else None


def ended_for_office(application: Application, outcome: Status | None) -> Ended | None:
    """Return what the office reads of whoever is not in the round any more; None for whoever is."""
    if application.status == Status.ADVANCING:
        return None
    return Ended("done", outcome.label) if outcome else Ended("out", application.get_status_display())


def ended_for_agency(application: Application, outcome: Status | None) -> Ended | None:
    """Return what an agency reads: the outcome of its round and no other state. Who was undecided when the step was left stays so."""
    if outcome:
        return Ended("done", outcome.label)
    if application.edition.step > Step.ON_SITE:
        return Ended("open", OPEN)
    return None if application.status == Status.ADVANCING else Ended("out", OUT)
