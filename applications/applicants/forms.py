"""Naming a member."""

from django import forms

from accounts import codes


class MemberForm(forms.Form):
    """By the mobile number he registered with."""

    mobile = forms.CharField(
        label="成员的手机号",
        max_length=14,
        help_text="对方要先注册个人账号。添加以后，由他本人登录确认。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_mobile(self) -> str:
        number = codes.plain(self.cleaned_data["mobile"]).removeprefix("+86")
        if finding := codes.mobile(number):
            raise forms.ValidationError(finding.sentence)
        return number
