"""Proving that somebody reads a mail address: a code by mail, and a signed word about it in the form.

Nothing is stored: the word names the address and a keyed hash of the code. Tries are counted. Machine time.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing

from accounts.security import throttle
from accounts.security.throttle import Limit
from core.outbox.services import put_mail

MINUTES = 30
MAILBOX = Limit("mailbox", 3, 60)  # codes sent to one mailbox for one purpose
TRYING = Limit("mailbox-code", 5, MINUTES)  # tries of one code
LOST = "验证码已经过期，请回到上一步重新索取。"
WRONG = "验证码不对，请核对邮件。"


@dataclass(frozen=True)
class Proving:
    """One purpose for which an address is proved: what its mail says. A word for one purpose serves no other, nor another person."""

    about: str
    subject: str
    doing: str

    def send(self, email: str, *, whom: str = "", at: datetime) -> tuple[str, str]:
        """Mail a code, at once; return the word for the form, and the code for a demonstration's page. TooMany when asked too often."""
        throttle.take(MAILBOX, f"{self.about}|{email.casefold()}")
        word, code = self.begin(email, whom=whom)
        self.mail(email, code, at=at)
        return word, code if settings.DEMO else ""

    def begin(self, email: str, *, whom: str = "") -> tuple[str, str]:
        """Return a word and its code; nothing is sent. What stands in the word for the address can be read in the form."""
        code, nonce = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(8)
        word = {"email": email, "whom": whom, "nonce": nonce, "mark": self._mark(email, nonce, code)}
        return signing.dumps(word, salt=self.about), code

    def mail(self, email: str, code: str, *, at: datetime) -> None:
        """Mail a code."""
        text = f"您正在晋中市质量奖网站{self.doing}，验证码是{code}，{MINUTES}分钟内有效。不是您本人操作的，请不用理会。"
        put_mail(email, subject=self.subject, text=text, at=at, secret=True, private=True, about=self.about)

    def email_of(self, word: str, *, whom: str = "") -> str:
        """Return the address of a word; empty where it is not ours, another's or too old."""
        said = self.read(word)
        return said["email"] if said and said["whom"] == whom else ""

    def against(self, word: str, code: str, *, whom: str = "") -> str:
        """Return why this code does not prove the address, or nothing. TooMany after too many tries."""
        said = self.read(word)
        if said is None or said["whom"] != whom:
            return LOST
        place = throttle.take(TRYING, said["nonce"])
        if not hmac.compare_digest(said["mark"], self._mark(said["email"], said["nonce"], code.strip())):
            place.spend()
            return WRONG
        place.give_back()
        return ""

    def read(self, word: str) -> dict | None:
        """Return what a word says; None where it is not ours or too old."""
        try:
            return signing.loads(word, salt=self.about, max_age=MINUTES * 60)
        except signing.BadSignature:
            return None

    def _mark(self, email: str, nonce: str, code: str) -> str:
        return hmac.new(settings.SECRET_KEY.encode(), f"{self.about}|{email}|{nonce}|{code}".encode(), hashlib.sha256).hexdigest()
