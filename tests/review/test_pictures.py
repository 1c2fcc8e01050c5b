"""Pictures of scores: bins, medians, strips and how far a reviewer lies from the others."""

from decimal import Decimal

import pytest

from procedure.editions.models import Category
from review.pictures import by_award, distribution, left_end, strip
from review.rounds import Round
from review.sheets.results import results
from review.sheets.spread import severities, strips
from tests.review.evaluating import set_aside
from tests.review.scoring import scored, scoring


def d(*numbers):
    return [Decimal(str(number)) for number in numbers]


def test_every_value_lies_in_one_bin_and_a_hundred_in_the_last():
    picture = distribution(d("79.99", 80, "84.99", 95, 100))

    assert [(bar.low, bar.high, bar.count) for bar in picture.bars if bar.count] == [(75, 80, 1), (80, 85, 2), (95, 100, 2)]
    assert (picture.bars[0].low, picture.bars[-1].high) == (50, 100)
    assert distribution(d(32, 90)).bars[0].low == 30
    assert (picture.count, picture.low, picture.high, picture.median) == (5, Decimal("79.99"), 100, Decimal("84.99"))
    assert max(bar.height for bar in picture.bars) == 90
    assert picture.bars[0].x <= picture.median_x <= picture.end


@pytest.mark.parametrize("values", [(), (80,)])
def test_fewer_than_two_are_no_picture(values):
    assert distribution(d(*values)) is None


def test_awards_are_drawn_apart_and_missing_scores_not_at_all():
    organization, person = Category.ORGANIZATION, Category.INDIVIDUAL
    scores = [(organization, Decimal(70)), (organization, None), (organization, Decimal(90)), (person, Decimal(80))]

    assert [(label, picture.count) for label, picture in by_award(scores)] == [("组织", 2)]


def test_a_strip_lies_between_its_ends():
    lowest = left_end(d(64, 71))
    drawn = strip(d(64, 71, 100), Decimal(71), lowest=lowest)

    assert (lowest, drawn.dots, drawn.mean) == (60, [18, 42, 143], 42)
    assert left_end([]) == 0
    assert left_end(d(100)) == 90


@pytest.mark.django_db
def test_reviewers_are_compared_by_the_sheets_that_count():
    world = scoring()
    first, second = world.applications
    scored(world, first, (70, 72, 74))
    set_aside(scored(world, second, (70, 80, 99))[2])
    found = results(world.edition, Round.MATERIALS, world.applications)
    names = [str(sheet.assignment.reviewer) for sheet in found[0].sheets]

    assert [(one.reviewer, one.n, one.words) for one in severities(found)] == [
        (names[1], 2, "比平均高2.50"),
        (names[2], 1, "比平均高2.00"),
        (names[0], 2, "比平均低3.50"),
    ]
    assert [len(drawn.dots) for _, drawn in strips(found)] == [3, 2]
