"""The triggers in SQLite's words."""

import re
from collections.abc import Iterator

from django.db import connection

from core.ledger.models import GENESIS
from core.triggers.promises import Forbidden, Stateful, Written, forbidden, stateful, written

HEAD = re.compile(r"CREATE TRIGGER (\w+) (?:BEFORE|AFTER) \w+ ON (\w+)")


def coded() -> dict[str, tuple[str, str]]:
    """Return each trigger's table and statement, by its name."""
    statements = [*chains()]
    for promise in written():
        statements += written_once(promise)
    for promise in stateful():
        statements += follows_history(promise)
    statements += [never_with(promise) for promise in forbidden()]
    return {name: (table, statement) for statement in statements for name, table in [HEAD.match(statement).groups()]}


def lay() -> None:
    """Lift what lies there and lay all anew."""
    lift()
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, statement in coded().values():
            if table in tables:
                cursor.execute(statement)


def lift() -> None:
    """Drop every trigger whose name begins with `jz_`."""
    with connection.cursor() as cursor:
        for name in _laid():
            cursor.execute(f'DROP TRIGGER "{name}"')


def differences() -> list[str]:
    """Compare names and texts with the schema table."""
    laid, wanted = _laid(), coded()
    lines = [f"缺少触发器 {name}" for name in wanted if name not in laid]
    lines += [f"触发器 {name} 与代码不一致" for name in wanted if name in laid and laid[name] != wanted[name][1]]
    return lines + [f"多出触发器 {name}" for name in laid if name not in wanted]


def written_once(promise: Written) -> Iterator[str]:
    """Refuse update and delete; refuse an insert that meets an existing row, so that it cannot replace it."""
    table = promise.table
    yield _refuse(f"jz_{table}_update", f"BEFORE UPDATE ON {table}", "true", f"append-only {table}")
    erased = "NOT EXISTS (SELECT 1 FROM ledger_event WHERE action = 'ledger.erase' AND object_ref = 'core.event:' || OLD.event_id)"
    yield _refuse(f"jz_{table}_delete", f"BEFORE DELETE ON {table}", erased if promise.erasable else "true", f"append-only {table}")
    yield _refuse(
        f"jz_{table}_insert",
        f"BEFORE INSERT ON {table}",
        f"EXISTS (SELECT 1 FROM {table} WHERE {_meets(promise.unique)})",
        f"append-only {table}",
    )


def follows_history(promise: Stateful) -> Iterator[str]:
    """State is set by inserting a history row, and by nothing else; no other row is replaced on the way."""
    table, key, column, history = promise.table, promise.key, promise.column, promise.history
    last = f"(SELECT target FROM {history} WHERE subject_id = NEW.{key} ORDER BY id DESC LIMIT 1)"
    yield _refuse(
        f"jz_{table}_born",
        f"BEFORE INSERT ON {table}",
        f"NEW.{column} <> {promise.first} OR EXISTS (SELECT 1 FROM {table} WHERE {_meets(promise.unique)})",
        f"{table} starts at its first state",
    )
    yield _refuse(
        f"jz_{table}_state",
        f"BEFORE UPDATE ON {table}",
        f"OLD.{key} IS NOT NEW.{key} OR (OLD.{column} IS NOT NEW.{column} AND NEW.{column} IS NOT {last})",
        f"{table} changes only by its history",
    )
    yield _refuse(
        f"jz_{table}_meets",
        f"BEFORE UPDATE ON {table}",
        f"EXISTS (SELECT 1 FROM {table} WHERE rowid <> OLD.rowid AND ({_meets(promise.unique)}))",
        f"{table} replaces no other row",
    )
    yield _refuse(f"jz_{table}_delete", f"BEFORE DELETE ON {table}", "true", f"{table} is never deleted")
    yield (
        f"CREATE TRIGGER jz_{history}_apply AFTER INSERT ON {history} BEGIN"
        f" UPDATE {table} SET {column} = NEW.target WHERE {key} = NEW.subject_id AND {column} = NEW.source;"
        f" SELECT RAISE(ABORT, 'jz: source is not the present state') WHERE changes() <> 1; END"
    )


def never_with(promise: Forbidden) -> str:
    """Refuse an insert while the condition holds."""
    return _refuse(f"jz_{promise.table}_{promise.name}", f"BEFORE INSERT ON {promise.table}", promise.condition, promise.word)


def chains() -> Iterator[str]:
    """An event continues its chain; a head moves only onto the event that continues it."""
    yield _refuse(
        "jz_ledger_event_chain",
        "BEFORE INSERT ON ledger_event",
        "NOT EXISTS (SELECT 1 FROM ledger_chain WHERE name = NEW.chain AND seq + 1 = NEW.seq AND hash = NEW.prev)",
        "event does not continue its chain",
    )
    yield _refuse(
        "jz_ledger_chain_move",
        "BEFORE UPDATE ON ledger_chain",
        "OLD.id IS NOT NEW.id OR OLD.name IS NOT NEW.name OR OLD.title IS NOT NEW.title"
        " OR NEW.checkpoints < OLD.checkpoints"
        " OR ((OLD.seq IS NOT NEW.seq OR OLD.hash IS NOT NEW.hash OR OLD.peaks IS NOT NEW.peaks) AND NOT EXISTS"
        " (SELECT 1 FROM ledger_event WHERE chain = OLD.name AND seq = OLD.seq + 1 AND seq = NEW.seq AND hash = NEW.hash))",
        "a chain moves only with its event",
    )
    yield _refuse("jz_ledger_chain_delete", "BEFORE DELETE ON ledger_chain", "true", "a chain is never deleted")
    yield _refuse(
        "jz_ledger_chain_born",
        "BEFORE INSERT ON ledger_chain",
        f"NEW.seq <> 0 OR NEW.hash <> '{GENESIS}' OR NEW.peaks <> '[]' OR NEW.checkpoints <> 0"
        " OR EXISTS (SELECT 1 FROM ledger_chain WHERE id = NEW.id OR name = NEW.name)",
        "a chain begins empty",
    )


def _meets(unique: tuple[tuple[str, ...], ...]) -> str:
    """The condition under which a new row meets one that is there. A row also has a number that no model knows: rowid."""
    return " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in (("rowid",), *unique))


def _refuse(name: str, when: str, condition: str, word: str) -> str:
    return f"CREATE TRIGGER {name} {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'jz: {word}'); END"


def _laid() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'jz\_%' ESCAPE '\'")
        return dict(cursor.fetchall())
