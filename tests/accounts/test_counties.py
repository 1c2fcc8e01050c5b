"""The map of the city: eleven counties, two zones, the departments together; deeper where there are more."""

import pytest

from accounts.units.counties import COUNTIES, county_map
from accounts.units.models import BodyType, UnitKind
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def body(name, **fields):
    return make_unit(UnitKind.BODY, name, **fields)


def test_every_body_is_counted_in_its_place():
    yuci = body("榆次区人民政府", division="140702")
    zone, valley, third = (body(f"第{n}开发区", short_name=f"区{n}", body_type=BodyType.ZONE, order=n) for n in (1, 2, 3))
    bureau = body("市商务局", body_type=BodyType.DEPARTMENT)

    cells = {cell.place: (cell.label, cell.count) for cell in county_map({yuci.pk: 9, zone.pk: 2, valley.pk: 3, third.pk: 4, bureau.pk: 1})}

    assert [cells[place] for place in ("yuci", "zone", "valley", "bureaus")] == [("榆次", 9), ("区1", 2), ("区2", 3), ("部门", 5)]
    assert sum(count for _, count in cells.values()) == 19


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (9, 4)])
def test_the_tint_goes_by_quarters_of_the_most(count, level):
    most, other = body("榆次区人民政府", division="140702"), body("太谷区人民政府", division="140703")
    cells = {cell.place: cell.level for cell in county_map({most.pk: 9, other.pk: count})}

    assert cells["taigu"] == level


def test_counties_stand_on_the_map_before_any_body_is_entered(django_assert_num_queries):
    with django_assert_num_queries(1):
        cells = county_map({})

    assert [(cell.place, cell.count, cell.level) for cell in cells] == [(place, 0, 0) for place, _ in COUNTIES.values()]
