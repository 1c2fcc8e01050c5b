"""Sealing an ID number (AES-256-GCM), matching it (HMAC-SHA-256) and opening it, which is an act on record."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from accounts.codes import identity_number, masked
from accounts.grants.models import Role
from accounts.identity.models import IdentityNumber
from accounts.users.models import User
from core.clock import shanghai
from core.ledger.services import HOUSE, lock, record, ref
from core.rules import RuleRefused


def keep(person: User, number: str, *, at: datetime) -> IdentityNumber:
    """Store a number whose form was checked. The clear text is nowhere but in the sealed column."""
    finding = identity_number(number, on=shanghai(at))
    return IdentityNumber.objects.create(
        person=person, sealed=_seal(person, number), mark=mark(number), masked=masked(number), needs_person=bool(finding)
    )


def open_number(row: IdentityNumber, *, reason: str, by: Actor, at: datetime) -> str:
    """Return the clear number to the office for a stated reason; each opening is an event. RuleRefused for anybody else."""
    if not by.is_(Role.OFFICE):
        raise RuleRefused("只有评选办因核对需要可以查看完整的身份证号。")
    if not reason.strip():
        raise RuleRefused("查看完整的身份证号要写明原因。")
    with transaction.atomic():
        record(lock(HOUSE), at=at, by=by, action="open-identity-number", object_ref=ref(row.person), payload={"reason": reason})
    return _unseal(row)


def mark(number: str) -> str:
    """Return what is equal for equal numbers, under our key."""
    return hmac.new(_key("match"), number.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    return hmac.new(bytes.fromhex(settings.IDENTITY_KEY), f"identity-number:{purpose}".encode(), hashlib.sha256).digest()


def _seal(person: User, number: str) -> str:
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(_key("seal")).encrypt(nonce, number.encode(), str(person.pk).encode())).decode()


def _unseal(row: IdentityNumber) -> str:
    content = base64.b64decode(row.sealed)
    return AESGCM(_key("seal")).decrypt(content[:12], content[12:], str(row.person_id).encode()).decode()
