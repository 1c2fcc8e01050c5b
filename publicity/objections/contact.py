"""Proving that an objector reads the address he gives: a code by mail, and a signed word about it in the form. Tries are counted."""

from datetime import datetime

from accounts.mailbox.proving import Proving
from accounts.security import throttle
from accounts.security.throttle import Limit

# From one address: codes asked for, and forms sent; with a solved challenge, and without one.
SENDING = {True: Limit("objection-send", 20, 60), False: Limit("objection-send-unsolved", 5, 60)}
FILING = {True: Limit("objection-file", 20, 60), False: Limit("objection-file-unsolved", 10, 60)}
READING = Limit("objection-status", 10, 15)  # codes tried at one receipt
PROVING = Proving("publicity.objection", "提出异议的验证码", "提出异议")


def send_code(email: str, *, address: str, solved: bool, at: datetime) -> tuple[str, str]:
    """Mail a code, at once; return the word for the form, and the code for a demonstration's page. TooMany when asked too often."""
    throttle.take(SENDING[solved], address)
    return PROVING.send(email, at=at)
