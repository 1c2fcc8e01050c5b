"""Who reviews what, drafted by the machine: as many reviewers as asked for each application, the load spread as evenly as can be.

Pure and deterministic: the same in, the same out. People decide; this only fills a draft.
"""

from collections import deque
from collections.abc import Collection, Hashable, Mapping, Sequence

Pair = tuple[Hashable, Hashable]  # application, reviewer


def balanced(
    applications: Sequence[Hashable],
    reviewers: Sequence[Hashable],
    *,
    forbidden: Collection[Pair],
    each: int,
    load: Mapping[Hashable, int] | None = None,
    given: Collection[Pair] = (),
) -> list[Pair]:
    """Return new pairs (application, reviewer) that bring every application to `each` reviewers, or to as many as it may have.

    A pair in `forbidden` is never returned, nor one in `given`: those stand already and count, for the application and for
    the load. `load` is what a reviewer has beside. No other choice of new pairs has a smaller sum of squared loads: the
    loads differ by at most one wherever `forbidden` and `given` allow it. Order of the arguments breaks ties.
    """
    barred, given = set(forbidden), set(given)
    may = {one: [who for who in reviewers if (one, who) not in barred and (one, who) not in given] for one in applications}
    has = dict.fromkeys(applications, 0)
    loads = {who: (load or {}).get(who, 0) for who in reviewers}
    for one, who in given:
        if one in has:
            has[one] += 1
        if who in loads:
            loads[who] += 1
    place = {who: number for number, who in enumerate(reviewers)}
    chosen: dict[Hashable, set] = {one: set() for one in applications}
    for one in sorted(applications, key=lambda one: len(may[one])):
        free = sorted(may[one], key=lambda who: (loads[who], place[who]))
        for who in free[: max(each - has[one], 0)]:
            chosen[one].add(who)
            loads[who] += 1
    _even_out(chosen, may, loads, reviewers)
    return [(one, who) for one in applications for who in may[one] if who in chosen[one]]


def short(applications: Sequence[Hashable], pairs: Collection[Pair], *, each: int) -> dict[Hashable, int]:
    """Return how many reviewers each application still lacks, given these pairs; those that lack none are left out."""
    has = dict.fromkeys(applications, 0)
    for one, _ in pairs:
        if one in has:
            has[one] += 1
    return {one: each - count for one, count in has.items() if count < each}


def _even_out(chosen: dict, may: dict, loads: dict, reviewers: Sequence) -> None:
    """Hand applications on along paths from the loaded to the less loaded, until no path is left that evens the loads.

    A choice without such a path is optimal for every convex cost of the loads (Harvey and others, semi-matchings, 2006).
    """
    moved = True
    while moved:
        moved = False
        for start in sorted(reviewers, key=lambda who: -loads[who]):
            path = _path(start, chosen, may, loads)
            if path:
                for giver, one, taker in path:
                    chosen[one].remove(giver)
                    chosen[one].add(taker)
                loads[path[0][0]] -= 1
                loads[path[-1][2]] += 1
                moved = True
                break


def _path(start: Hashable, chosen: dict, may: dict, loads: dict) -> list[tuple]:
    """The shortest way on which `start` gives one away and somebody with at least two fewer has one more; empty when there is none."""
    came: dict[Hashable, tuple] = {start: ()}
    waiting = deque([start])
    holds: dict[Hashable, list] = {}
    for one, people in chosen.items():
        for who in people:
            holds.setdefault(who, []).append(one)
    while waiting:
        giver = waiting.popleft()
        for one in holds.get(giver, ()):
            for taker in may[one]:
                if taker in came or taker in chosen[one]:
                    continue
                came[taker] = (giver, one)
                if loads[taker] <= loads[start] - 2:
                    return _steps(taker, came)
                waiting.append(taker)
    return []


def _steps(end: Hashable, came: dict) -> list[tuple]:
    """The way back from its end, as (giver, application, taker) from the start on."""
    steps = []
    while came[end]:
        giver, one = came[end]
        steps.append((giver, one, end))
        end = giver
    return steps[::-1]
