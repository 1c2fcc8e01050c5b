"""Error pages in our look: what happened, what to do, what is kept, and a number for the office."""

import logging
import secrets
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from redis.exceptions import RedisError

from accounts.security.log import note
from accounts.security.models import Kind
from core import clock
from jinzhong_award.pages.kept import typed

log = logging.getLogger("jinzhong_award.errors")

# The house is there, what it stands on is not: no connection is free, the database is locked, the disk is full.
BUSY = (OperationalError, InterfaceError, RedisError)
BUSY_MINUTES = 2


def csrf_failure(request, reason=""):
    """The page had gone stale, or the form came from elsewhere. This is found before a request is given its moment."""
    request.at = clock.now()
    return render(request, "errors/403_csrf.html", {"kept": typed(request)}, status=403)


def bad_request(request, exception):
    """A request that no page can read; a form that is larger than any of ours is told so."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    note(request, Kind.MALFORMED)
    return render(request, "errors/400.html", status=400)


def too_large(request):
    """More than any form of ours sends: refused before it is read."""
    note(request, Kind.TOO_LARGE)
    return render(request, "errors/413.html", status=413)


def not_allowed(request, allowed: str):
    """This address answers another method alone."""
    response = render(request, "errors/405.html", status=405)
    response["Allow"] = allowed
    return response


def forbidden(request, exception):
    return render(request, "errors/403.html", {"kept": typed(request)}, status=403)


def not_found(request, exception):
    return render(request, "errors/404.html", status=404)


def broken(request):
    """A fault of ours: rolled back, logged under a number that the page shows. It must not ask the database."""
    number = f"E-{secrets.token_hex(4)}"
    log.error("fault %s at %s %s", number, request.method, request.path)
    context = {"number": number, "kept": typed(request) if hasattr(request, "_post") else []}
    if not isinstance(sys.exception(), BUSY):
        return render(None, "errors/500.html", context, status=500)
    response = render(None, "errors/503.html", context | {"minutes": BUSY_MINUTES}, status=503)
    response["Retry-After"] = str(BUSY_MINUTES * 60)
    return response


def way_back(request) -> str:
    """Return the page from which a request came, if it is one of ours."""
    back = request.headers.get("Referer", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()) else ""
