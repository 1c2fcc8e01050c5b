"""Who may open an address: said once at the view with `@page`, checked once in the middleware, printed to docs/access.md.

The answer depends on role and address alone and is given before any row is read. Rows are for querysets, states for
moves.
"""

from collections.abc import Callable
from functools import wraps

from accounts.grants.models import Role
from core.rules import RuleRefused

PUBLIC = "public"
SIGNED_IN = "signed-in"

# Views of libraries, by URL name: theirs carry no mark of ours. Everything else of theirs is not reachable.
LIBRARY = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
}


def page(*who: str | Role, article: str = "") -> Callable[[Callable], Callable]:
    """Mark a view with who may open it (PUBLIC, SIGNED_IN or roles) and the article it serves, if one."""

    def opened(view: Callable) -> Callable:
        @wraps(view)
        def under_same_grant(request, *args, **kwargs):
            if PUBLIC not in who:
                same_grant(request)
            return view(request, *args, **kwargs)

        return mark(under_same_grant, *who, article=article)

    return opened


def mark(view: Callable, *who: str | Role, article: str = "") -> Callable:
    """Set who may open a view on the view itself: for functions of a library."""
    view.access = who
    view.article = article
    return view


def access_of(match) -> tuple:
    """Return who may open a resolved address: its view's mark, or the table's line for a library's view, or nobody."""
    return getattr(match.func, "access", None) or (LIBRARY.get(match.url_name, "nobody"),)


def same_grant(request) -> None:
    """A form carries the grant under which it was opened; sent under another, it is refused with its text kept.

    Asked as the view begins, not before: what a middleware raises would never become the page of a refusal.
    """
    opened_under = request.POST.get("acting_grant") if request.method == "POST" else None
    if opened_under and str(getattr(request.actor.grant, "pk", "")) != opened_under:
        raise RuleRefused("打开这个页面之后，您切换了办理身份。请切换回来，或在现在的身份下重新办理。")
