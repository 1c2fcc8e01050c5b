"""Per request: the moment it arrived, who acts, whether he may, and the end of an idle session."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import LIBRARY, PUBLIC, SIGNED_IN
from accounts.grants.choice import chosen_actor
from core import clock
from core.rules import RuleRefused

BACKGROUND = "X-Background"  # header of requests that a page sends by itself


class SessionEnd:
    """Sign out whoever did nothing for `IDLE_MINUTES`; requests a page sends by itself do not prolong it.

    Machine time, not the demonstration's: moving the clock must not sign anybody out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and self.watched(request):
            self.watch(request)
        return self.get_response(request)

    def watched(self, request) -> bool:
        return not request.path_info.startswith(settings.STATIC_URL) and "_auth_user_id" in request.session

    def watch(self, request) -> None:
        present = timezone.now().timestamp()
        last = request.session.get("last_act", present)
        if present - last > timedelta(minutes=settings.IDLE_MINUTES).total_seconds():
            logout(request)
            request.session["idle"] = True
        elif BACKGROUND not in request.headers and present - last > 30:
            request.session["last_act"] = present
        elif "last_act" not in request.session:
            request.session["last_act"] = present


class Acting:
    """Give the request its moment (`request.at`, read once, as it arrives) and its actor (asked only when needed)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = SimpleLazyObject(lambda: chosen_actor(request))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "timeless", False):
            request.at = clock.now()


class Access:
    """Ask the view's mark. A view without one is refused: nothing is open by omission."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        who = getattr(view, "access", None) or (LIBRARY.get(request.resolver_match.url_name, "nobody"),)
        if PUBLIC in who:
            return None
        if not request.user.is_authenticated:
            return unknown_person(request)
        if SIGNED_IN not in who and request.actor.role not in who:
            raise PermissionDenied
        self.same_grant(request)
        return None

    def same_grant(self, request) -> None:
        """A form carries the grant under which it was opened; sent under another, it is refused with its text kept."""
        opened_under = request.POST.get("acting_grant") if request.method == "POST" else None
        if opened_under and str(getattr(request.actor.grant, "pk", "")) != opened_under:
            raise RuleRefused("打开这个页面之后，您切换了办理身份。请切换回来，或在现在的身份下重新办理。")


def unknown_person(request):
    """Send whoever is not signed in to sign in and back; answer 401 where a script asked."""
    if "application/json" in request.headers.get("Accept", "") or request.headers.get("HX-Request"):
        return JsonResponse({"sentence": "登录已过期，登录后继续；所填内容已保留。"}, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "/home/"))
