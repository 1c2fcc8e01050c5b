"""Error pages in our look: what happened, what to do, what is kept, and a number for the office."""

import logging
import secrets

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

log = logging.getLogger("jinzhong_award.errors")


def csrf_failure(request, reason=""):
    """The page had gone stale, or the form came from elsewhere."""
    return render(request, "errors/403_csrf.html", {"kept": typed(request)}, status=403)


def bad_request(request, exception):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception):
    return render(request, "errors/403.html", {"kept": typed(request)}, status=403)


def not_found(request, exception):
    return render(request, "errors/404.html", status=404)


def broken(request):
    """A fault of ours: rolled back, logged under a number that the page shows. It must not ask the database."""
    number = f"E-{secrets.token_hex(4)}"
    log.error("fault %s at %s %s", number, request.method, request.path)
    return render(None, "errors/500.html", {"number": number}, status=500)


SECRET = ("csrfmiddlewaretoken", "acting_grant", "password", "code", "credential", "digest")


def typed(request) -> list[tuple[str, str]]:
    """Return what somebody typed into a refused form, for copying; never passwords, codes and tokens."""
    values = [value for name, values in request.POST.lists() for value in values if value and not any(word in name for word in SECRET)]
    return [(f"第{place}项", value) for place, value in enumerate(values, start=1)]


def way_back(request) -> str:
    """Return the page from which a request came, if it is one of ours."""
    back = request.headers.get("Referer", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()) else ""
