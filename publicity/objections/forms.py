"""The public forms of an objection, in two steps without any script: the address, then everything; and the office's."""

from django import forms

from accounts.mailbox.forms import ProvedForm
from accounts.signing.forms import SigningForm
from core.fields import validate_line, validate_text
from core.files.forms import CheckedFilesField
from core.files.kinds import EVIDENCE
from publicity.objections import contact
from publicity.objections.models import Objection, ObjectionDecision, ObjectorKind, Outcome
from publicity.objections.proof import SolutionField
from publicity.objections.services import LIMIT, MOST_FILES, Statement, conditions

LINE, TEXT = [validate_line], [validate_text]


class EmailForm(forms.Form):
    """The first step: where the code goes."""

    email = forms.EmailField(
        label="您的电子邮箱",
        max_length=254,
        help_text="先把验证码发到这个邮箱，确认能联系到您；办理结果也发到这里。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    altcha = SolutionField()


class ObjectionForm(ProvedForm):
    """The second step. `word` is what the first one left; after `is_valid()`, `statement()` is what is said."""

    kind = forms.ChoiceField(label="以什么身份提出", choices=[("", "请选择"), *ObjectorKind.choices])
    name = forms.CharField(label="真实姓名", max_length=40, validators=LINE, help_text="单位提出的，写联系人的姓名。")
    unit = forms.CharField(
        label="单位全称", max_length=80, validators=LINE, required=False, help_text="单位提出的必须写，并附加盖公章的书面意见。"
    )
    phone = forms.CharField(label="联系电话", max_length=30, validators=LINE, required=False)
    row = forms.TypedChoiceField(label="针对名单里的哪一个", coerce=int)
    facts = forms.CharField(
        label="事实",
        max_length=4000,
        validators=TEXT,
        help_text="什么时间、什么地方、谁、发生了什么。",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    grounds = forms.CharField(
        label="理由和依据",
        max_length=2000,
        validators=TEXT,
        help_text="不符合哪一项条件，有什么证据或者线索。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    files = CheckedFilesField(label="证据材料", allowed=EVIDENCE, limit=LIMIT, most=MOST_FILES, required=False)
    true = forms.BooleanField(label="以上是我的真实姓名和联系方式，所写内容属实")
    altcha = SolutionField()

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, proving=contact.PROVING, **kwargs)
        rows = enumerate(publication.notice.rows)
        self.fields["row"].choices = [("", "请选择"), *((place, f"{row['name']}（{row['place']}）") for place, row in rows)]
        self.fields["files"].help_text = f"最多{MOST_FILES}个。{self.fields['files'].help_text}"

    def clean(self):
        if self.cleaned_data.get("kind") == ObjectorKind.UNIT and not self.cleaned_data.get("unit"):
            self.add_error("unit", "单位提出的，请写单位全称。")
        return super().clean()  # the code is looked at last

    def statement(self) -> Statement:
        said = self.cleaned_data
        identity = {name: said[name] for name in ("name", "unit", "phone")} | {"email": self.email}
        return Statement(row=said["row"], kind=said["kind"], identity=identity, facts=said["facts"], grounds=said["grounds"])


class StatusForm(forms.Form):
    """What opens the page of one's own objection."""

    code = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="在回执上，12位。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-code"}),
    )


class DecisionForm(forms.ModelForm):
    outcome = forms.ChoiceField(label="结论", choices=[("", "请选择"), *Outcome.choices])
    condition = forms.ChoiceField(label="不符合的条件", required=False, help_text="异议成立的必须选。")

    class Meta:
        model = ObjectionDecision
        fields = ["outcome", "condition", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"reason": "写给双方看，不写提出人是谁，也不写能看出是谁的话。"}

    def __init__(self, *args, objection: Objection, **kwargs):
        super().__init__(*args, **kwargs)
        listed = conditions(objection.application.category, objection.edition.rules_version)
        self.fields["condition"].choices = [("", "没有"), *((code, words) for code, words in listed)]

    def clean(self):
        cleaned = super().clean()
        outcome, condition = cleaned.get("outcome"), cleaned.get("condition")
        if outcome == Outcome.UPHELD and not condition:
            self.add_error("condition", "异议成立的，请选不符合哪一项申报条件。")
        if outcome == Outcome.DISMISSED and condition:
            self.add_error("condition", "异议不成立的，不选不符合的条件。")
        return cleaned


class DecisionSigningForm(SigningForm):
    """The second hand signs the digest of the decision as it stands."""

    def __init__(self, *args, decision, **kwargs):
        label = Outcome(decision.outcome).label
        super().__init__(*args, version=f"{decision.objection}：{label}", fingerprint=decision.digest(), act=f"确认“{label}”", **kwargs)


class OpeningForm(forms.Form):
    reason = forms.CharField(label="查看提出人的原因", max_length=200, validators=LINE, help_text="记入台账。")
