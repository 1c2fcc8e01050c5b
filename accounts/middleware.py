"""Per request: the moment it arrived, who acts, whether he may, and the end of an idle session."""

from datetime import timedelta
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import PUBLIC, SIGNED_IN, access_of
from accounts.grants.choice import chosen_actor
from accounts.grants.models import Role
from accounts.security.log import known_person, note
from accounts.security.models import Kind
from core import clock

BACKGROUND = "X-Background"  # header of requests that a page sends by itself
EXPIRED = "登录已过期，登录后继续；所填内容已保留。"
FACTOR_PAGES = "/accounts/2fa/"
WITHOUT_PASSWORD = "without_password"  # nosec B105 of a session that began with one click, in a demonstration
# What may be opened before the second factor is set up, or the temporary password changed.
UNDEMANDED = frozenset({"account_change_password", "account_reauthenticate", "account_logout"})


class SessionEnd:
    """Sign out whoever did nothing for `IDLE_MINUTES`; requests a page sends by itself do not prolong it.

    Machine time, not the demonstration's: moving the clock must not sign anybody out. Public pages never look at the
    session, so that they stay the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 403:
            note(request, Kind.FORBIDDEN, person=known_person(request))
        return response

    def process_view(self, request, view, args, kwargs):
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and PUBLIC not in access_of(request.resolver_match)
        if signed_in and "_auth_user_id" in request.session:
            self.watch(request)

    def watch(self, request) -> None:
        present = timezone.now().timestamp()
        last = request.session.get("last_act", present)
        if present - last > timedelta(minutes=settings.IDLE_MINUTES).total_seconds():
            person = request.user if request.user.is_authenticated else None
            logout(request)
            note(request, Kind.IDLE, person=person)
            request.session["idle"] = True
        elif (BACKGROUND not in request.headers and present - last > 30) or "last_act" not in request.session:
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
        who = access_of(request.resolver_match)
        if PUBLIC in who:
            return None
        if not request.user.is_authenticated:
            return unknown_person(request)
        if SIGNED_IN not in who and request.actor.role not in who:
            raise PermissionDenied
        return self.demand(request)

    def demand(self, request):
        """Send whoever still has a temporary password, or needs a second factor and has none, to set it up first."""
        if request.path.startswith(FACTOR_PAGES) or request.resolver_match.url_name in UNDEMANDED:
            return None
        if lacks_password(request):
            messages.warning(request, "您用的是临时密码，请先换成自己的密码。")
            return redirect("account_change_password")
        if lacks_factor(request):
            messages.warning(request, "您的身份需要第二重验证，请先添加动态码或通行密钥。")
            return redirect("mfa_index")
        return None


def lacks_password(request) -> bool:
    """Tell whether this person came in by a temporary password: whoever came into a demonstration by one click used none."""
    return request.user.temporary_password and not (settings.DEMO and request.session.get(WITHOUT_PASSWORD, False))


def lacks_factor(request) -> bool:
    """Tell whether this person must set up a second factor: everybody but applicants, and nobody in a demonstration."""
    if settings.DEMO or request.actor.role in (None, Role.APPLICANT):
        return False
    return not get_adapter().is_mfa_enabled(request.user, ["totp", "webauthn"])


def unknown_person(request):
    """Send whoever is not signed in to sign in and back; answer 401 where a script asked."""
    if "application/json" in request.headers.get("Accept", "") or request.headers.get("HX-Request"):
        return JsonResponse({"sentence": EXPIRED}, status=401)
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from._replace(scheme="", netloc="").geturl() if came_from.netloc == request.get_host() else "/home/"
    return redirect_to_login(request.get_full_path() if request.method == "GET" else back)
