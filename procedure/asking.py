"""What every list of a home page is asked with: who asks, when, and the editions that run, read once for all of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from accounts.actors import Actor
from procedure.editions.models import Edition, Step


@dataclass(frozen=True)
class Asking:
    """Somebody asks what there is to do at a moment. A list that concerns some steps asks `within` and costs nothing in the others."""

    actor: Actor
    at: datetime

    @cached_property
    def editions(self) -> list[Edition]:
        """The editions that run, the newest first. One query, however many lists ask."""
        return list(Edition.objects.running().newest_first())

    @property
    def edition(self) -> Edition | None:
        """The newest edition that runs, or None."""
        return self.editions[0] if self.editions else None

    def within(self, first: Step, last: Step | None = None) -> list[Edition]:
        """Return the running editions in a step, or from one to another."""
        return [edition for edition in self.editions if first <= edition.step <= (first if last is None else last)]
