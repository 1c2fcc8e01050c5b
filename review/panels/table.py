"""The panels of a round as their page shows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from procedure.editions.models import Edition
from procedure.parameters.models import ParameterSetting
from review.assignments.services import pledged
from review.panels.acts import LEAST
from review.panels.models import Panel, PanelEnd, PanelSeat
from review.panels.pool import Known, known_of, one_source
from review.rounds import Round


@dataclass(frozen=True)
class Seat:
    """One seat: who sits or sat there. `open` where its member left and nobody took it; `gone` where he is not pledged any more."""

    seat: PanelSeat
    known: Known
    open: bool
    gone: bool

    @property
    def label(self) -> str:
        return f"备选{self.seat.reserve}" if self.seat.reserve else "组长" if self.seat.chair else "组员"


@dataclass(frozen=True)
class Table:
    """One panel: its members (open seats among them), its reserve, the seats that others took, and what to look at."""

    panel: Panel
    seats: list[Seat]
    reserves: list[Seat]
    former: list[Seat]
    warnings: list[str]

    @property
    def dissolved(self) -> PanelEnd | None:
        return getattr(self.panel, "end", None)


def panels_of(edition: Edition, round_: Round, on: date) -> list[Table]:
    """Return the panels of a round as they were formed. Six queries for any number."""
    panels = list(Panel.objects.filter(edition=edition, round=round_).select_related("end").order_by("event_id"))
    rows = PanelSeat.objects.filter(panel__in=panels).select_related("reviewer__person", "end", "replaced_by")
    rows = list(rows.order_by("-chair", "reserve", "event_id"))
    known, ready = known_of({row.reviewer_id: row.reviewer for row in rows}.values(), on), pledged(edition, round_)
    least = _least(edition, round_)
    seats = defaultdict(list)
    for row in rows:
        seats[row.panel_id].append(_seat(row, known[row.reviewer_id], ready))
    return [_table(panel, seats[panel.pk], round_, least) for panel in panels]


def _seat(row: PanelSeat, known: Known, ready: dict) -> Seat:
    ended = hasattr(row, "end")
    vacant = ended and not row.reserve and not hasattr(row, "replaced_by")
    return Seat(row, known, vacant, not ended and row.reviewer_id not in ready)


def _table(panel: Panel, seats: list[Seat], round_: Round, least: int) -> Table:
    sitting = [one for one in seats if not hasattr(one.seat, "end")]
    members = [one for one in sitting if not one.seat.reserve]
    former = [one for one in seats if hasattr(one.seat, "end") and not one.open]
    if hasattr(panel, "end"):
        return Table(panel, [], [], [one for one in seats if hasattr(one.seat, "end")], [])
    warnings = []
    if source := one_source(one.known for one in members):
        warnings.append(f"组员全部来自{source}。办法要求从多方面聘请评审员，请考虑调整。")
    if not any(one.seat.chair for one in members):
        warnings.append("现在没有组长。")
    if len(members) < least:
        warnings.append(f"{round_.label}的评审组至少{least}人，现有{len(members)}人。")
    shown = [one for one in seats if one.open or one in members]
    return Table(panel, shown, [one for one in sitting if one.seat.reserve], former, warnings)


def _least(edition: Edition, round_: Round) -> int:
    """The least size of a panel, nought where none is set."""
    if round_ not in LEAST:
        return 0
    setting = ParameterSetting.objects.in_force(edition).filter(name=LEAST[round_].name).first()
    return setting.typed or 0 if setting else 0
