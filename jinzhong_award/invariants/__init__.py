"""What must never happen (R1 to R14), asked of the whole database: `manage.py check_invariants`, and tests after each step.

The database and the services hold each promise when something is written; here it is read back, by other queries.
"""

from collections.abc import Iterator

from jinzhong_award.invariants import hands, order, periods, record, seats
from jinzhong_award.invariants.promises import Broken, Promise

SUBJECTS = (order, seats, periods, hands, record)
PROMISES = tuple(
    sorted(
        (found for subject in SUBJECTS for found in vars(subject).values() if isinstance(found, Promise)),
        key=lambda promise: int(promise.number[1:]),
    )
)


def broken(promises: tuple[Promise, ...] = PROMISES) -> Iterator[Broken]:
    """Yield every place where a promise does not hold; nothing when all is well."""
    for promise in promises:
        yield from promise.broken()
