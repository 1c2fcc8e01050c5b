"""Two steps without any script: the user name, then the code that was mailed and the new password."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.forgotten import services
from accounts.mailbox.forms import CodeForm
from accounts.registration.forms import PASSWORD_HELP
from accounts.users.models import User
from core.fields import validate_line

NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class NameForm(forms.Form):
    """Whose password."""

    username = forms.CharField(
        label="手机号或用户名", max_length=40, validators=[validate_line], widget=forms.TextInput(attrs={"autocomplete": "username"})
    )


class RenewalForm(CodeForm):
    """After `is_valid()`, the new password is good; the code is looked at by the page."""

    password = forms.CharField(label="新密码", max_length=128, strip=False, help_text=PASSWORD_HELP, widget=NEW)
    password_again = forms.CharField(label="再输一次新密码", max_length=128, strip=False, widget=NEW)

    @property
    def username(self) -> str:
        """The name that the word was made for; empty where it serves no more."""
        return services.username_of(self["word"].value() or "")

    def clean(self) -> dict:
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "两次输入的密码不一样。")
        elif password:
            try:
                validate_password(password, User(username=self.username))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
