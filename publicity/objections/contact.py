"""Proving that an objector reads the address he gives: a code by mail, and a signed word about it in the form.

Nothing is stored: the word names the address and a keyed hash of the code. Tries are counted. Machine time.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.core import signing

from accounts.security import throttle
from accounts.security.throttle import Limit
from core.outbox.services import put_mail

MINUTES = 30
SALT = "publicity.objections.contact"
# From one address: codes asked for, and forms sent; with a solved challenge, and without one.
SENDING = {True: Limit("objection-send", 20, 60), False: Limit("objection-send-unsolved", 5, 60)}
FILING = {True: Limit("objection-file", 20, 60), False: Limit("objection-file-unsolved", 10, 60)}
MAILBOX = Limit("objection-mailbox", 3, 60)  # codes sent to one mailbox
TRYING = Limit("objection-code", 5, MINUTES)  # tries of one code
READING = Limit("objection-status", 10, 15)  # codes tried at one receipt
LOST = "验证码已经过期，请回到上一步重新索取。"
WRONG = "验证码不对，请核对邮件。"


def send_code(email: str, *, address: str, solved: bool, at: datetime) -> tuple[str, str]:
    """Mail a code, at once; return the word for the form, and the code for a demonstration's page. TooMany when asked too often."""
    throttle.take(SENDING[solved], address)
    throttle.take(MAILBOX, email.casefold())
    code, nonce = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(8)
    text = f"您正在晋中市质量奖网站提出异议，验证码是{code}，{MINUTES}分钟内有效。不是您本人操作的，请不用理会。"
    put_mail(email, subject="提出异议的验证码", text=text, at=at, secret=True, private=True, about="publicity.objection")
    word = signing.dumps({"email": email, "nonce": nonce, "mark": _mark(email, nonce, code)}, salt=SALT)
    return word, code if settings.DEMO else ""


def email_of(word: str) -> str:
    """Return the address of a word; empty where it is not ours or too old."""
    return (_read(word) or {}).get("email", "")


def against_code(word: str, code: str) -> str:
    """Return why this code does not prove the address, or nothing. TooMany after too many tries."""
    said = _read(word)
    if said is None:
        return LOST
    place = throttle.take(TRYING, said["nonce"])
    if not hmac.compare_digest(said["mark"], _mark(said["email"], said["nonce"], code.strip())):
        place.spend()
        return WRONG
    place.give_back()
    return ""


def _read(word: str) -> dict | None:
    try:
        return signing.loads(word, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None


def _mark(email: str, nonce: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{SALT}|{email}|{nonce}|{code}".encode(), hashlib.sha256).hexdigest()
