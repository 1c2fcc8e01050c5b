"""Who may sit on the panels of a round: where each comes from (article 14), for whom he works, where he sits already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from procedure.editions.models import Edition
from review.assignments.services import pledged
from review.panels.models import PanelSeat
from review.reviewers.models import Employment, Reviewer, ReviewerProfile
from review.rounds import Round


@dataclass(frozen=True)
class Known:
    """What the organizers see of a reviewer: his source and post, his present employers, the panels of the round he sits on."""

    reviewer: Reviewer
    source: str = ""
    post: str = ""
    employers: list[str] = field(default_factory=list)
    panels: list[str] = field(default_factory=list)


def candidates(edition: Edition, round_: Round, on: date) -> list[Known]:
    """Return everybody who was invited to the round and has pledged, by name. Four queries."""
    reviewers = [one.reviewer for one in pledged(edition, round_).values()]
    sitting = defaultdict(list)
    seats = PanelSeat.objects.standing().filter(panel__edition=edition, panel__round=round_).select_related("panel")
    for seat in seats.order_by("panel__name"):
        sitting[seat.reviewer_id].append(f"{seat.panel}{'（备选）' if seat.reserve else ''}")
    return list(known_of(reviewers, on, sitting).values())


def known_of(reviewers: Iterable[Reviewer], on: date, sitting: dict | None = None) -> dict[object, Known]:
    """Return what is known of these reviewers on a day, by their key, in the order given. Two queries."""
    reviewers = list(reviewers)
    keys = [one.pk for one in reviewers]
    profiles = {row.reviewer_id: row for row in ReviewerProfile.objects.standing().filter(reviewer__in=keys)}
    employers = defaultdict(list)
    for row in Employment.objects.standing().filter(reviewer__in=keys).order_by("from_on", "pk"):
        if row.until_on is None or row.until_on >= on:
            employers[row.reviewer_id].append(row.employer)
    return {one.pk: _known(one, profiles.get(one.pk), employers[one.pk], (sitting or {}).get(one.pk, [])) for one in reviewers}


def one_source(members: Iterable[Known]) -> str:
    """Return the source from which all of several members come; nothing when they come from more than one."""
    members = list(members)
    found = {one.source for one in members}
    return found.pop() if len(members) > 1 and len(found) == 1 else ""


def _known(reviewer: Reviewer, profile: ReviewerProfile | None, employers: list[str], panels: list[str]) -> Known:
    if profile is None:
        return Known(reviewer, "没有登记", "", employers, panels)
    return Known(reviewer, profile.get_source_display(), profile.post, employers, panels)
