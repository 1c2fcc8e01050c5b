"""What two decide about one sitting of the defense, and the draw: who speaks when follows from the seed and nothing else."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from procedure.editions.models import Edition
from procedure.parameters.reviewing import QUESTION_MINUTES, SPEAK_MINUTES
from procedure.parameters.services import value
from procedure.proposals.models import Proposal


@dataclass(frozen=True)
class Sitting:
    """One sitting. `panel` and `entrants` are keys; the entrants are sorted, so that their order says nothing."""

    panel: str
    begins_at: datetime
    room: str
    entrants: tuple[str, ...]
    speak_minutes: int
    question_minutes: int
    bring: str = ""

    @property
    def length(self) -> timedelta:
        """How long one applicant is heard."""
        return timedelta(minutes=self.speak_minutes + self.question_minutes)

    @property
    def ends_at(self) -> datetime:
        """When the last one is done."""
        return self.begins_at + len(self.entrants) * self.length

    def content(self) -> dict:
        """Return it as the proposal keeps it."""
        return asdict(self) | {"begins_at": self.begins_at.isoformat(), "entrants": list(self.entrants)}


def sitting_of(proposal: Proposal) -> Sitting:
    """Read a sitting back from what the first hand prepared."""
    content = proposal.content
    return Sitting(
        **content | {"begins_at": datetime.fromisoformat(content["begins_at"]), "entrants": tuple(content["entrants"])},
    )


def minutes_of(edition: Edition) -> dict[str, int]:
    """Return the time rule of an edition, in minutes. RuleRefused where it was never set."""
    return {"speak_minutes": value(edition, SPEAK_MINUTES), "question_minutes": value(edition, QUESTION_MINUTES)}


def place_in_draw(seed: str, key: str) -> str:
    """Return the number drawn for a key: SHA-256 over the seed's 64 hex digits followed by the key, as text."""
    return hashlib.sha256(f"{seed}{key}".encode()).hexdigest()


def drawn(entrants: Iterable[str], seed: str) -> list[str]:
    """Return the entrants in the drawn order: the smallest number speaks first."""
    return sorted(entrants, key=lambda key: place_in_draw(seed, key))


def times(sitting: Sitting) -> Sequence[datetime]:
    """Return when each place in the order begins."""
    return [sitting.begins_at + place * sitting.length for place in range(len(sitting.entrants))]
