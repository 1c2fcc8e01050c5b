"""What bodies have not finished, for the office: the counts are the database's, and of the applications a page is read.

Both change by acts alone and are kept until the next one; what the hour makes of them is told anew each time.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.filings.models import PaperCorrection
from applications.recommendations.further import ONE, need_of
from applications.recommendations.models import Reminder
from applications.recommendations.standing import Acts, acts_on
from core.ledger.remembering import mark_of, remembered
from procedure.calendar.services import workdays
from procedure.calendar.workdays import Workdays
from procedure.calls.models import Call
from procedure.calls.window import Window, in_force_of, window_of
from procedure.editions.models import Edition

PAGE = 50
UNFINISHED = (Status.SUBMITTED, Status.RETURNED)
LISTS = {"": UNFINISHED, "recommended": (Status.RECOMMENDED,)}
# The day that the office named when it sent an application back, in place of the call's.
NAMED = Subquery(Return.objects.filter(snapshot__application=OuterRef("pk")).order_by("-event_id").values("sign_until")[:1])


@dataclass(frozen=True)
class Load:
    """What lies with one body, and when the first of it is late beside the call's own deadline."""

    body: Unit
    unfinished: int
    recommended: int
    unnamed: int  # of the unfinished, those that the call's deadline binds
    earliest: datetime | None  # of those for which a day was named

    def is_late(self, found: Window | None, at: datetime) -> bool:
        """Tell whether the body let anything pass."""
        if found is None or not self.unfinished or at < found.office_deadline_at:
            return False
        return bool(self.unnamed) or at >= self.earliest


@dataclass(frozen=True)
class Overview:
    """What holds of an edition as a whole; `mark` tells of which moment."""

    mark: str
    loads: list[Load]
    reminders: dict[UUID, list[Reminder]]
    on_paper: set[UUID]
    calls: list[Call]
    further: bool  # more opinions than the body's own are asked for
    table: Workdays

    def window(self, at: datetime) -> Window | None:
        """Return the window of the call in force at a moment."""
        return window_of(in_force_of(self.calls, at))

    def load(self, key: str) -> Load | None:
        """Return what lies with the body of a key, or None for everybody's."""
        return next((load for load in self.loads if str(load.body.pk) == key), None)


def overview(edition: Edition) -> Overview:
    """Return the overview, found anew after each act."""
    mark = mark_of(edition.chain)
    return remembered("bodies", lambda: _overview(edition, mark), mark=mark)


def page_of(edition: Edition, known: Overview, which: str, body: Unit | None, number: int) -> Acts:
    """Return the applications of one page of a list, of one body or of all, with what was done to each."""
    part = _listed(edition, which, body)[(number - 1) * PAGE : number * PAGE]
    name = f"bodies-{which}-{body.pk if body else ''}-{number}"
    return remembered(name, lambda: acts_on(part), mark=known.mark, within="lists")


def recommended(edition: Edition, known: Overview, body: Unit | None) -> list[Application]:
    """Return the first page of what was recommended and not decided, as it stands below what is unfinished."""
    name = f"bodies-recommended-{body.pk if body else ''}"
    return remembered(name, lambda: list(_listed(edition, "recommended", body)[:PAGE]), mark=known.mark, within="lists")


def _listed(edition: Edition, which: str, body: Unit | None) -> QuerySet[Application]:
    found = Application.objects.whole().filter(edition=edition, status__in=LISTS[which], body__isnull=False)
    return (found.filter(body=body) if body else found).order_by("body__order", "body__name", "number", "pk")


def _overview(edition: Edition, mark: str) -> Overview:
    reminders: dict[UUID, list[Reminder]] = {}
    for row in Reminder.objects.filter(edition=edition).select_related("by").order_by("event_id"):
        reminders.setdefault(row.body_id, []).append(row)
    return Overview(
        mark=mark,
        loads=_loads(edition),
        reminders=reminders,
        on_paper=set(PaperCorrection.objects.waiting().values_list("returned", flat=True)),
        calls=list(Call.objects.filter(edition=edition, confirmation__isnull=False).select_related("confirmation").in_order()),
        further=need_of(edition) != ONE,
        table=workdays(),
    )


def _loads(edition: Edition) -> list[Load]:
    waits = Q(status__in=UNFINISHED)
    found = Application.objects.filter(edition=edition, status__in=[*UNFINISHED, Status.RECOMMENDED], body__isnull=False).order_by()
    rows = found.annotate(named=NAMED).values("body").annotate(
        unfinished=Count("pk", filter=waits),
        recommended=Count("pk", filter=~waits),
        unnamed=Count("pk", filter=waits & Q(named=None)),
        earliest=Min("named", filter=waits),
    )  # fmt: skip
    counts = {row.pop("body"): row for row in rows}
    return [Load(body, **counts[body.pk]) for body in Unit.objects.filter(pk__in=counts).order_by("order", "name")]
