"""Every way past the machine and the ledger that we could think of, refused by the database itself, on both engines."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Grant
from applications.cases.models import Application, Status, StatusChange
from core import triggers
from core.ledger.models import Chain, Event, Payload
from core.ledger.services import leaf, lock, record
from core.ledger.verify import verify
from procedure.editions.models import Edition, Step, StepChange
from tests import databases
from tests.environment import POSTGRESQL
from tests.factories import AT, make_application, make_checkpoint, make_edition

REFUSAL = "jz: |permission denied|duplicate key" if POSTGRESQL else "jz: "
# As the application; as a replica (PostgreSQL's superuser alone) or with the setting that REPLACE needs (SQLite).
MANNERS = ("application", "replica") if POSTGRESQL else ("recursive_triggers=ON", "recursive_triggers=OFF")


@pytest.fixture(scope="module", params=MANNERS)
def world(request, django_db_setup, django_db_blocker):
    """Edition 3 in 组织申报 with an application that was submitted, edition 4 and a draft on which nothing happened.

    One for all tests of this file: what is refused changes nothing.
    """
    copy = databases.TEMPLATE.clone()
    with django_db_blocker.unblock(), databases.attached(copy):
        edition = make_edition(3, Step.APPLYING)
        make_application(edition, Status.SUBMITTED)
        make_application(edition)
        make_edition(4)
        make_checkpoint("edition-3")
        with databases.attached(copy, role="super" if request.param == "replica" else "application"):
            if request.param != "application":
                run("SET session_replication_role = replica" if POSTGRESQL else f"PRAGMA {request.param}")
            yield
    copy.drop()


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def everything():
    """Every row of every table that makes a promise."""
    tables = [model._meta.db_table for model in (Chain, Event, Payload, Edition, StepChange, Application, StatusChange, Grant)]
    with connection.cursor() as cursor:
        rows = {}
        for table in [*tables, "ledger_checkpoint"]:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows[table] = cursor.fetchall()
        return rows


def edition():
    return Edition.objects.get(number=3)


def stale_save():
    stale = edition()
    stale.step = Step.COMPLETED
    stale.save()


def bulk_update():
    row = Application.objects.get(status=Status.SUBMITTED)
    row.status = Status.RECOMMENDED
    Application.objects.bulk_update([row], ["status"])


def born_later():
    Edition.objects.bulk_create([Edition(number=9, rules_version="x", step=Step.EVALUATION, opened_at=AT)])


def born_later_with_conflict():
    row = edition()
    row.step = Step.COMPLETED
    Edition.objects.bulk_create([row], update_conflicts=True, unique_fields=["number"], update_fields=["step"])


def history(source, target, event=None, **fields):
    """A history row of edition 3 with an event of its own, unless another is given."""
    last = StepChange.objects.filter(subject=edition()).last()
    with transaction.atomic():
        event = event or record(lock("edition-3"), at=AT, by=SYSTEM, action="x", object_ref="x")
        row = StepChange(
            event=event,
            subject=edition(),
            source=source,
            target=target,
            move="x",
            at=AT,
            by=last.by,
            role=last.role,
            unit=last.unit,
            **fields,
        )
        row.save(force_insert=True)


def two_changes_at_once():
    last = StepChange.objects.filter(subject=edition()).last()
    with transaction.atomic():
        head = lock("edition-3")
        StepChange.objects.bulk_create(
            StepChange(
                event=record(head, at=AT, by=SYSTEM, action="x", object_ref="x"),
                subject=edition(),
                source=step,
                target=step + 2,
                move="x",
                at=AT,
                by=last.by,
                role="x",
                unit=last.unit,
            )
            for step in (2, 2)
        )


def event(**changes):
    """The next event of edition 3, altered."""
    head = Chain.objects.get(name="edition-3")
    row = Event(chain=head.name, seq=head.seq + 1, at="x", actor_ref="x", action="x", object_ref="x", commitment="x", prev=head.hash)
    for name, value in changes.items():
        setattr(row, name, value)
    row.hash = leaf(row)
    row.save(force_insert=True)


STEPS = (
    "INSERT {} procedure_edition (id, number, step, rules_version, demo, opened_at)"
    " SELECT {}, number, {}, rules_version, demo, opened_at FROM procedure_edition WHERE number = {} {}"
)
CHANGES = (
    "INSERT {} procedure_stepchange (id, event_id, subject_id, source, target, move, at, by_id, role, unit_id, reason)"
    " SELECT {}, {}, subject_id, source, {}, move, at, by_id, role, unit_id, reason FROM procedure_stepchange WHERE id = 1 {}"
)
CHAINS = "INSERT INTO ledger_chain (name, title, seq, hash, peaks, checkpoints) VALUES ('x', 'x', {}, '{}', '[]', 0)"
FRESH = f"'{uuid.uuid4()}'" if POSTGRESQL else f"'{uuid.uuid4().hex}'"
DRAFT = "status = 'draft'"

BYPASSES = {
    "save of a changed state": stale_save,
    "queryset update": lambda: Edition.objects.filter(number=3).update(step=Step.CALL),
    "queryset update of applications": lambda: Application.objects.update(status=Status.WITHDRAWN),
    "bulk update": bulk_update,
    "bulk create in a later state": born_later,
    "bulk create over a conflict": born_later_with_conflict,
    "create in a later state": lambda: make_application(edition()).__class__.objects.create(
        edition=edition(), applicant=Application.objects.first().applicant, category="organization", status=Status.ACCEPTED
    ),
    "delete": lambda: Edition.objects.filter(number=4).delete(),
    "delete of an application": lambda: Application.objects.filter(status=Status.DRAFT).delete(),
    "raw update": "UPDATE procedure_edition SET step = 3 WHERE number = 3",
    "raw update back to an earlier state": "UPDATE procedure_edition SET step = 1 WHERE number = 3",
    "raw update of what never changed": "UPDATE procedure_edition SET step = 1 WHERE number = 4",
    "raw update of a draft": f"UPDATE applications_application SET status = 'submitted' WHERE {DRAFT}",
    "raw insert": STEPS.format("INTO", FRESH, 5, 3, "").replace("SELECT " + FRESH + ", number", f"SELECT {FRESH}, 9"),
    "raw delete": "DELETE FROM procedure_edition WHERE number = 4",
    "on conflict by number": STEPS.format("INTO", FRESH, 0, 3, "ON CONFLICT (number) DO UPDATE SET step = 5"),
    "on conflict by key": STEPS.format("INTO", "id", 0, 3, "ON CONFLICT (id) DO UPDATE SET step = 5"),
    "primary key of a subject changed": f"UPDATE procedure_edition SET id = {FRESH} WHERE number = 4",
    "history row changed": "UPDATE procedure_stepchange SET target = 5",
    "history row deleted": "DELETE FROM procedure_stepchange WHERE id = 2",
    "history rows deleted by queryset": lambda: StepChange.objects.all().delete(),
    "history row moved": "UPDATE procedure_stepchange SET id = 99 WHERE id = 1",
    "old history row inserted again": CHANGES.format("INTO", 99, "event_id", "target", ""),
    "old event used again": lambda: history(2, 3, event=StepChange.objects.first().event),
    "on conflict over history": CHANGES.format("INTO", 99, "event_id", "target", "ON CONFLICT (event_id) DO UPDATE SET target = 9"),
    "history from another state": lambda: history(1, 2),
    "history from a later state": lambda: history(3, 4),
    "history placed before the last": lambda: history(2, 3, pk=-5),
    "two history rows in one statement": two_changes_at_once,
    "head moved back": "UPDATE ledger_chain SET seq = seq - 1 WHERE name = 'edition-3'",
    "head moved to an older event": (
        "UPDATE ledger_chain SET seq = 1, hash = (SELECT hash FROM ledger_event WHERE chain = 'edition-3' AND seq = 1)"
        " WHERE name = 'edition-3'"
    ),
    "head renamed": "UPDATE ledger_chain SET name = 'edition-5' WHERE name = 'edition-4'",
    "title of a chain changed": "UPDATE ledger_chain SET title = 'x' WHERE name = 'edition-3'",
    "peaks changed": "UPDATE ledger_chain SET peaks = '[]' WHERE name = 'edition-3'",
    "checkpoints uncounted": "UPDATE ledger_chain SET checkpoints = 0 WHERE name = 'edition-3'",
    "chain deleted": "DELETE FROM ledger_chain WHERE name = 'edition-4'",
    "chain born later": CHAINS.format(5, "0" * 64),
    "chain born on another hash": CHAINS.format(0, "1" * 64),
    "event out of order": lambda: event(seq=99),
    "event at a place that is taken": lambda: event(seq=1),
    "event of another hash": lambda: event(prev="0" * 64),
    "event of no chain": lambda: event(chain="edition-9"),
    "event changed": "UPDATE ledger_event SET actor_ref = 'x' WHERE seq = 1",
    "event deleted": "DELETE FROM ledger_event WHERE chain = 'edition-4'",
    "payload changed": "UPDATE ledger_payload SET payload = '{}'",
    "payload deleted without erasure": "DELETE FROM ledger_payload WHERE id = 1",
    "grant prolonged": lambda: Grant.objects.update(until_on=None, head=True),
    "grant deleted": "DELETE FROM accounts_grantconfirmation",
    "checkpoint changed": "UPDATE ledger_checkpoint SET root = 'x'",
    "checkpoint deleted": "DELETE FROM ledger_checkpoint",
}
TRUNCATED = [
    "procedure_edition",
    "procedure_stepchange",
    "ledger_event",
    "ledger_payload",
    "ledger_chain",
    "ledger_checkpoint",
    "accounts_unit",
]
ON_POSTGRESQL = {f"truncate {table}": f"TRUNCATE {table} CASCADE" for table in TRUNCATED} | {
    "merge": "MERGE INTO procedure_edition e USING (SELECT 3 AS number) n ON e.number = n.number WHEN MATCHED THEN UPDATE SET step = 9",
    "update inside a query": "WITH moved AS (UPDATE procedure_edition SET step = 9 WHERE number = 3 RETURNING id) SELECT * FROM moved",
}
ROW_OF_3 = "(SELECT rowid FROM procedure_edition WHERE number = 3)"
ON_SQLITE = {
    "replace by number": STEPS.format("OR REPLACE INTO", FRESH, 0, 3, ""),
    "replace by key": STEPS.format("OR REPLACE INTO", "id", 0, 3, ""),
    "replace of what nothing hangs on": STEPS.format("OR REPLACE INTO", FRESH, 0, 4, ""),
    "replace by rowid": (
        "INSERT OR REPLACE INTO procedure_edition (rowid, id, number, step, rules_version, demo, opened_at)"
        f" SELECT rowid, {FRESH}, 9, 0, rules_version, demo, opened_at FROM procedure_edition WHERE number = 4"
    ),
    "update or replace": "UPDATE OR REPLACE procedure_edition SET number = 4 WHERE number = 3",
    "update or replace by rowid": f"UPDATE OR REPLACE procedure_edition SET rowid = {ROW_OF_3} WHERE number = 4",
    "replace of an event": (
        "INSERT OR REPLACE INTO ledger_event (id, chain, seq, at, actor_ref, action, object_ref, v, alg, commitment, prev, hash)"
        " SELECT id, chain, seq, at, 'x', action, object_ref, v, alg, commitment, prev, hash FROM ledger_event WHERE id = 1"
    ),
    "replace of a payload": "INSERT OR REPLACE INTO ledger_payload (event_id, salt, payload) VALUES (1, 'x', '{}')",
    "replace of history": CHANGES.format("OR REPLACE INTO", 1, "event_id", 5, ""),
    "replace of history by its event": CHANGES.format("OR REPLACE INTO", 99, "event_id", 5, ""),
    "replace of a chain": (
        "INSERT OR REPLACE INTO ledger_chain (name, title, seq, hash, peaks, checkpoints)"
        f" VALUES ('edition-3', 'x', 0, '{'0' * 64}', '[]', 0)"
    ),
    "replace of a grant": (
        "INSERT OR REPLACE INTO accounts_grantconfirmation (id, at, grant_id, event_id, by_id)"
        " SELECT 99, at, grant_id, event_id, by_id FROM accounts_grantconfirmation WHERE id = 1"
    ),
}
ALL = BYPASSES | (ON_POSTGRESQL if POSTGRESQL else ON_SQLITE)


@pytest.mark.parametrize("name", ALL)
def test_bypass_is_refused_and_changes_nothing(world, name):
    before, bypass = everything(), ALL[name]

    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        bypass() if callable(bypass) else run(bypass)

    assert everything() == before


@transaction.atomic
def test_what_may_be_done_is_not_refused(world):
    """The bypasses are refused for what they are, not because nothing works here."""
    Edition.objects.filter(number=3).update(rules_version="2023-draft")
    row = Application.objects.get(status=Status.DRAFT)
    row.number = "2026-001"
    row.save()
    history(2, 3)

    assert edition().step == 3
    transaction.set_rollback(True)


def test_the_world_verifies(world):
    assert triggers.differences() == []
    assert verify() == []
