"""allauth's hooks: no open sign-up of its own, attempts counted so that no outsider locks an owner out."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People register on our page, never on the library's."""

    def is_open_for_signup(self, request) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Names of second factors as people read them."""

    def get_totp_label(self, user) -> str:
        return f"{user.name}（{user.username}）"
