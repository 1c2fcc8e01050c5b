"""The outbox: what is put, held, released, tried, sent once, given up."""

import logging
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.db.models import F

from core.outbox import services
from core.outbox.models import Channel, Message
from core.outbox.services import PAUSES, WIPED, put, put_mail, release, retry, send_due
from core.rules import RuleRefused
from tests.factories import AT

BROKEN = "tests.core.outbox.back_ends.Broken"
MINUTE = timedelta(minutes=1)


def make_message(address="wu@example.com", **fields):
    return put_mail(address, **({"subject": "受理通知", "text": "您的申报已经受理。", "at": AT} | fields))


def read(message):
    return Message.objects.get(pk=message.pk)


@pytest.mark.django_db
class TestPutting:
    def test_it_waits_for_the_next_sending(self):
        message = read(make_message(about="procedure.letter:1"))

        assert (message.state, message.due_at, message.attempts, message.about) == ("等待发送", AT, 0, "procedure.letter:1")
        assert mail.outbox == []

    def test_a_held_one_waits_for_its_release(self):
        message = make_message(held=True)
        assert (send_due(AT), read(message).state) == (0, "等待放行")

        assert release(Message.objects.filter(pk=message.pk), at=AT + MINUTE) == 1

        assert (send_due(AT + MINUTE), read(message).state) == (1, "已发出")

    def test_a_release_leaves_what_was_released_before(self):
        message = make_message()
        send_due(AT)

        assert release(Message.objects.all(), at=AT + MINUTE) == 0
        assert (read(message).released_at, send_due(AT + MINUTE)) == (AT, 0)

    def test_a_text_message_is_kept_as_not_deliverable(self):
        message = read(put(Channel.SMS, address="13800000001", subject="提醒", text="请查看。", at=AT))

        assert (message.state, message.error, send_due(AT)) == ("没有送达", "没有接通短信，不能送达。", 0)

    def test_a_text_message_goes_where_a_provider_is_set(self, settings):
        settings.SMS_BACKEND = "tests.core.outbox.back_ends.note"
        put(Channel.SMS, address="13800000001", subject="提醒", text="请查看。", at=AT)

        assert send_due(AT) == 1

    @pytest.mark.parametrize("address", ["", "wu", "wu@example.com\nBcc: all@example.com", "a b@example.com"])
    def test_a_wrong_address_is_kept_with_its_reason(self, address):
        assert read(make_message(address)).error == "电子邮箱地址不对，不能送达。"
        assert (send_due(AT), mail.outbox) == (0, [])

    def test_a_subject_is_one_line(self):
        assert make_message(subject="受理\r\nBcc: all@example.com").subject == "受理 Bcc: all@example.com"

    def test_it_does_not_stay_when_its_act_is_undone(self):
        with transaction.atomic():
            make_message()
            transaction.set_rollback(True)

        assert Message.objects.count() == 0

    def test_a_sent_one_was_released_and_not_given_up(self):
        message = make_message(held=True)

        for fields in ({"sent_at": AT}, {"sent_at": AT, "released_at": AT, "failed_at": AT}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Message.objects.filter(pk=message.pk).update(**fields)


@pytest.mark.django_db
class TestSending:
    def test_it_leaves_once(self):
        message = make_message()

        assert [send_due(AT), send_due(AT), send_due(AT + timedelta(days=9))] == [1, 0, 0]
        assert (read(message).sent_at, read(message).attempts) == (AT, 1)
        assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [(["wu@example.com"], "受理通知", "您的申报已经受理。")]

    def test_the_same_message_keeps_its_identifier(self):
        message = make_message()
        send_due(AT)

        assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.pk}@outbox.jinzhong-award>"

    def test_a_code_is_wiped_once_it_left(self):
        message = make_message(text="验证码 482913", secret=True)
        send_due(AT)

        assert mail.outbox[0].body == "验证码 482913"
        assert read(message).text == WIPED

    def test_more_than_a_batch_leaves(self):
        for number in range(services.BATCH + 1):
            make_message(f"wu{number}@example.com")

        assert send_due(AT) == services.BATCH + 1

    def test_a_failed_one_is_tried_again_later(self, settings):
        settings.EMAIL_BACKEND = BROKEN
        message = make_message()
        assert send_due(AT) == 0
        assert (read(message).error, read(message).due_at) == ("ConnectionError: 邮件服务器没有应答", AT + PAUSES[0])

        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert [send_due(AT), send_due(AT + PAUSES[0])] == [0, 1]
        assert (read(message).error, read(message).attempts) == ("", 2)

    def test_after_the_last_attempt_it_is_given_up(self, settings):
        settings.EMAIL_BACKEND = BROKEN
        message, at = make_message(), AT
        for pause in PAUSES:
            send_due(at)
            assert read(message).due_at == at + pause
            at += pause

        send_due(at)

        assert (read(message).state, read(message).attempts) == ("没有送达", len(PAUSES) + 1)

    def test_one_broken_address_does_not_hold_the_others(self, settings):
        settings.EMAIL_BACKEND = "tests.core.outbox.back_ends.Picky"
        make_message("broken@example.com")
        make_message("wu@example.com")

        assert send_due(AT) == 1

    def test_no_secret_is_logged_or_kept_when_it_fails(self, settings, caplog):
        settings.EMAIL_BACKEND = "tests.core.outbox.back_ends.Talkative"
        message = make_message(text="验证码 482913", secret=True)
        with caplog.at_level(logging.DEBUG):
            send_due(AT)

        assert "482913" not in caplog.text + read(message).error
        assert read(message).error == "ConnectionError"

    def test_what_a_dead_worker_claimed_is_taken_again_after_its_lease(self):
        message = make_message()
        services._claim(AT)

        assert send_due(AT + MINUTE) == 0
        assert send_due(AT + services.LEASE) == 1
        assert read(message).attempts == 2

    def test_whoever_lost_its_claim_does_not_send(self):
        make_message()
        [late] = services._claim(AT)
        Message.objects.update(attempts=F("attempts") + 1)

        assert (services._send(late, AT), mail.outbox) == (False, [])


@pytest.mark.django_db
class TestAgain:
    def give_up(self, **fields):
        message = make_message(**fields)
        Message.objects.filter(pk=message.pk).update(failed_at=AT, attempts=7, due_at=None, error="ConnectionError")
        return message

    def test_a_given_up_one_is_tried_again(self):
        message = self.give_up()

        retry(message, at=AT + MINUTE)

        assert (send_due(AT + MINUTE), read(message).state) == (1, "已发出")

    def test_a_sent_one_is_refused(self):
        message = make_message()
        send_due(AT)

        with pytest.raises(RuleRefused, match="这份消息已发出，不用再发。"):
            retry(message, at=AT)
        assert send_due(AT) == 0

    def test_a_code_is_refused(self):
        with pytest.raises(RuleRefused, match="验证码不能重发，请收件人重新索取。"):
            retry(self.give_up(secret=True), at=AT)

    def test_what_still_has_no_way_is_refused(self):
        message = put(Channel.SMS, address="13800000001", subject="提醒", text="请查看。", at=AT)

        with pytest.raises(RuleRefused, match="没有接通短信，不能送达。"):
            retry(message, at=AT)
        assert read(message).state == "没有送达"


def test_workers_at_the_same_time_send_each_message_once(committed):
    for number in range(12):
        make_message(f"wu{number}@example.com")
    start, counts = threading.Barrier(4), []

    def work():
        start.wait()
        counts.append(send_due(AT))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 12
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(f"wu{number}@example.com" for number in range(12))
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
