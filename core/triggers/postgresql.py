"""The triggers in PostgreSQL's words: one function a promise, every trigger `ENABLE ALWAYS`.

Plain triggers are bypassed under the replica role. Raised with ERRCODE integrity_constraint_violation, so that Django
says IntegrityError as on SQLite.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from core.ledger.models import GENESIS
from core.triggers.promises import Forbidden, Stateful, Written, forbidden, stateful, written

ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32
WORDS = {INSERT: "INSERT", DELETE: "DELETE", UPDATE: "UPDATE", TRUNCATE: "TRUNCATE"}


@dataclass(frozen=True)
class Trigger:
    """One trigger and the body of its function; `when` is PostgreSQL's bit mask (pg_trigger.tgtype)."""

    name: str
    table: str
    when: int
    body: str

    def statements(self) -> Iterator[str]:
        events = " OR ".join(word for bit, word in WORDS.items() if self.when & bit)
        yield f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $jz${self.body}$jz$"
        yield (
            f"CREATE OR REPLACE TRIGGER {self.name} {'BEFORE' if self.when & BEFORE else 'AFTER'} {events} ON {self.table}"
            f" FOR EACH {'ROW' if self.when & ROW else 'STATEMENT'} EXECUTE FUNCTION {self.name}()"
        )
        yield f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}"


def coded() -> dict[str, Trigger]:
    """Return each trigger by its name."""
    triggers = [*chains()]
    for promise in written():
        triggers += written_once(promise)
    for promise in stateful():
        triggers += follows_history(promise)
    triggers += [never_with(promise) for promise in forbidden()]
    return {trigger.name: trigger for trigger in triggers}


def lay() -> None:
    """Lay every trigger over what lies there; drop those the code no longer knows."""
    wanted = coded()
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, (table, *_) in _laid().items():
            if name not in wanted:
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
        for trigger in wanted.values():
            if trigger.table in tables:
                for statement in trigger.statements():
                    cursor.execute(statement)


def lift() -> None:
    """Drop every trigger whose name begins with `jz_`."""
    with connection.cursor() as cursor:
        for name, (table, *_) in _laid().items():
            cursor.execute(f"DROP TRIGGER {name} ON {table}")


def differences() -> list[str]:
    """Compare table, timing, events, function body, condition and state of enabling."""
    laid, wanted = _laid(), coded()
    lines = [f"缺少触发器 {name}" for name in wanted if name not in laid]
    for name, trigger in wanted.items():
        if name in laid and laid[name] != (trigger.table, trigger.when, trigger.body, "A", False):
            lines.append(f"触发器 {name} 与代码不一致或未始终启用")
    return lines + [f"多出触发器 {name}" for name in laid if name not in wanted]


def written_once(promise: Written) -> Iterator[Trigger]:
    """Refuse update, delete and truncate."""
    table = promise.table
    refuse = _refuse(f"append-only {table}")
    if promise.erasable:
        allowed = (
            "IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM ledger_event WHERE action = 'ledger.erase'"
            " AND object_ref = 'core.event:' || OLD.event_id) THEN RETURN OLD; END IF;"
        )
        yield Trigger(f"jz_{table}_once", table, ROW | BEFORE | UPDATE | DELETE, f" BEGIN {allowed} {refuse} END ")
    else:
        yield Trigger(f"jz_{table}_once", table, ROW | BEFORE | UPDATE | DELETE, f" BEGIN {refuse} END ")
    yield Trigger(f"jz_{table}_truncate", table, BEFORE | TRUNCATE, f" BEGIN {refuse} END ")


