"""The tests' own ground: databases, roles, services, network."""

import os
import socket

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests import databases
from tests.environment import POSTGRESQL, WORKER


def count_types():
    return ContentType.objects.count()


def add_type(model):
    return ContentType.objects.create(app_label="tests", model=model)


def test_each_worker_has_a_clone_of_its_own(db):
    assert os.environ.get("PYTEST_XDIST_WORKER", "main") == WORKER
    assert f"worker_{WORKER}" in str(connection.settings_dict["NAME"])
    assert count_types() > 0


@pytest.mark.parametrize("turn", [1, 2])
def test_db_rolls_back(db, turn):
    add_type("rolled-back")

    assert ContentType.objects.filter(app_label="tests").count() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_is_a_fresh_copy(committed, turn):
    add_type("committed")

    assert ContentType.objects.filter(app_label="tests").count() == 1
    assert "copy_" in str(connection.settings_dict["NAME"])


def test_committed_is_seen_by_other_processes(committed):
    add_type("elsewhere")

    said = committed.manage(
        "shell", "-c", "from django.contrib.contenttypes.models import *; print(ContentType.objects.filter(app_label='tests').count())"
    )

    assert said.splitlines()[-1] == "1"


def test_the_worker_database_is_back_after_committed(db):
    assert not ContentType.objects.filter(app_label="tests").exists()


def test_template_has_the_coded_triggers(committed):
    assert committed.manage("triggers") == "触发器与代码一致。\n"


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite knows no roles")
def test_application_may_write_rows_but_not_change_tables(committed):
    with committed.connect("application") as application:
        application.execute("INSERT INTO django_content_type (app_label, model) VALUES ('tests', 'row')")
        for statement in (
            "DROP TABLE django_content_type",
            "TRUNCATE django_session",
            "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
            "CREATE TABLE mine ()",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite knows no roles")
def test_attached_under_another_role(committed):
    with databases.attached(committed, role="owner"), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("owner",)


def test_network_beyond_this_machine_is_refused():
    with socket.socket() as line, pytest.raises(AssertionError, match="must not reach the network"):
        line.connect(("192.0.2.1", 80))
