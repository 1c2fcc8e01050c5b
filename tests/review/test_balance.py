"""The balanced draft: never a conflict, as many as asked or as many as may, the load as even as can be."""

from itertools import combinations, product

import pytest
from hypothesis import given as cases
from hypothesis import strategies as some

from review.assignments.balance import balanced, short

pytestmark = [pytest.mark.once, pytest.mark.article("18(4)")]


@some.composite
def worlds(draw, most=8):
    """Applications, reviewers, forbidden pairs, pairs that stand, loads."""
    applications = [f"a{number}" for number in range(draw(some.integers(0, most)))]
    reviewers = [f"r{number}" for number in range(draw(some.integers(0, most)))]
    pairs = list(product(applications, reviewers))
    forbidden = draw(some.sets(some.sampled_from(pairs))) if pairs else set()
    free = [pair for pair in pairs if pair not in forbidden]
    given = draw(some.sets(some.sampled_from(free), max_size=4)) if free else set()
    load = {who: draw(some.integers(0, 3)) for who in reviewers}
    return applications, reviewers, forbidden, draw(some.integers(0, 5)), load, given


def drafted(world):
    applications, reviewers, forbidden, each, load, given = world
    return balanced(applications, reviewers, forbidden=forbidden, each=each, load=load, given=given)


def loads_of(world, pairs):
    _, reviewers, _, _, load, given = world
    return {who: load[who] + sum(one == who for _, one in [*pairs, *given]) for who in reviewers}


@cases(worlds())
def test_no_conflict_nothing_twice_and_always_the_same(world):
    _, _, forbidden, _, _, given = world
    pairs = drafted(world)

    assert not set(pairs) & forbidden
    assert not set(pairs) & given
    assert len(pairs) == len(set(pairs))
    assert drafted(world) == pairs


@cases(worlds())
def test_every_application_gets_what_it_asks_for_or_all_it_may_have(world):
    applications, reviewers, forbidden, each, _, given = world
    pairs = drafted(world)

    for one in applications:
        stands = sum(pair[0] == one for pair in given)
        may = sum((one, who) not in forbidden and (one, who) not in given for who in reviewers)
        assert sum(pair[0] == one for pair in pairs) == min(max(each - stands, 0), may)


@cases(worlds())
def test_nobody_can_hand_one_on_to_somebody_with_two_fewer(world):
    _, reviewers, forbidden, _, _, given = world
    pairs = set(drafted(world))
    loads = loads_of(world, pairs)

    for one, who in pairs:
        for other in reviewers:
            if (one, other) not in forbidden | pairs | given:
                assert loads[who] - loads[other] <= 1


@cases(some.integers(0, 30), some.integers(1, 12), some.integers(0, 6))
def test_without_conflicts_the_loads_differ_by_at_most_one(applications, reviewers, each):
    found = balanced(range(applications), range(reviewers), forbidden=(), each=each)
    counts = [sum(who == one for _, who in found) for one in range(reviewers)]

    assert max(counts) - min(counts) <= 1


@cases(worlds(most=4))
def test_no_other_choice_is_more_even(world):
    """Against every choice there is, by the sum of squared loads."""
    applications, reviewers, forbidden, each, _, given = world
    asked = []
    for one in applications:
        may = [who for who in reviewers if (one, who) not in forbidden and (one, who) not in given]
        count = min(max(each - sum(pair[0] == one for pair in given), 0), len(may))
        asked.append([[(one, who) for who in chosen] for chosen in combinations(may, count)])

    def cost(pairs):
        return sum(count**2 for count in loads_of(world, pairs).values())

    assert cost(drafted(world)) == min(cost([pair for part in choice for pair in part]) for choice in product(*asked))


def test_it_says_which_application_cannot_get_enough():
    forbidden = {("甲公司", "张"), ("甲公司", "王")}
    pairs = balanced(["甲公司", "乙公司"], ["张", "王", "李"], forbidden=forbidden, each=2)

    assert short(["甲公司", "乙公司"], pairs, each=2) == {"甲公司": 1}


def test_three_hundred_applications_and_sixty_reviewers_are_even_in_good_time():
    forbidden = {(one, (one * 7 + step) % 60) for one in range(300) for step in range(6)}
    pairs = balanced(range(300), range(60), forbidden=forbidden, each=5)
    counts = [sum(who == one for _, who in pairs) for one in range(60)]

    assert (len(pairs), min(counts), max(counts)) == (1500, 25, 25)
