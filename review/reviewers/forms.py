"""Forms of the pool and of an invitation."""

from django import forms

from accounts import codes
from core.fields import validate_line, validate_text
from procedure.documents.forms import day_input
from review.reviewers.models import Employment, Invitation, ReleaseKind, Reviewer, ReviewerProfile, Source
from review.reviewers.pool import STATES, Filters
from review.reviewers.services import Profile, Work
from review.rounds import Round

ALL = [("", "全部")]
MOST_SPECIALITIES = 10


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(forms.Form):
    """What the URL asks the pool for. What is not understood is passed over."""

    words = forms.CharField(label="姓名或单位", required=False, max_length=40)
    speciality = forms.CharField(label="专业特长", required=False, max_length=40)
    source = forms.ChoiceField(label="来源", required=False, choices=ALL + Source.choices)
    state = forms.ChoiceField(label="本届的情况", required=False, choices=ALL + list(STATES.items()))

    def filters(self) -> Filters:
        self.is_valid()
        return Filters(**{name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)})


class ProfileForm(forms.ModelForm):
    """Where a reviewer comes from and what he knows; specialities one a line."""

    lines = forms.CharField(
        label="专业特长", max_length=800, validators=[validate_text], widget=text_area(4), help_text="一行一项，最多10项，例如“质量管理”。"
    )

    class Meta:
        model = ReviewerProfile
        fields = ("source", "post", "note")
        widgets = {"note": text_area()}

    field_order = ("source", "post", "lines", "note")

    def __init__(self, *args, current: ReviewerProfile | None = None, **kwargs):
        known = {name: getattr(current, name) for name in self.Meta.fields} | {"lines": "\n".join(current.specialities)} if current else {}
        super().__init__(*args, initial=known, **kwargs)

    def clean_lines(self) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()))
        if len(found) > MOST_SPECIALITIES:
            raise forms.ValidationError(f"专业特长最多{MOST_SPECIALITIES}项，现在是{len(found)}项。")
        for line in found:
            validate_line(line)
        return found

    def profile(self) -> Profile:
        typed = self.cleaned_data
        return Profile(typed["source"], typed["post"], typed["lines"], typed["note"])


class EmploymentForm(forms.ModelForm):
    """A unit for which a reviewer works or worked."""

    class Meta:
        model = Employment
        fields = ("employer", "credit_code", "post", "from_on", "until_on")
        widgets = {"from_on": day_input(), "until_on": day_input()}
        help_texts = {
            "employer": "近三年任职、兼职、担任顾问的单位都要登记，每个单位一条。",
            "credit_code": "有代码的才能自动核对回避；没有的，同名时由两人核对。",
            "until_on": "仍在任职的留空。",
        }

    def __init__(self, *args, current: Employment | None = None, **kwargs):
        initial = {name: getattr(current, name) for name in self.Meta.fields} if current else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["credit_code"].max_length = 24

    def clean_credit_code(self) -> str:
        code = codes.plain(self.cleaned_data["credit_code"])
        finding = codes.credit_code(code) if code else None
        if finding and not finding.needs_person:
            raise forms.ValidationError(finding.sentence)
        return code

    def work(self) -> Work:
        return Work(**self.cleaned_data)


class InviteForm(forms.ModelForm):
    """Whom to invite, to which rounds, until when the answer is asked."""

    reviewers = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(), label="邀请的评审员", widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-long"})
    )
    rounds = forms.MultipleChoiceField(label="参加的环节", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Invitation
        fields = ("answer_by", "text")
        widgets = {"answer_by": day_input(), "text": text_area(4)}
        help_texts = {"text": "时间、地点、工作量等，会写进邀请的邮件。", "answer_by": "当天24:00以前可以答复。"}

    field_order = ("reviewers", "rounds", "answer_by", "text")

    def __init__(self, *args, reviewers, rounds: list[Round], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = reviewers
        self.fields["rounds"].choices = [(one.value, one.label) for one in rounds]


class AnswerForm(forms.Form):
    """Accept, or decline with a reason."""

    accepted = forms.TypedChoiceField(
        label="能否参加",
        choices=[("yes", "接受邀请"), ("no", "不能参加")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="说明", required=False, max_length=500, validators=[validate_text], widget=text_area(), help_text="不能参加的，请写明理由。"
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("accepted") is False and not cleaned.get("reason", "").strip():
            self.add_error("reason", "请写明不能参加的理由。")
        return cleaned


class ReleaseForm(forms.Form):
    """Why a reviewer leaves the edition."""

    kind = forms.ChoiceField(label="原因", widget=forms.RadioSelect)
    reason = forms.CharField(label="说明", max_length=1000, validators=[validate_text], widget=text_area(), help_text="写明依据和日期。")

    def __init__(self, *args, kinds: tuple[ReleaseKind, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]
