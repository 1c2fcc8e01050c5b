"""What every step of the demonstration plays with: the edition, the moment, the persons, and dice that fall the same for the same seed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import TypeVar

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.units.models import Unit
from accounts.users.models import User
from core.clock import SHANGHAI, shanghai
from procedure.calendar.services import workdays
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.editions.models import Edition
from procedure.letters.models import Letter
from procedure.letters.services import release

SEED = 1
OPEN, CLOSED = 9, 18  # hours in which people of the demonstration act
T = TypeVar("T")
Tell = Callable[[str, int, int], None]  # what is done, how many are, of how many


def to_nobody(what: str, done: int, total: int) -> None:
    """Nobody looks."""


@dataclass
class Scene:
    """One edition at one moment. Where `live`, a visitor's clock gives the moment and nothing moves it."""

    edition: Edition
    at: datetime
    seed: int = SEED
    live: bool = True
    pace: float = 1  # less where many act in the same days
    tell: Tell = to_nobody

    def each(self, what: str, items: Sequence[T]) -> Iterator[T]:
        """Yield items one by one, telling whoever looks how many are done of how many."""
        for place, item in enumerate(items):
            self.tell(what, place, len(items))
            yield item
        if items:
            self.tell(what, len(items), len(items))

    def pause(self, **length: float) -> None:
        """Let time pass between two acts, where nobody looks at the clock: people act on working days, from nine to six."""
        if not self.live:
            self.at = self.working(self.at + self.pace * timedelta(**length))

    def working(self, at: datetime) -> datetime:
        """Return a moment, or nine o'clock of the next working day where nobody works then."""
        here, work = at.astimezone(SHANGHAI), self.calendar.is_workday
        try:
            if work(here.date()) and OPEN <= here.hour < CLOSED:
                return at
            day = here.date() if here.hour < OPEN else here.date() + timedelta(days=1)
            while not work(day):
                day += timedelta(days=1)
        except UnknownYear:
            return at
        return datetime.combine(day, time(OPEN), SHANGHAI)

    @cached_property
    def calendar(self) -> Workdays:
        """The working days, read once."""
        return workdays()

    def dice(self, *about: object) -> Random:
        """Return dice that fall the same for the same seed and the same matter, in whatever order matters come."""
        return Random(":".join(map(str, (self.seed, *about))))  # nosec B311 no secret: scores of a play

    def one(self, role: Role, unit: Unit | None = None) -> Actor | None:
        """Return somebody who may act in a role now, for a unit where one is named: the first to have been granted it."""
        return next(iter(self.all(role, unit)), None)

    def all(self, role: Role, unit: Unit | None = None) -> list[Actor]:
        """Return everybody who may act in a role now, for a unit where one is named."""
        found = Grant.objects.in_force(shanghai(self.at)).filter(role=role, **({"unit": unit} if unit else {}))
        return [Actor(grant.person, grant) for grant in found.select_related("person", "unit").order_by("person__username")]

    def as_(self, person: User, role: Role) -> Actor:
        """Return a person under the grant of a role that he holds."""
        found = Grant.objects.in_force(shanghai(self.at)).filter(person=person, role=role).select_related("person", "unit")
        grant = found.earliest("event_id")
        return Actor(grant.person, grant)

    @cached_property
    def office(self) -> tuple[Actor, Actor]:
        """The two hands of the office: whoever prepares, and the head who confirms."""
        found = sorted(self.all(Role.OFFICE), key=lambda actor: actor.grant.head)
        return found[0], found[-1]

    def release_letters(self) -> int:
        """Let the office send every letter that waits; return how many."""
        waiting = list(Letter.objects.waiting().filter(edition=self.edition))
        if waiting:
            release(waiting, by=self.office[1], at=self.at)
        return len(waiting)


def signed(digest: str) -> dict[str, str]:
    """Return what the signing form returns in a demonstration."""
    return {"method": "demo", "digest": digest}
