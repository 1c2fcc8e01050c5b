"""The sweep: one part that fails keeps none of the others back, and is not passed over in silence."""

import logging

import pytest

from core import clock
from core.outbox.models import Message
from core.outbox.services import put_mail
from jinzhong_award import tasks
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_fails_keeps_nothing_back(monkeypatch, caplog):
    monkeypatch.setattr(clock, "now", lambda: AT)
    put_mail("wu@example.com", subject="回执", text="一", at=AT)

    def publish_due(at):
        raise KeyError("organization")

    monkeypatch.setattr(tasks, "PARTS", (publish_due, *tasks.PARTS[1:]))
    with caplog.at_level(logging.ERROR), pytest.raises(ExceptionGroup) as raised:
        tasks.sweep()

    assert [type(fault) for fault in raised.value.exceptions] == [KeyError]
    assert "the sweep failed at publish_due" in caplog.text
    assert Message.objects.sent().count() == 1


def test_all_is_well():
    tasks.sweep()
