"""Which tables make which promise, read off the models."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from core.ledger.models import AppendOnly, Payload


@dataclass(frozen=True)
class Stateful:
    """A table whose state column follows its history table, with the sets of columns that are unique in it."""

    table: str
    key: str
    column: str
    first: str  # SQL literal of the state in which a row is born
    history: str
    unique: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Written:
    """A table that is written once, with the sets of columns that are unique in it."""

    table: str
    unique: tuple[tuple[str, ...], ...]
    erasable: bool


@dataclass(frozen=True)
class Forbidden:
    """A row that a table takes no longer once a condition over other tables holds; `condition` is SQL of both engines on NEW."""

    name: str
    table: str
    condition: str
    word: str


def forbidden() -> Iterator[Forbidden]:
    """Yield what each model names in `FORBIDDEN` (a word to a condition), in the order of tables."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        for name, (condition, word) in sorted(getattr(model, "FORBIDDEN", {}).items()):
            yield Forbidden(name, model._meta.db_table, condition, word)


def written() -> Iterator[Written]:
    """Yield every append-only table, in the order of its name."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if issubclass(model, AppendOnly):
            yield Written(model._meta.db_table, tuple(_unique(model)), model is Payload)


def stateful() -> Iterator[Stateful]:
    """Yield every table with a state, in the order of its name."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if column := getattr(model, "STATE", ""):
            field = model._meta.get_field(column)
            history = model._meta.get_field(model.HISTORY).related_model
            yield Stateful(
                table=model._meta.db_table,
                key=model._meta.pk.column,
                column=field.column,
                first=_literal(field.get_default()),
                history=history._meta.db_table,
                unique=tuple(_unique(model)),
            )


def _literal(value: object) -> str:
    return str(int(value)) if isinstance(value, int) else f"'{value}'"


def _unique(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    yield (model._meta.pk.column,)
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.column,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and not constraint.condition:
            yield tuple(model._meta.get_field(name).column for name in constraint.fields)
