"""kill -9 of gunicorn and Celery as production starts them, in the middle of what they do.

The middle is held open by a lock on the table of which the act comes next to write a row: nothing here hopes for a moment.
"""

import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
import redis
from celery.beat import PersistentScheduler
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from applications.cases.models import Application, Status, StatusChange
from applications.snapshots.models import Snapshot
from core.ledger.models import Checkpoint
from core.ledger.verify import verify
from core.models import DemoClock
from core.outbox.models import Message
from core.outbox.services import LEASE, nudge
from jinzhong_award.celery import app
from publicity.notices import services as notices
from publicity.notices.models import NoticeKind, NoticePublication
from tests.databases import attached
from tests.factories import AT
from tests.faults.acts import HOUR, releasing
from tests.faults.house import PATIENCE, Celery, Web, until
from tests.faults.pressed import PRESSES, submission
from tests.faults.statements import everything
from tests.faults.test_kills import ready
from tests.promises import broken
from tests.publicity.world import NOON, World

pytestmark = [pytest.mark.once, pytest.mark.article("18")]

OTHERS_AT_WORK = """
    SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""
SHORT = [("submit", 1, "kill_all"), ("sign", 1, "kill_workers"), ("lock", 0, "kill_workers"), ("release", 1, "kill_workers")]
REST = [pytest.param(name, place, blow, marks=pytest.mark.deep)
        for name in PRESSES for place in range(3) for blow in ("kill_workers", "kill_all") if (name, place, blow) not in SHORT]  # fmt: skip


@pytest.fixture(scope="module")
def _web():
    server = Web()
    yield server
    server.close()


@pytest.fixture
def web(_web, django_db_setup, django_db_blocker):
    """The web processes on a fresh database, which is the default one of this process too."""
    with django_db_blocker.unblock(), attached(_web.copy):
        yield _web
    _web.renew()


def it_is(at):
    """Set the clock of every process."""
    DemoClock.objects.update_or_create(pk=1, defaults={"seconds": round((at - timezone.now()).total_seconds())})


@contextmanager
def stopped_at(copy, model):
    """Whoever comes to write a row of this table waits, in the middle of his transaction, until the block ends."""
    with copy.connect() as holder, holder.transaction():
        holder.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")

        def waits():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [model._meta.db_table])
                return cursor.fetchone()[0]

        yield lambda: until(waits, f"somebody at {model.__name__}")


def let_go():
    """Wait until the database has undone what the dead had begun."""

    def none():
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            return cursor.fetchone()[0]

    until(none, "the end of every transaction")


def struck(web, press, session, model, blow):
    """Press, and strike while the act waits at this table. Return the status, None when nobody answered."""
    with ThreadPoolExecutor(1) as browser, stopped_at(web.copy, model) as reached:
        answer = browser.submit(press.send, web.port, session)
        reached()
        blow()
        status = answer.result()
    let_go()
    return status


@pytest.mark.parametrize(("name", "place", "blow"), [*SHORT, *REST])
def test_an_act_whose_process_is_killed_is_undone_and_pressed_again(web, name, place, blow):
    press = PRESSES[name]()
    it_is(press.at)
    model = press.points[place % len(press.leaves)]
    session, hurt = press.session(), broken(past_guards=True)
    before, had = everything(), press.made()

    assert struck(web, press, session, model, getattr(web, blow)) is None
    assert everything() == before

    assert press.send(web.port, press.session()) == 302
    assert press.made() == {model: had[model] + count for model, count in press.leaves.items()}
    assert verify() == []
    assert broken(past_guards=True) == hurt


LATE = [("sign", "kill_all", 409), ("lock", "kill_workers", 409), ("release", "kill_workers", 409), ("submit", "kill_all", 302)]


@pytest.mark.parametrize(
    ("name", "blow", "again"),
    [("submit", "kill_workers", 302), *(pytest.param(*case, marks=pytest.mark.deep) for case in LATE)],
)
def test_an_act_whose_answer_is_lost_stands_once(web, name, blow, again):
    """The process dies after the act was committed and before it answers."""
    press = PRESSES[name]()
    it_is(press.at)
    had, hurt = press.made(), broken(past_guards=True)

    assert struck(web, press, press.session(), Session, getattr(web, blow)) is None
    stands = {model: had[model] + count for model, count in press.leaves.items()}
    assert press.made() == stands

    assert press.send(web.port, press.session()) == again
    assert press.made() == stands
    assert verify() == []
    assert broken(past_guards=True) == hurt


@pytest.mark.parametrize("rounds", [pytest.param(12, marks=pytest.mark.deep)])
def test_many_press_while_the_house_is_killed_again_and_again(web, rng, rounds):
    """Whoever was answered is in; whoever was not presses again, until everybody is in once."""
    it_is(AT)
    several = [submission(draft, by) for draft, by, _ in ready(24)]
    answered, hurt = set(), broken(past_guards=True)

    def insist(press):
        while press.send(web.port, press.session()) != 302:
            pass
        answered.add(press.path)
        connection.close()

    with ThreadPoolExecutor(6) as browsers:
        waiting = [browsers.submit(insist, press) for press in several]
        for number in range(rounds):
            until(lambda goal=number * 2: len(answered) >= goal, "somebody who was answered")
            threading.Event().wait(rng.random() / 5)
            told = set(answered)
            web.kill_all() if number % 3 == 0 else web.kill_workers()
            let_go()
            done = Application.objects.filter(status=Status.SUBMITTED).values_list("pk", flat=True)
            assert told <= {f"/applications/{pk}/submit/" for pk in done}
        for one in waiting:
            one.result()
    assert (Snapshot.objects.count(), Message.objects.count()) == (24, 24)
    assert StatusChange.objects.filter(move="submit").count() == 24
    assert verify() == []
    assert broken(past_guards=True) == hurt


@contextmanager
def at_work(copy, service="worker", **options):
    process = Celery(service, copy, **options)
    try:
        yield process
    finally:
        process.kill_all()


def confirmed(number):
    """A notice that two confirmed for an hour that has come."""
    world = World(names=(), number=number)
    notices.confirm(world.compose(NoticeKind.EXPLANATION, publish_at=HOUR), by=world.second, at=NOON)


def published():
    return list(NoticePublication.objects.order_by("serial").values_list("serial", flat=True))


@pytest.mark.parametrize(
    ("model", "blow"),
    [
        (Checkpoint, "kill_all"),
        pytest.param(Checkpoint, "kill_children", marks=pytest.mark.deep),
        pytest.param(NoticePublication, "kill_children", marks=pytest.mark.deep),
        pytest.param(NoticePublication, "kill_all", marks=pytest.mark.deep),
    ],
)
def test_a_sweep_that_is_killed_leaves_nothing_and_the_next_one_publishes(web, model, blow):
    confirmed(3)
    it_is(HOUR + timedelta(minutes=1))
    before = everything()
    with at_work(web.copy) as worker:
        with stopped_at(web.copy, model) as reached:
            nudge()
            reached()
            getattr(worker, blow)()
        let_go()
        assert everything() == before

        if blow == "kill_all":
            worker.start()
        nudge()
        nudge()  # a nudge too many does nothing
        until(published, "the notice")
        until(lambda: not Message.objects.due(HOUR + LEASE).exists(), "the end of the sweep")
    let_go()
    assert published() == [1]
    assert verify() == []
    assert broken(past_guards=True) == []


def an_hour_ago(path):
    """Make the file that of a beat that nudged an hour ago, whatever stood in it."""
    scheduler = PersistentScheduler(app, schedule_filename=str(path))
    scheduler.schedule["sweep"].last_run_at -= timedelta(hours=1)
    scheduler.close()


def test_beat_that_was_killed_nudges_again(web, tmp_path):
    """Its file says when it nudged last: after a pause it nudges at once, from the file that the killed one left too."""
    file = tmp_path / "beat"
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        an_hour_ago(file)
        with at_work(web.copy, "beat", changes={"/tmp/beat": str(file)}) as beat:
            until(lambda: queue.llen("celery") == 1, "the first nudge")
            beat.kill_all()
            an_hour_ago(file)
            beat.start()
            until(lambda: queue.llen("celery") == 2, "the second nudge")


class Mailbox(socketserver.StreamRequestHandler):
    """A mail server. It says nothing until `server.answers` is set; what it took is in `server.taken`."""

    def handle(self):
        self.server.called.set()
        self.server.answers.wait(PATIENCE)
        self.wfile.write(b"220 mail\r\n")
        for line in self.rfile:
            word = line[:4].strip().upper()
            self.wfile.write(b"354 go on\r\n" if word == b"DATA" else b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")
            if word == b"DATA":
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"250 taken\r\n")
            if word == b"QUIT":
                return


@contextmanager
def mailbox():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        server.called, server.answers, server.taken = threading.Event(), threading.Event(), []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.answers.set()
            server.shutdown()


@pytest.mark.deep
def test_mail_whose_worker_is_killed_leaves_after_its_lease(web):
    releasing()()
    it_is(NOON)
    with mailbox() as server:
        postbox = {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(server.server_address[1]),
        }
        with at_work(web.copy, environment=postbox) as worker:
            nudge()
            assert server.called.wait(PATIENCE)
            worker.kill_all()
            server.answers.set()
            let_go()
            claimed = Message.objects.all()
            assert {(message.attempts, message.sent_at) for message in claimed} == {(1, None)}
            assert all(message.due_at > NOON for message in claimed)

            it_is(NOON + LEASE + timedelta(minutes=1))
            worker.start()
            nudge()
            until(lambda: Message.objects.sent().count() == 2, "the mail")
        assert [sum(str(message.pk) in mail for mail in server.taken) for message in claimed] == [1, 1]