def follows_history(promise: Stateful) -> Iterator[Trigger]:
    """State is set by inserting a history row, and by nothing else."""
    table, key, column, history = promise.table, promise.key, promise.column, promise.history
    last = f"(SELECT target FROM {history} WHERE subject_id = NEW.{key} ORDER BY id DESC LIMIT 1)"
    yield Trigger(
        f"jz_{table}_state",
        table,
        ROW | BEFORE | INSERT | UPDATE,
        f" BEGIN IF TG_OP = 'INSERT' THEN IF NEW.{column} <> {promise.first} THEN"
        f" {_refuse(f'{table} starts at its first state')} END IF;"
        f" ELSIF NEW.{key} IS DISTINCT FROM OLD.{key} OR (NEW.{column} IS DISTINCT FROM OLD.{column}"
        f" AND NEW.{column} IS DISTINCT FROM {last}) THEN {_refuse(f'{table} changes only by its history')}"
        f" END IF; RETURN NEW; END ",
    )
    yield Trigger(
        f"jz_{history}_apply",
        history,
        ROW | INSERT,
        f" BEGIN UPDATE {table} SET {column} = NEW.target WHERE {key} = NEW.subject_id AND {column} = NEW.source;"
        f" IF NOT FOUND THEN {_refuse('source is not the present state')} END IF; RETURN NULL; END ",
    )
    never = f" BEGIN {_refuse(f'{table} is never deleted')} END "
    yield Trigger(f"jz_{table}_delete", table, ROW | BEFORE | DELETE, never)
    yield Trigger(f"jz_{table}_truncate", table, BEFORE | TRUNCATE, never)


def never_with(promise: Forbidden) -> Trigger:
    """Refuse an insert while the condition holds."""
    body = f" BEGIN IF {promise.condition} THEN {_refuse(promise.word)} END IF; RETURN NEW; END "
    return Trigger(f"jz_{promise.table}_{promise.name}", promise.table, ROW | BEFORE | INSERT, body)


def chains() -> Iterator[Trigger]:
    """An event continues its chain; a head moves only onto the event that continues it."""
    yield Trigger(
        "jz_ledger_event_chain",
        "ledger_event",
        ROW | BEFORE | INSERT,
        " BEGIN IF NOT EXISTS (SELECT 1 FROM ledger_chain WHERE name = NEW.chain AND seq + 1 = NEW.seq AND hash = NEW.prev)"
        f" THEN {_refuse('event does not continue its chain')} END IF; RETURN NEW; END ",
    )
    yield Trigger(
        "jz_ledger_chain_move",
        "ledger_chain",
        ROW | BEFORE | INSERT | UPDATE,
        f" BEGIN IF TG_OP = 'INSERT' THEN IF (NEW.seq, NEW.hash, NEW.peaks, NEW.checkpoints)"
        f" IS DISTINCT FROM (0::bigint, '{GENESIS}', '[]'::jsonb, 0) THEN {_refuse('a chain begins empty')} END IF;"
        " ELSIF (OLD.id, OLD.name, OLD.title) IS DISTINCT FROM (NEW.id, NEW.name, NEW.title)"
        " OR NEW.checkpoints < OLD.checkpoints"
        " OR ((OLD.seq, OLD.hash, OLD.peaks) IS DISTINCT FROM (NEW.seq, NEW.hash, NEW.peaks) AND NOT EXISTS (SELECT 1 FROM ledger_event"
        " WHERE chain = OLD.name AND seq = OLD.seq + 1 AND seq = NEW.seq AND hash = NEW.hash))"
        f" THEN {_refuse('a chain moves only with its event')} END IF; RETURN NEW; END ",
    )
    never = f" BEGIN {_refuse('a chain is never deleted')} END "
    yield Trigger("jz_ledger_chain_delete", "ledger_chain", ROW | BEFORE | DELETE, never)
    yield Trigger("jz_ledger_chain_truncate", "ledger_chain", BEFORE | TRUNCATE, never)


def _refuse(word: str) -> str:
    return f"RAISE EXCEPTION 'jz: {word}' USING ERRCODE = 'integrity_constraint_violation';"


def _laid() -> dict[str, tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT t.tgname, c.relname, t.tgtype, p.prosrc, t.tgenabled, t.tgqual IS NOT NULL OR t.tgattr <> ''"
            r" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            r" WHERE t.tgname LIKE 'jz\_%' AND NOT t.tgisinternal"
        )
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}
