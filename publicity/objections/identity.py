"""Who objects: sealed (AES-256-GCM under the house's key), opened by the office, or by a supervisor whose invitation says so.

Each opening is an event; so is each opening of what an objector handed in.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import lock, record, ref
from core.rules import RuleRefused
from procedure.supervision.models import SupervisionInvitation
from publicity.objections.models import Objection, ObjectionFile

ARTICLE = "13(6)"
# Read aloud and typed by hand: no letters that look like figures.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
NAMED_ONLY = "评选办因核查需要可以查看提出人；监督人员只有邀请写明包括提出人的身份，才可以查看。"
FILES_ONLY = "附件可能写明提出人是谁、申报者的商业秘密。邀请写明包括这两项的，监督人员才可以打开。"
LABELS = {"name": "姓名", "unit": "单位", "email": "电子邮箱", "phone": "电话"}


def seal(objection: Objection, identity: dict) -> str:
    """Return what stands in the row. The key of the row is bound in: it opens nowhere else."""
    nonce = secrets.token_bytes(12)
    text = json.dumps(identity, ensure_ascii=False, sort_keys=True).encode()
    return base64.b64encode(nonce + AESGCM(_key("seal")).encrypt(nonce, text, str(objection.pk).encode())).decode()


def open_identity(objection: Objection, *, reason: str, by: Actor, at: datetime) -> list[tuple[str, str]]:
    """Return who objected, for a stated reason; the opening is an event. RuleRefused for whoever may not."""
    if not may_identify(objection, by, at=at):
        raise RuleRefused(NAMED_ONLY, article=ARTICLE)
    if not reason.strip():
        raise RuleRefused("查看提出人要写明原因。", article=ARTICLE)
    with transaction.atomic():
        payload = {"reason": reason}
        record(lock(objection.edition.chain), at=at, by=by, action="open-objector", object_ref=ref(objection), payload=payload)
    identity = unseal(objection)
    return [(label, identity[name]) for name, label in LABELS.items() if identity.get(name)]


def open_file(row: ObjectionFile, *, by: Actor, at: datetime) -> None:
    """Let somebody open what an objector handed in; a supervisor's opening is an event. RuleRefused for whoever may not.

    It may show who objects and what is an applicant's secret: a supervisor's invitation has to name both (procedure §4).
    """
    objection = row.objection
    if not may_open_files(objection, by, at=at):
        raise RuleRefused(FILES_ONLY, article="15")
    if by.is_(Role.OFFICE):
        return
    with transaction.atomic():
        record(lock(objection.edition.chain), at=at, by=by, action="open-objection-file", object_ref=ref(row))


def may_identify(objection: Objection, actor: Actor, *, at: datetime) -> bool:
    """Tell whether this actor may see who objected: the office, and a supervisor whose invitation in force names it."""
    return actor.is_(Role.OFFICE) or _invited(objection, actor, at, objectors=True)


def may_open_files(objection: Objection, actor: Actor, *, at: datetime) -> bool:
    """Tell whether this actor may open what an objector handed in."""
    return actor.is_(Role.OFFICE) or _invited(objection, actor, at, objectors=True, secrets=True)


def _invited(objection: Objection, actor: Actor, at: datetime, **scope: bool) -> bool:
    return SupervisionInvitation.objects.filter(edition=objection.edition_id, **scope).in_force(actor, at).exists()


def unseal(objection: Objection) -> dict:
    """Return who objected, for a machine that writes to him. Whoever shows it to a person calls `open_identity`."""
    content = base64.b64decode(objection.sealed)
    return json.loads(AESGCM(_key("seal")).decrypt(content[:12], content[12:], str(objection.pk).encode()))


def new_code() -> str:
    """Return a code of 12 signs in groups of four, about 59 bits."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[place : place + 4] for place in range(0, LENGTH, 4))


def code_mark(objection: Objection, code: str) -> str:
    """Return what the row keeps of a code."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.new(_key("code"), f"{objection.pk}:{typed}".encode(), hashlib.sha256).hexdigest()


def code_fits(objection: Objection, code: str) -> bool:
    return hmac.compare_digest(objection.code_mark, code_mark(objection, code))


def _key(purpose: str) -> bytes:
    return hmac.new(bytes.fromhex(settings.IDENTITY_KEY), f"objector:{purpose}".encode(), hashlib.sha256).digest()
