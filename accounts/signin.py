"""The library's pages under our marks: sign-in, second factor, password. Its remaining pages are not reachable."""

from allauth.account import views as account
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.shortcuts import render

from accounts.access import PUBLIC, SIGNED_IN, mark, page
from accounts.security import throttle
from accounts.security.log import note
from accounts.security.models import Kind

REFUSED = {"too_many", "locked"}


class SignInForm(LoginForm):
    """Name and password. Nothing is remembered on a machine that others may use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        self.fields["login"].label = "手机号或用户名"
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        self.cleaned_data["remember"] = False
        return cleaned


class NewPasswordForm(ChangePasswordForm):
    """The library's, without its way to a reset by mail that we do not offer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SayAgainForm(ReauthenticateForm):
    """The library's, without its way to a reset by mail that we do not offer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SignInView(account.LoginView):
    """Sign-in that answers a refusal with its own status."""

    form_class = SignInForm

    def get_context_data(self, **kwargs):
        codes = {error.code for error in kwargs["form"].non_field_errors().as_data()} if "form" in kwargs else set()
        idle = self.request.session.pop("idle", False) if "idle" in self.request.session else False
        return super().get_context_data(**kwargs) | {"mismatch": "mismatch" in codes, "locked": codes & REFUSED, "idle": idle}

    def form_invalid(self, form):
        many = [error for error in form.non_field_errors().as_data() if error.code in REFUSED]
        response = self.render_to_response(self.get_context_data(form=form), status=429 if many else 422)
        if many:
            minutes = (many[0].params or {}).get("minutes", throttle.PAIR.minutes)
            response["Retry-After"] = str(minutes * 60)
        return response


class SecondFactorView(mfa.AuthenticateView):
    """The second question at sign-in; a wrong answer is logged."""

    def form_invalid(self, form):
        note(self.request, Kind.FAILED, person=self.stage.login.user)
        response = super().form_invalid(form)
        response.status_code = 422
        return response


login = page(PUBLIC)(SignInView.as_view())
authenticate = page(PUBLIC)(SecondFactorView.as_view())
change_password = page(SIGNED_IN)(account.PasswordChangeView.as_view(form_class=NewPasswordForm))
reauthenticate = page(SIGNED_IN)(account.ReauthenticateView.as_view(form_class=SayAgainForm))

# Marked in place: the library's own routes carry these functions.
for view, who in (
    (account.logout, PUBLIC),
    (webauthn.login_webauthn, PUBLIC),
    (mfa.index, SIGNED_IN),
    (mfa.reauthenticate, SIGNED_IN),
    (webauthn.reauthenticate_webauthn, SIGNED_IN),
    (totp.activate_totp, SIGNED_IN),
    (totp.deactivate_totp, SIGNED_IN),
    (recovery_codes.view_recovery_codes, SIGNED_IN),
    (recovery_codes.generate_recovery_codes, SIGNED_IN),
    (webauthn.list_webauthn, SIGNED_IN),
    (webauthn.add_webauthn, SIGNED_IN),
    (webauthn.edit_webauthn, SIGNED_IN),
    (webauthn.remove_webauthn, SIGNED_IN),
):
    mark(view, who)


@page(PUBLIC)
def inactive(request):
    """The password was right, the account is closed."""
    return render(request, "account/account_inactive.html", status=403)
