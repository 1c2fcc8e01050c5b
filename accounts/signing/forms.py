"""The one signing form: what exactly is signed, and who signs, proved in the same POST."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.security import throttle
from accounts.security.log import address, note
from accounts.security.models import Kind
from accounts.signing import services

CHANGED = "打开页面之后，要签的内容有了变化。请看过新的内容再签。"
NO_FACTOR = "您还没有第二重验证，不能签字。请先添加动态码或通行密钥。"
WRONG = {
    "demo": "演示口令不对。",
    "password": "密码不对。",  # nosec B105 a sentence
    "password+totp": "密码或动态码不对，或者这个动态码已经用过（请等下一个）。",
    "passkey": "通行密钥没有通过验证，请重新签。",
}


class SigningForm(forms.Form):
    """Stands beside the form of the act, in the same <form>. Valid once: whoever signs again proves himself again.

    `version` and `act` are the words on the page, `fingerprint` the digest (64 hex digits) of exactly what is signed.
    After `is_valid()`, `signature()` is what goes into the ledger.
    """

    signing_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signing_password = forms.CharField(label="密码", required=False, max_length=128, strip=False)
    signing_code = forms.CharField(label="动态码", required=False, max_length=12)
    signing_credential = forms.JSONField(widget=forms.HiddenInput, required=False)

    template_name = "accounts/_signing.html"

    def __init__(self, data=None, *args, request, version: str, fingerprint: str, act: str, **kwargs) -> None:
        super().__init__(data, *args, **kwargs)
        self.initial["signing_digest"] = fingerprint
        self.request, self.version, self.fingerprint, self.act = request, version, fingerprint, act
        self.methods = services.methods(request.actor)
        self.method = self.methods[0] if self.methods else ""
        # Neither is asked of everybody, but whoever is shown one fills it in.
        self.fields["signing_password"].unmarked = self.fields["signing_code"].unmarked = True
        demo = self.method == "demo"
        self.fields["signing_password"].label = "演示口令" if demo else "密码"
        self.fields["signing_password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"}, render_value=demo)
        if demo:
            self.initial["signing_password"] = services.DEMO_PASSWORD
        self.fields["signing_code"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "form-code"}
        )

    @property
    def fingerprint_groups(self) -> str:
        """The digest as people compare it: groups of four."""
        return " ".join(re.findall("....", self.fingerprint))

    @property
    def refusal(self) -> str:
        """Why this person cannot sign at all; empty when he can."""
        return "" if self.methods else NO_FACTOR

    @property
    def challenge_url(self) -> str:
        return reverse("signing_challenge")

    def asks(self) -> list:
        """Return the fields that this person fills in."""
        names = {"demo": ["signing_password"], "password": ["signing_password"], "password+totp": ["signing_password", "signing_code"]}
        return [self[name] for method in self.methods for name in names.get(method, [])]

    def others(self) -> list:
        """Return the fields that a form of an act added: they stand before the proof."""
        return [field for field in self.visible_fields() if not field.name.startswith("signing_")]

    def clean_signing_digest(self) -> str:
        if self.cleaned_data["signing_digest"] != self.fingerprint:
            raise ValidationError(CHANGED, code="changed")
        return self.fingerprint

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not self.methods:
            raise ValidationError(NO_FACTOR, code="no_factor")
        self.method = self._chosen(cleaned)
        self._prove(cleaned)
        return cleaned

    def signature(self) -> dict[str, str]:
        """Return how and over what was signed, for the ledger. No secret is in it."""
        return {"method": self.method, "digest": self.fingerprint}

    def _chosen(self, cleaned: dict) -> str:
        """A passkey's answer, where there is one; else what the typed fields serve."""
        if cleaned.get("signing_credential"):
            if "passkey" not in self.methods:
                raise ValidationError(WRONG["passkey"], code="wrong")
            return "passkey"
        typed = [method for method in self.methods if method != "passkey"]
        if not typed:
            raise ValidationError("请用通行密钥签字。", code="missing")
        if not cleaned.get("signing_password") or (typed[0] == "password+totp" and not cleaned.get("signing_code")):
            raise ValidationError("请填写密码和动态码。" if typed[0] == "password+totp" else "请填写密码。", code="missing")
        return typed[0]

    def _prove(self, cleaned: dict) -> None:
        """Look at the proof, counted like a sign-in: per user name × address."""
        person = self.request.actor.person
        try:
            attempt = throttle.attempt(person.username, address(self.request))
        except throttle.TooMany as many:
            raise ValidationError(str(many), code="too_many") from many
        if self._passes(person, cleaned):
            attempt.passed()
            return
        left = attempt.failed()
        note(self.request, Kind.SIGNING_FAILED if left else Kind.LOCKED, person=person)
        raise ValidationError(f"{WRONG[self.method]}{throttle.warning(left)}", code="wrong")

    def _passes(self, person, cleaned: dict) -> bool:
        if self.method == "passkey":
            return services.passkey_passes(self.request, person, self.fingerprint, cleaned["signing_credential"])
        if self.method == "demo":  # whoever registered there has a password of his own, and signs like everybody
            return services.demo_passes(cleaned["signing_password"])
        if not services.password_passes(person, cleaned["signing_password"]):
            return False
        return self.method != "password+totp" or services.code_passes(person, cleaned["signing_code"])
