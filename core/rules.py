"""How the house says no: what stands against an act, and the refusal that carries it to the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Blocker:
    """One thing that stands against an act: by which article, what is asked, how it stands now.

    `wait` is true where nobody needs to act, only time must pass.
    """

    article: str
    label: str
    sentence: str
    wait: bool = False


class RuleRefused(Exception):
    """An act was refused. The middleware answers 409 with every blocker and what was typed."""

    def __init__(self, refusal: str | Sequence[Blocker], *, article: str = "") -> None:
        if isinstance(refusal, str):
            refusal = [Blocker(article, "", refusal)]
        self.blockers = tuple(refusal)
        super().__init__("".join(blocker.sentence for blocker in self.blockers))


def refuse(found: Iterable[Blocker]) -> None:
    """Raise RuleRefused with everything that stands against an act; where nothing does, go on."""
    if found := list(found):
        raise RuleRefused(found)
