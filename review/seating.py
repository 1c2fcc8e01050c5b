"""Who of a panel may sit over an application: for the plans of visits and of the defense (articles 18(5), 18(6), 28)."""

from collections.abc import Collection

from applications.cases.models import Application
from review.assignments.services import pledged
from review.panels.models import Panel, PanelSeat
from review.recusals.facts import declared
from review.recusals.models import Conflict
from review.reviewers.models import Reviewer
from review.rounds import Round


def members_of(panel: Panel) -> list[Reviewer]:
    """Return those who review on a panel, chair first. One query."""
    seats = PanelSeat.objects.filter(panel=panel).members().select_related("reviewer__person")
    return [seat.reviewer for seat in seats]


def in_conflict(application: Application, reviewers: Collection[Reviewer]) -> list[Reviewer]:
    """Return those who may not review this application (R12), in the order given. One query."""
    found = set(Conflict.objects.filter(application=application, reviewer__in=reviewers).values_list("reviewer", flat=True))
    return [reviewer for reviewer in reviewers if reviewer.pk in found]


def undeclared(application: Application, reviewers: Collection[Reviewer], asked: Collection[tuple] | None = None) -> list[Reviewer]:
    """Return those who have not declared for this application (article 28). One query, or none where `asked` was read before."""
    known = declared(application.edition) if asked is None else asked
    return [reviewer for reviewer in reviewers if (application.pk, reviewer.pk) not in known]


def unpledged(panel: Panel, reviewers: Collection[Reviewer]) -> list[Reviewer]:
    """Return those who were not invited to the panel's round or have not pledged: no file opens to them (article 14). One query."""
    ready = pledged(panel.edition, Round(panel.round))
    return [reviewer for reviewer in reviewers if reviewer.pk not in ready]


def chaired(panel: Panel) -> bool:
    """Tell whether somebody chairs the panel now. One query."""
    return PanelSeat.objects.standing().filter(panel=panel, chair=True).exists()


def names(reviewers: Collection[Reviewer]) -> str:
    """Return the names of reviewers in one line."""
    return "、".join(reviewer.person.name for reviewer in reviewers)
