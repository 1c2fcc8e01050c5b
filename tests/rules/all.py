"""Every rule with what it looks at."""

from collections.abc import Callable

from django.apps import apps

from jinzhong_award.docs.addresses import addresses
from tests.rules import assets, code, rows, templates, views
from tests.rules.house import files

SUBJECTS: tuple[tuple[Callable, tuple[Callable[..., list[str]], ...]], ...] = (
    (files, (*code.RULES, *templates.RULES, *assets.RULES)),
    (lambda: list(apps.get_models()), rows.RULES),
    (lambda: list(addresses()), views.RULES),
)
RULES = tuple(rule for _, rules in SUBJECTS for rule in rules)


def faults() -> dict[str, list[str]]:
    """Return what breaks a rule, by the rule's name."""
    found = {rule.__name__: rule(subject()) for subject, rules in SUBJECTS for rule in rules}
    return {name: lines for name, lines in found.items() if lines}
