"""The form of an entry, and the form that confirms it."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import codes
from accounts.signing.forms import SigningForm
from accounts.users.models import User
from applications.honours.models import PriorHonour
from applications.honours.services import WORDS, Words

ASKED = ("name", "edition_number", "year", "grade", "credit_code", "document", "revoked_in", "note")


class HonourForm(forms.ModelForm):
    """After `is_valid()`, `words()` is what the entry says."""

    username = forms.CharField(
        label="个人的用户名",
        max_length=150,
        required=False,
        help_text="获奖的是个人、在本系统有账号的，填他的手机号或者用户名；没有账号的留空，按姓名提示核对。",
    )
    cancelled = forms.BooleanField(label="作废：这一条登记错了，不再计算", required=False)

    class Meta:
        model = PriorHonour
        fields = ASKED
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "edition_number": "第几届，填阿拉伯数字。",
            "credit_code": "获奖的是组织的填写，不再重复申报按它核对。",
            "document": "表彰通报的名称和文号。",
            "revoked_in": "奖项被撤销的填写：撤销时正在进行的是第几届。",
            "note": "更正的必须写明原因。",
        }

    field_order = ("name", "edition_number", "year", "grade", "credit_code", "username", "document", "revoked_in", "note", "cancelled")

    def __init__(self, *args, current: PriorHonour | None = None, **kwargs):
        initial = {name: getattr(current, name) for name in (*ASKED, "cancelled") if name != "note"} if current else {}
        if current and current.person:
            initial["username"] = current.person.username
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["edition_number"].min_value = 1
        self.person = None
        if current is None:
            del self.fields["cancelled"]

    def clean_credit_code(self) -> str:
        code = codes.plain(self.cleaned_data["credit_code"])
        finding = codes.credit_code(code) if code else None
        if finding and not finding.needs_person:
            raise ValidationError(finding.sentence)
        return code

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].strip()
        self.person = User.objects.filter(username=name).first() if name else None
        if name and self.person is None:
            raise ValidationError("没有这个账号，请核对；没有账号的留空。")
        return name

    def words(self) -> Words:
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in WORDS if name in cleaned and name != "cancelled"}
        return Words(**plain, person=self.person, cancelled=cleaned.get("cancelled") or None)


class HonourSigningForm(SigningForm):
    """The second hand signs the digest of the entry as it stands."""

    def __init__(self, *args, honour: PriorHonour, **kwargs):
        super().__init__(*args, version=str(honour), fingerprint=honour.digest(), act=f"确认：{honour.name}的获奖记录", **kwargs)
