"""The house's signing key: Ed25519, its seed a secret of the installation."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def sign(statement: str) -> tuple[str, str]:
    """Return the signature over a statement's UTF-8 bytes (128 hex digits) and the public key (64 hex digits)."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_KEY))
    return key.sign(statement.encode()).hex(), key.public_key().public_bytes_raw().hex()


def signed(statement: str, *, signature: str, public_key: str) -> bool:
    """Tell whether a signature over a statement is the public key's."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """Return the public key of the seed in use, 64 hex digits."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_KEY))
    return key.public_key().public_bytes_raw().hex()


def trusted() -> list[str]:
    """Return the public keys whose signatures are the house's: that of the seed in use first, then those before it."""
    return [public_key(), *settings.LEDGER_FORMER_KEYS]


def signed_by_the_house(statement: str, *, signature: str) -> bool:
    """Tell whether a signature over a statement is that of a key of the house, present or former."""
    return any(signed(statement, signature=signature, public_key=key) for key in trusted())
