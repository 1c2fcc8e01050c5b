"""What one fills in to register, each field asked for a stated purpose."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import codes
from accounts.mailbox.forms import email_field
from accounts.units.models import Unit
from accounts.users.models import User
from core.clock import shanghai
from core.fields import validate_line

LINE = [validate_line]
PASSWORD_HELP = "至少10个字，含小写字母、大写字母、数字、符号中的三种。可以粘贴。"  # nosec B105 a hint


class CheckedCode(forms.Form):
    """A number with a check digit: where it does not fit, the applicant says that the paper reads so."""

    as_printed = forms.BooleanField(label="号码与证件上的一致，请评选办核对", required=False, widget=forms.HiddenInput)

    def checked(self, name: str, finding: codes.Finding | None) -> None:
        """Refuse a wrong form; where a person is needed, ask for the word of whoever fills in."""
        if not finding:
            return
        if not finding.needs_person:
            self.add_error(name, finding.sentence)
        elif not self.cleaned_data.get("as_printed"):
            self.fields["as_printed"].widget = forms.CheckboxInput()
            self.add_error(name, ValidationError(f"{finding.sentence}确实无误的，请勾选最后一项再交一次。", code="check_digit"))


class NewAccount(forms.Form):
    """The account's part, at the end of both forms."""

    mobile = forms.CharField(
        label="手机号",
        max_length=14,
        help_text="就是以后登录用的用户名。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )
    email = email_field(help_text="回执、补正通知和结果在网站送达的同时发到这里；不填的，要自己登录来看。", required=False)
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="再输一次密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_mobile(self) -> str:
        number = codes.plain(self.cleaned_data["mobile"]).removeprefix("+86")
        if finding := codes.mobile(number):
            raise ValidationError(finding.sentence)
        return number

    def check_passwords(self, name: str) -> None:
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "两次输入的密码不一样。")
        elif password:
            try:
                validate_password(password, User(username=self.cleaned_data.get("mobile", ""), name=name))
            except ValidationError as error:
                self.add_error("password", error)


class OrganizationForm(CheckedCode, NewAccount):
    """An organization and its first member."""

    name = forms.CharField(label="单位名称", max_length=80, validators=LINE, help_text="与营业执照或法人证书一致。")
    credit_code = forms.CharField(label="统一社会信用代码", max_length=24, help_text="18位，在营业执照上。")
    contact = forms.CharField(label="联系人姓名", max_length=40, validators=LINE)

    field_order = ["name", "credit_code", "contact", "mobile", "email", "password", "password_again", "as_printed"]

    def clean_credit_code(self) -> str:
        return codes.plain(self.cleaned_data["credit_code"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if code := cleaned.get("credit_code"):
            self.checked("credit_code", codes.credit_code(code))
        self.check_passwords(cleaned.get("contact", ""))
        return cleaned

    def unit(self) -> dict:
        """Return what the service is given."""
        return {name: self.cleaned_data[name] for name in ("name", "credit_code", "contact", "mobile", "email", "password")}


class PersonForm(CheckedCode, NewAccount):
    """A person who applies for himself or in a team."""

    name = forms.CharField(label="姓名", max_length=40, validators=LINE)
    identity_number = forms.CharField(label="身份证号", max_length=22, help_text="18位。台港澳居民和外籍人士请联系评选办。")

    field_order = ["name", "identity_number", "mobile", "email", "password", "password_again", "as_printed"]

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_identity_number(self) -> str:
        return codes.plain(self.cleaned_data["identity_number"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if number := cleaned.get("identity_number"):
            self.checked("identity_number", codes.identity_number(number, on=shanghai(self.at)))
        self.check_passwords(cleaned.get("name", ""))
        return cleaned

    def person(self) -> dict:
        """Return what the service is given."""
        return {name: self.cleaned_data[name] for name in ("name", "mobile", "email", "password", "identity_number")}


class UnitForm(CheckedCode):
    """Correcting what was registered, until the office has confirmed it."""

    name = forms.CharField(label="单位名称", max_length=80, validators=LINE)
    credit_code = forms.CharField(label="统一社会信用代码", max_length=24)
    contact = forms.CharField(label="联系人姓名", max_length=40, validators=LINE)

    field_order = ["name", "credit_code", "contact", "as_printed"]

    @classmethod
    def of(cls, unit: Unit, posted=None) -> "UnitForm":
        """Return the form of a unit as it stands, or as it was sent."""
        return cls(posted, initial={"name": unit.name, "credit_code": unit.credit_code, "contact": unit.contact})

    def clean_credit_code(self) -> str:
        return codes.plain(self.cleaned_data["credit_code"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if code := cleaned.get("credit_code"):
            self.checked("credit_code", codes.credit_code(code))
        return cleaned

    def unit(self) -> dict:
        """Return what the service is given."""
        return {name: self.cleaned_data[name] for name in ("name", "credit_code", "contact")}
