"""allauth's hooks: no open sign-up of its own, tries counted so that no outsider locks an owner out, a log without secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError

from accounts.security import throttle
from accounts.security.log import address, note
from accounts.security.models import Kind
from accounts.users.models import User

# The library tells people by mail when their account changes; its word for each is our log's.
CHANGES = {
    "account/email/password_changed": Kind.PASSWORD,
    "mfa/email/totp_activated": Kind.FACTOR_ADDED,
    "mfa/email/webauthn_added": Kind.FACTOR_ADDED,
    "mfa/email/recovery_codes_generated": Kind.FACTOR_ADDED,
    "mfa/email/totp_deactivated": Kind.FACTOR_REMOVED,
    "mfa/email/webauthn_removed": Kind.FACTOR_REMOVED,
}


class AccountAdapter(DefaultAccountAdapter):
    """People register on our page, never on the library's; whoever guesses passwords is counted by name and address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已经停用，请联系评选办。",
        "incorrect_password": "密码不对。",  # nosec B105 a sentence
        "too_many_login_attempts": "操作过于频繁，请5分钟后再试。",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_password_change_redirect_url(self, request) -> str:
        return "/home/"

    def pre_authenticate(self, request, **credentials) -> None:
        """Take a place under the limits before the password is looked at. It replaces the library's, keyed by name alone."""
        try:
            self.attempt = throttle.attempt(credentials.get("username", ""), address(request))
        except throttle.TooMany as many:
            raise ValidationError(str(many), code="too_many", params={"minutes": many.minutes}) from many

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self.attempt.passed()
        return user

    def authentication_failed(self, request, **credentials) -> None:
        """Say how many tries are left. The same for a name that nobody bears: it is counted alike."""
        left = self.attempt.failed()
        name = credentials.get("username", "")
        note(request, Kind.FAILED if left else Kind.LOCKED, person=User.objects.filter(username=name).first(), name=name)
        raise ValidationError(throttle.warning(left), code="mismatch" if left else "locked")

    def login(self, request, user) -> None:
        super().login(request, user)
        note(request, Kind.SIGN_IN, person=user)

    def logout(self, request) -> None:
        person = request.user
        super().logout(request)
        note(request, Kind.SIGN_OUT, person=person)

    def set_password(self, user, password) -> None:
        user.temporary_password = False
        super().set_password(user, password)

    def send_notification_mail(self, template_prefix, user, *args, **kwargs) -> None:
        """A change of password or factor goes to the log; mail follows with the outbox."""
        if kind := CHANGES.get(template_prefix):
            note(context.request, kind, person=user)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "动态码不对，或者已经用过，请等下一个再试。"}

    def get_totp_label(self, user) -> str:
        return f"{user.name}（{user.username}）"

    def _get_site_name(self) -> str:
        return "晋中市质量奖"
