"""Inviting a colleague, and joining with the code."""

from django import forms

from accounts import codes
from accounts.registration.forms import LINE, NewAccount


def code() -> forms.CharField:
    """The code of an invitation, as somebody types it."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label="邀请码", max_length=12, help_text="8个字，邀请您的同事或者邮件告诉您。", widget=widget)


class InviteForm(forms.Form):
    """Whom to invite."""

    mobile = forms.CharField(label="同事的手机号", max_length=14, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
    mail = forms.EmailField(
        label="同事的电子邮箱", required=False, max_length=120, help_text="填了的，邀请码同时发到这个邮箱；不填的，请您把邀请码告诉同事。"
    )

    def clean_mobile(self) -> str:
        number = codes.plain(self.cleaned_data["mobile"]).removeprefix("+86")
        if finding := codes.mobile(number):
            raise forms.ValidationError(finding.sentence)
        return number


class CodeForm(forms.Form):
    """The code, for somebody with an account."""

    code = code()


class ColleagueForm(NewAccount):
    """Registering by invitation: no unit of his own, no ID number."""

    name = forms.CharField(label="姓名", max_length=40, validators=LINE)
    code = code()

    field_order = ["code", "mobile", "name", "email", "password", "password_again"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mobile"].help_text = "同事邀请的那个手机号，就是以后登录用的用户名。"

    def clean(self) -> dict:
        cleaned = super().clean()
        self.check_passwords(cleaned.get("name", ""))
        return cleaned

    def colleague(self) -> dict:
        """Return what the service is given."""
        return {name: self.cleaned_data[name] for name in ("mobile", "code", "name", "email", "password")}
