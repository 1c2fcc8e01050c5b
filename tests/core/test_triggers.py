"""The triggers lie as coded: after a migration, on every table that makes a promise, and the comparison sees the rest."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from core import triggers
from core.ledger.models import AppendOnly
from core.ledger.verify import verify
from procedure.editions.models import Edition, Step
from tests import databases
from tests.core.tampering import run
from tests.environment import POSTGRESQL
from tests.factories import make_edition

EVENT_TRIGGER = "jz_ledger_event_once" if POSTGRESQL else "jz_ledger_event_update"
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedure", "{last}")]
    operations = [
        migrations.AddField("edition", "remark", models.TextField(null=True)),
        migrations.AlterField("edition", "rules_version", models.CharField(max_length=50)),
        migrations.AddField("stepchange", "remark", models.TextField(null=True)),
    ]
"""


def laid():
    """The names of all triggers in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT tgname FROM pg_trigger WHERE tgname LIKE 'jz\_%'"
            if POSTGRESQL
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        return {name for (name,) in cursor.fetchall()}


def columns(table):
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


@pytest.fixture
def later_migration(tmp_path, monkeypatch, settings):
    """One more migration of procedure that alters guarded tables; gone after the test."""
    [last] = [name for app, name in MigrationLoader(None).graph.leaf_nodes("procedure")]
    package = tmp_path / "later_migrations"
    package.mkdir()
    for path in sorted(Path(apps.get_app_config("procedure").path, "migrations").glob("*.py")):
        (package / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (package / "9999_remark.py").write_text(MIGRATION.format(last=last), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"procedure": "later_migrations"}


def test_a_migration_of_guarded_tables_leaves_every_trigger(committed, later_migration):
    before = laid()
    make_edition(3, Step.CALL)

    with databases.attached(committed, role="owner"):
        call_command("migrate", verbosity=0)

    assert {"remark"} <= columns("procedure_edition") & columns("procedure_stepchange")
    assert laid() == before
    assert triggers.differences() == []
    assert verify() == []
    with pytest.raises(DatabaseError, match="jz: "), transaction.atomic():
        Edition.objects.update(step=Step.COMPLETED)


def test_every_append_only_model_and_every_state_has_its_triggers(db):
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly) or hasattr(model, "STATE")}
    named = laid()

    assert {table for table in tables if not any(re.match(rf"jz_{table}_", name) for name in named)} == set()


@pytest.fixture
def dba(committed):
    """The database's superuser; what he changes is thrown away with the copy."""
    with databases.attached(committed, role="super"):
        yield


def told():
    with pytest.raises(CommandError) as refused:
        call_command("triggers")
    assert verify() == [fault for fault in verify() if fault.kind == "trigger"] != []
    return str(refused.value)


def drop():
    run(f"DROP TRIGGER {EVENT_TRIGGER}" + (" ON ledger_event" if POSTGRESQL else ""))


def test_as_coded(dba):
    assert triggers.differences() == []
    call_command("triggers", verbosity=0)


def test_a_dropped_trigger_is_told(dba):
    drop()

    assert told() == f"缺少触发器 {EVENT_TRIGGER}"


def test_an_altered_trigger_is_told(dba):
    if POSTGRESQL:
        run(f"CREATE OR REPLACE FUNCTION {EVENT_TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    else:
        drop()
        run(f"CREATE TRIGGER {EVENT_TRIGGER} BEFORE UPDATE ON ledger_event WHEN false BEGIN SELECT 1; END")

    assert told().startswith(f"触发器 {EVENT_TRIGGER} 与代码不一致")


def test_a_foreign_trigger_is_told(dba):
    if POSTGRESQL:
        run(f"CREATE TRIGGER jz_mine BEFORE UPDATE ON accounts_unit FOR EACH ROW EXECUTE FUNCTION {EVENT_TRIGGER}()")
    else:
        run("CREATE TRIGGER jz_mine AFTER UPDATE ON accounts_unit BEGIN SELECT 1; END")

    assert told() == "多出触发器 jz_mine"


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite cannot disable a trigger")
@pytest.mark.parametrize("how", ["DISABLE TRIGGER {}", "ENABLE TRIGGER {}", "ENABLE REPLICA TRIGGER {}", "DISABLE TRIGGER ALL"])
def test_a_trigger_not_always_enabled_is_told(dba, how):
    run("ALTER TABLE ledger_event " + how.format(EVENT_TRIGGER))

    assert f"触发器 {EVENT_TRIGGER} 与代码不一致或未始终启用" in told().splitlines()


@pytest.mark.skipif(not POSTGRESQL, reason="a condition is part of the text on SQLite")
@pytest.mark.parametrize(("events", "condition"), [("UPDATE OR DELETE", "WHEN (false)"), ("UPDATE OF at OR DELETE", ""), ("DELETE", "")])
def test_a_narrowed_trigger_is_told(dba, events, condition):
    drop()
    run(
        f"CREATE TRIGGER {EVENT_TRIGGER} BEFORE {events} ON ledger_event FOR EACH ROW {condition} EXECUTE FUNCTION {EVENT_TRIGGER}()",
        f"ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER {EVENT_TRIGGER}",
    )

    assert told() == f"触发器 {EVENT_TRIGGER} 与代码不一致或未始终启用"


def test_laying_again_mends_everything(dba):
    drop()
    if POSTGRESQL:
        run(
            "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
            "CREATE TRIGGER jz_mine BEFORE UPDATE ON ledger_event EXECUTE FUNCTION jz_ledger_event_chain()",
        )

    triggers.lay()

    assert triggers.differences() == []


def test_lifting_leaves_none_of_ours(dba):
    triggers.lift()

    assert {name for name in laid() if name.startswith("jz_")} == set()
