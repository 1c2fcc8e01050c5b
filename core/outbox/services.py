"""Putting messages out, and sending what is due. A message that was sent is never sent again."""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet

from core.outbox import channels
from core.outbox.models import Channel, Message
from core.rules import RuleRefused

logger = logging.getLogger(__name__)

# After each failed attempt: how long until the next one. After the last the message is given up and a person may ask again.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# Whoever took a message has this long to say how it ended; then another worker takes it.
LEASE = timedelta(minutes=10)
BATCH = 20  # all of them time out within the lease
SWEEP = "jinzhong_award.tasks.sweep"
WIPED = "（验证码，发出后不保留）"


def put(channel: str, *, address: str, subject: str, text: str, at: datetime, held: bool = False, **marks) -> Message:
    """Put a message out. It leaves once this transaction commits, or, `held`, once it is released.

    `marks` are the message's `secret`, `private` and `about`. What cannot be delivered at all (no SMS provider, no such
    address) is kept, with the sentence why.
    """
    message = Message(channel=channel, address=address, subject=" ".join(subject.split())[:200], text=text, put_at=at, **marks)
    if sentence := channels.undeliverable(channel, address):
        message.failed_at, message.error = at, sentence
        message.text = WIPED if message.secret else text
    elif not held:
        message.released_at = message.due_at = at
    message.save(force_insert=True)
    if message.due_at:
        transaction.on_commit(nudge, robust=True)
    return message


def put_mail(address: str, *, subject: str, text: str, at: datetime, held: bool = False, **marks) -> Message:
    """Put a mail out."""
    return put(Channel.MAIL, address=address, subject=subject, text=text, at=at, held=held, **marks)


def release(messages: QuerySet, *, at: datetime) -> int:
    """Let held messages go; those released already stay as they are. Returns how many went."""
    count = messages.filter(released_at=None, failed_at=None).update(released_at=at, due_at=at)
    if count:
        transaction.on_commit(nudge, robust=True)
    return count


@transaction.atomic
def retry(message: Message, *, at: datetime) -> Message:
    """Try a message again that was given up. RuleRefused for any other, and for what still cannot be delivered."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.failed_at:
        raise RuleRefused(f"这份消息{message.state}，不用再发。")
    if message.secret:
        raise RuleRefused("验证码不能重发，请收件人重新索取。")
    if sentence := channels.undeliverable(message.channel, message.address):
        raise RuleRefused(sentence)
    message.failed_at, message.attempts, message.error = None, 0, ""
    message.released_at, message.due_at = message.released_at or at, at
    message.save(update_fields=["failed_at", "attempts", "error", "released_at", "due_at"])
    transaction.on_commit(nudge, robust=True)
    return message


def send_due(at: datetime) -> int:
    """Send everything that is due, each under a claim that no other worker shares; return how many left."""
    sent = 0
    while claimed := _claim(at):
        sent += sum(_send(message, at) for message in claimed)
    return sent


def nudge() -> None:
    """Ask the worker to sweep now rather than within the minute. Without a worker the next sweep does it."""
    if current_app.conf.broker_url:
        current_app.send_task(SWEEP, retry=False, ignore_result=True)


@transaction.atomic
def _claim(at: datetime) -> list[Message]:
    """Take the next messages: counted as tried and not due again before the lease ends. Nothing is sent under the lock."""
    messages = list(Message.objects.due(at).select_for_update(skip_locked=True)[:BATCH])
    for message in messages:
        message.attempts, message.due_at = message.attempts + 1, at + LEASE
    Message.objects.bulk_update(messages, ["attempts", "due_at"])
    return messages


def _send(message: Message, at: datetime) -> bool:
    # Whoever claimed later counted one attempt more: then this claim is over.
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts, sent_at=None)
    if not mine.exists():
        return False
    try:
        channels.send(message)
    except Exception as fault:  # whatever a back end raises, the other messages go on
        logger.warning("message %s was not sent at attempt %s: %s", message.pk, message.attempts, type(fault).__name__)
        mine.update(**_after(message, fault, at))
        return False
    mine.update(sent_at=at, due_at=None, error="", text=WIPED if message.secret else message.text)
    return True


def _after(message: Message, fault: Exception, at: datetime) -> dict:
    """What a failed attempt leaves: the reason, and the next time or the end."""
    words = type(fault).__name__ if message.secret else f"{type(fault).__name__}: {fault}"
    left = {"error": words.replace("\x00", "")[:300]}
    if message.attempts <= len(PAUSES):
        return left | {"due_at": at + PAUSES[message.attempts - 1]}
    return left | {"failed_at": at, "due_at": None} | ({"text": WIPED} if message.secret else {})
