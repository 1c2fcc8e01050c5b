"""The promises the database keeps: triggers as code, derived from the models, the same on both engines.

Append-only models refuse update, delete, truncate and replacement. A model that names its state column in `STATE` and
its history in `HISTORY` changes that column only when a history row is inserted. The head of a chain moves only with
the event that it names. A model that names conditions in `FORBIDDEN` takes no row while one of them holds. SQLite
remakes a table on most schema changes and forgets its triggers, so our own `migrate` lifts and lays them again.
"""

from types import ModuleType

from django.db import connection, transaction

from core.triggers import postgresql, sqlite


def _engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


@transaction.atomic
def lay() -> None:
    """Lay every trigger as coded; what an older version laid and the code no longer knows is lifted."""
    _engine().lay()


@transaction.atomic
def lift() -> None:
    """Take every trigger of ours away: only our `migrate` does, on SQLite, before it alters tables."""
    _engine().lift()


def differences() -> list[str]:
    """Return one line for each trigger that is missing, foreign, disabled or not as coded; empty when all is well."""
    return _engine().differences()
