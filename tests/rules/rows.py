"""Rules for models: nothing reaches right through a key, and what is on record does not go away."""

from collections.abc import Iterator

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from core.ledger.models import AppendOnly
from procedure.history import Subject
from tests.rules.house import APPS

Models = list[type[models.Model]]


def keys_point_leftward(found: Models) -> list[str]:
    """A foreign key points to its own app or to one before it."""
    return [
        f"{field} points to {field.related_model._meta.label}, which is further right"
        for field in _keys(found)
        if APPS.index(_app(field.related_model)) > APPS.index(_app(field.model))
    ]


def keys_are_one_way(found: Models) -> list[str]:
    """A key to a model further left has `related_name="+"`: later apps ask with `Exists(...)`."""
    return [
        f"{field} needs related_name='+'"
        for field in _keys(found)
        if _app(field.related_model) != _app(field.model) and not field.remote_field.hidden
    ]


def records_are_protected(found: Models) -> list[str]:
    """Every foreign key of a row of record, and of a subject with a state, is PROTECT."""
    return [
        f"{field} is not PROTECT"
        for field in _keys(found)
        if issubclass(field.model, AppendOnly | Subject) and getattr(field.remote_field, "on_delete", None) is not models.PROTECT
    ]


def no_key_is_generic(found: Models) -> list[str]:
    """A key names its table."""
    return [
        f"{model._meta.label}.{field.name} is a generic foreign key"
        for model in found
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]


def _keys(found: Models) -> Iterator[models.Field]:
    """Yield every key from a model of ours to a model of ours."""
    for model in found:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and _app(model) in APPS and _app(field.related_model) in APPS:
                yield field


def _app(model: type[models.Model]) -> str:
    return model._meta.app_label


RULES = (keys_point_leftward, keys_are_one_way, records_are_protected, no_key_is_generic)
