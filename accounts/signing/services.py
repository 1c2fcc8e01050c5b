"""Proving, for one signature, that the person at the keyboard is who signed in. Never under a lock: hashing is slow."""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest
from fido2.webauthn import UserVerificationRequirement

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.users.models import User

# What everybody in a demonstration signs with; it opens nothing elsewhere.
DEMO_PASSWORD = "Demo-2026"  # nosec B105 shown on the page
CHALLENGES = "signing_challenges"
KEPT_CHALLENGES = 5


def methods(actor: Actor) -> tuple[str, ...]:
    """Return how this actor may sign, best first; empty when he must set up a second factor before."""
    if settings.DEMO:
        return ("demo",)
    types = set(Authenticator.objects.filter(user_id=actor.person.pk).values_list("type", flat=True))
    found = []
    if Authenticator.Type.WEBAUTHN in types:
        found.append("passkey")
    if Authenticator.Type.TOTP in types and actor.person.has_usable_password():
        found.append("password+totp")
    if not found and actor.is_(Role.APPLICANT) and actor.person.has_usable_password():
        found.append("password")
    return tuple(found)


def challenge(request: HttpRequest, person: User, digest: str) -> dict:
    """Begin a passkey's assertion over this digest: the challenge carries it, so that the key signs the content."""
    options, state = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(person),
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=secrets.token_bytes(16) + bytes.fromhex(digest),
    )
    waiting = request.session.get(CHALLENGES, {})
    waiting.pop(digest, None)
    request.session[CHALLENGES] = dict([*waiting.items(), (digest, state)][-KEPT_CHALLENGES:])
    return dict(options)


def passkey_passes(request: HttpRequest, person: User, digest: str, credential: dict) -> bool:
    """Tell whether this is the person's own key, with its holder verified, over this digest. A challenge serves once."""
    waiting = request.session.get(CHALLENGES, {})
    state = waiting.pop(digest, None)
    request.session[CHALLENGES] = waiting
    if not state:
        return False
    try:
        binding = webauthn.get_server().authenticate_complete(state, webauthn.get_credentials(person), credential)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    authenticator = webauthn.get_authenticator_by_credential_id(person, binding.credential_id)
    if authenticator:
        authenticator.record_usage()
    return bool(authenticator)


def demo_passes(password: str) -> bool:
    """Tell whether this is what everybody in a demonstration signs with."""
    return settings.DEMO and secrets.compare_digest(password.encode(), DEMO_PASSWORD.encode())


def password_passes(person: User, password: str) -> bool:
    """Tell whether this is the person's password."""
    return check_password(password, User.objects.get(pk=person.pk).password)


def code_passes(person: User, code: str) -> bool:
    """Tell whether this is the present code of the person's device, not used before."""
    device = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if not device or not device.wrap().validate_code(code):
        return False
    device.record_usage()
    return True
