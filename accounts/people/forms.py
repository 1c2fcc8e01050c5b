"""A new account."""

from django import forms

from accounts.users.models import User


class PersonForm(forms.ModelForm):
    """Who gets an account that the office names; the password is made by the machine."""

    class Meta:
        model = User
        fields = ("username", "name", "phone", "email")
        labels = {"username": "用户名"}
        help_texts = {"username": "由评选办编定，字母或数字，登录时用。", "email": "通知和文书同时发到这里；本人以后可以更换。"}
