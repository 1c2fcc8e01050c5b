"""大字版 and 高对比 without JavaScript: a cookie that signed-in pages alone read."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import PUBLIC, page

MODES = {"type": "large", "contrast": "high"}


@csrf_exempt  # It changes how this browser shows pages, nothing else; public pages carry no token.
@require_POST
@page(PUBLIC)
def display(request):
    """Switch one mode on or off and go back."""
    back = request.headers.get("Referer", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    for name, value in MODES.items():
        if name in request.POST:
            on = chosen(request)[name] != value
            response.set_cookie(
                f"display_{name}", value if on else "", max_age=365 * 86400 if on else 0, samesite="Lax", secure=request.is_secure()
            )
    return response


def chosen(request) -> dict:
    """Return the modes that this browser chose without JavaScript."""
    return {name: request.COOKIES.get(f"display_{name}", "") for name in MODES}
