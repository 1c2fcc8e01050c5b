"""What carries an article of the rules: each thing in the code that quotes it, found where it is declared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings

from jinzhong_award.docs import quotes
from jinzhong_award.docs.addresses import APPS, addresses
from jinzhong_award.docs.facts import is_built
from jinzhong_award.steps import MOVES, STEPS
from procedure.machine import Guard
from procedure.parameters.catalogue import CATALOGUE


@dataclass(frozen=True, order=True)
class Carrier:
    """One thing that carries an article. What is declared but refuses until its facts are kept is `waiting`, and carries nothing yet."""

    code: str
    kind: str
    name: str
    waiting: bool = False


def carriers() -> set[Carrier]:
    """Return everything that quotes an article."""
    return {*_guards(), *_moves(), *_parameters(), *_pages(), *_constraints(), *_written()}


def _guards() -> Iterator[Carrier]:
    for guard in {guard for entry in (*STEPS, *MOVES) for guard in entry.guards}:
        yield Carrier(guard.article, "guard", f"{guard.label}{_home(guard)}", not is_built(guard))


def _home(guard: Guard) -> str:
    return f" (`{guard.check.__module__}.{guard.check.__name__}`)" if is_built(guard) else ""


def _moves() -> Iterator[Carrier]:
    for move in MOVES:
        yield Carrier(move.article, "move", f"{move.label} (`{move.name}`)", not all(map(is_built, move.guards)))


def _parameters() -> Iterator[Carrier]:
    for parameter in CATALOGUE:
        yield Carrier(parameter.article, "parameter", f"{parameter.label} (`{parameter.name}`)")


def _pages() -> Iterator[Carrier]:
    for address in addresses():
        if address.article:
            yield Carrier(address.article, "page", f"`{address.route}`")


def _constraints() -> Iterator[Carrier]:
    """A constraint of the database named after its article: `article_8`, `article_18_3`."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name.startswith("article_"):
                number, *item = constraint.name.split("_")[1:3]
                code = f"{number}({item[0]})" if item and item[0].isdigit() else number
                yield Carrier(code, "constraint", f"`{model._meta.label}.{constraint.name}`")


def _written() -> Iterator[Carrier]:
    kinds = {quotes.MARK: "test", quotes.REFUSAL: "refusal", quotes.CONSTANT: "constant"}
    for folder in (*APPS, "tests"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            for quote in quotes.in_python(relative(path), path.read_text(encoding="utf-8")):
                if quote.kind in kinds:
                    yield Carrier(quote.code, kinds[quote.kind], f"`{quote.place}`")


def relative(path: Path) -> str:
    """Return a path as it stands in the repository."""
    return path.relative_to(settings.BASE_DIR).as_posix()
