"""Who may open an address: said once at the view with `@page`, checked once in the middleware, printed to docs/access.md.

The answer depends on role and address alone and is given before any row is read. Rows are for querysets, states for
moves.
"""

from collections.abc import Callable

from accounts.grants.models import Role

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

    def mark(view: Callable) -> Callable:
        view.access = who
        view.article = article
        return view

    return mark


def access_of(match) -> tuple:
    """Return who may open a resolved address: its view's mark, or the table's line for a library's view, or nobody."""
    return getattr(match.func, "access", None) or (LIBRARY.get(match.url_name, "nobody"),)
