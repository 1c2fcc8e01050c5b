"""The map of the city (分县图) in small: its eleven counties by rough direction, its zones, and the departments together."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.units.models import BodyType, Unit, UnitKind

# Division code (GB/T 2260), the cell's name in the style sheet, and how the county is called in short.
COUNTIES = {
    "140702": ("yuci", "榆次"),
    "140725": ("shouyang", "寿阳"),
    "140724": ("xiyang", "昔阳"),
    "140727": ("qixian", "祁县"),
    "140703": ("taigu", "太谷"),
    "140723": ("heshun", "和顺"),
    "140781": ("jiexiu", "介休"),
    "140728": ("pingyao", "平遥"),
    "140721": ("yushe", "榆社"),
    "140722": ("zuoquan", "左权"),
    "140729": ("lingshi", "灵石"),
}
ZONE_CELLS = ("zone", "valley")  # in the order of the units; there are two
BUREAUS = ("bureaus", "部门")
DEEPEST = 4


@dataclass(frozen=True)
class Cell:
    """One place on the map: its name in the style sheet, what is printed, how many, and how deep the tint is (0 to 4)."""

    place: str
    label: str
    count: int
    level: int


def county_map(counts: Mapping[object, int]) -> list[Cell]:
    """Return the cells of the map; `counts` are by the key of a recommending body. One query."""
    places = {place: (label, 0) for place, label in COUNTIES.values()}
    free = iter(ZONE_CELLS)
    for unit in Unit.objects.filter(kind=UnitKind.BODY).order_by("order", "name", "pk"):
        place, label = _place(unit, free)
        label, before = places.get(place, (label, 0))
        places[place] = (label, before + counts.get(unit.pk, 0))
    most = max(DEEPEST, *(count for _, count in places.values()))  # a few stay pale
    return [Cell(place, label, count, _level(count, most)) for place, (label, count) in places.items()]


def _place(unit: Unit, free) -> tuple[str, str]:
    """The county of its code, the next free cell for a zone; whatever else recommends stands with the departments."""
    if unit.division in COUNTIES:
        return COUNTIES[unit.division]
    if unit.body_type == BodyType.ZONE and (place := next(free, None)):
        return place, unit.short_name or unit.name
    return BUREAUS


def _level(count: int, most: int) -> int:
    """Quarters of the highest count, rounded up: one is never as pale as none."""
    return -(-DEEPEST * count // most) if count else 0
