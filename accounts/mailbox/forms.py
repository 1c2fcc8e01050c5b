"""Two steps without any script: the address, then the code that was mailed to it."""

from django import forms

from accounts.mailbox.proving import MINUTES, Proving


def email_field(label: str = "电子邮箱", *, help_text: str, required: bool = True) -> forms.EmailField:
    """A mail address of whoever fills in."""
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(label=label, max_length=254, help_text=help_text, required=required, widget=widget)


class MailboxForm(forms.Form):
    """Where letters shall go."""

    email = email_field(help_text="先把验证码发到这个邮箱，确认您收得到。")


class CodeForm(forms.Form):
    """`word` is what the first step left, `code` what was mailed."""

    word = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    code = forms.CharField(
        label="邮件里的验证码",
        max_length=12,
        help_text=f"6位数字，{MINUTES}分钟内有效。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "form-code"}),
    )


class ProvedForm(CodeForm):
    """After `is_valid()`, `email` is proved."""

    def __init__(self, *args, proving: Proving, whom: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.proving, self.whom = proving, whom

    @property
    def email(self) -> str:
        """The address that the code went to; empty where the word is not ours or too old."""
        return self.proving.email_of(self["word"].value() or "", whom=self.whom)

    def clean(self) -> dict:
        cleaned = super().clean()
        # Looked at last, so that a slip elsewhere costs no try.
        if not self.errors and (sentence := self.proving.against(cleaned["word"], cleaned["code"], whom=self.whom)):
            self.add_error("code", sentence)
        return cleaned
