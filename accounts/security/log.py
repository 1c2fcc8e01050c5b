"""Writing the security log, with the machine's time: a moved demonstration clock must not blur it."""

import hashlib
import hmac
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from accounts.security.models import Kind, SecurityEvent
from accounts.users.models import User


def note(request: HttpRequest, kind: Kind, *, person: User | None = None, name: str = "") -> None:
    """Write one line about this request. `name` is what was typed as user name where no person is known."""
    SecurityEvent.objects.create(
        at=timezone.now(),
        kind=kind,
        person_id=person.pk if person else None,
        name_hash="" if person or not name else name_hash(name),
        address=address(request),
        path=request.path[:200],
    )


def lately(kind: Kind, span: timedelta) -> list[SecurityEvent]:
    """Return the events of a kind in the last days of the machine's time, the oldest first, each with its person."""
    return list(SecurityEvent.objects.filter(kind=kind, at__gte=timezone.now() - span).select_related("person").order_by("pk"))


def known_person(request: HttpRequest) -> User | None:
    """Return whoever is signed in; a request without a session is not asked, so that public pages stay without one."""
    known = hasattr(request, "user") and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    return request.user if known else None


def address(request: HttpRequest) -> str:
    """Return the address that a request came from, behind the proxies we trust; empty when it cannot be told."""
    try:
        return get_adapter(request).get_client_ip(request)[:45]
    except PermissionDenied:
        return ""


def name_hash(name: str) -> str:
    """Return the keyed hash under which a typed name stands in the log and in the limits."""
    return hmac.new(settings.SECRET_KEY.encode(), name.strip().casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()
