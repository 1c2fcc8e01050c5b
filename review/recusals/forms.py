"""Forms of recusal: a reviewer's declaration, an applicant's request, what two of the office decide."""

from collections.abc import Collection
from uuid import UUID

from django import forms

from applications.cases.models import Application
from core.canonical import digest
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import EVIDENCE
from review.recusals.declaring import CHANGED
from review.recusals.models import Interest, InterestKind, RecusalRequest
from review.reviewers.models import Reviewer

NONE = "没有利害关系"


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class InterestsForm(forms.Form):
    """Every application of the list with one choice and one line of text; what was declared before stands as it is."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    known = forms.BooleanField(label="我已经逐份看过名单，没有隐瞒")

    def __init__(self, *args, listed: Collection[Application], had: Collection[Interest], declared: Collection[UUID], **kwargs):
        super().__init__(*args, **kwargs)
        self.listed, self.had, self.declared = listed, {one.application_id: one for one in had}, declared
        self.initial["seen"] = self.stamp = digest(sorted(str(one.pk) for one in listed))
        for one in listed:
            if one.pk in self.had:
                continue
            name = one.applicant.unit.name
            kinds = [("", NONE), *InterestKind.choices]
            select = forms.Select(attrs={"aria-label": f"与{name}的关系"})
            self.fields[f"kind-{one.pk}"] = forms.ChoiceField(label=f"与{name}的关系", required=False, choices=kinds, widget=select)
            line = forms.TextInput(attrs={"aria-label": f"与{name}的关系的说明"})
            self.fields[f"text-{one.pk}"] = forms.CharField(
                label=f"与{name}的关系的说明", required=False, max_length=500, validators=[validate_text], widget=line
            )

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.stamp:
            raise forms.ValidationError(CHANGED, code="changed")
        return self.stamp

    def clean(self) -> dict:
        cleaned = super().clean()
        for one in self.listed:
            kind, text = cleaned.get(f"kind-{one.pk}"), cleaned.get(f"text-{one.pk}", "").strip()
            if text and not kind:
                self.add_error(f"kind-{one.pk}", f"写了与{one.applicant.unit}的关系，请选是哪一种情形。")
            elif kind == InterestKind.OTHER and not text:
                self.add_error(f"text-{one.pk}", f"请写明与{one.applicant.unit}的关系。")
        return cleaned

    def interests(self) -> dict[UUID, tuple[InterestKind, str]]:
        """Return what was newly declared."""
        typed = self.cleaned_data
        return {
            one.pk: (InterestKind(typed[f"kind-{one.pk}"]), typed[f"text-{one.pk}"].strip())
            for one in self.listed
            if typed.get(f"kind-{one.pk}")
        }

    def rows(self) -> list[dict]:
        """Return the lines of the page: the application, its two fields or what was declared, whether it is new."""
        return [
            {
                "application": one,
                "had": self.had.get(one.pk),
                "new": one.pk not in self.declared,
                "kind": None if one.pk in self.had else self[f"kind-{one.pk}"],
                "text": None if one.pk in self.had else self[f"text-{one.pk}"],
            }
            for one in self.listed
        ]


class DecideForm(forms.Form):
    """Recused or not, and why."""

    recused = forms.TypedChoiceField(
        label="是否回避", choices=[("yes", "回避"), ("no", "不用回避")], coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="理由", max_length=1000, validators=[validate_text], widget=text_area(), help_text="写明核对了什么、依据什么。"
    )


class PairForm(forms.Form):
    """Which pair two of the office want to decide on, of themselves."""

    application = forms.ModelChoiceField(Application.objects.none(), label="申报", empty_label="请选择")
    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label="评审员", empty_label="请选择")

    def __init__(self, *args, applications, reviewers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications
        self.fields["application"].label_from_instance = lambda one: str(one.applicant.unit)
        self.fields["reviewer"].queryset = reviewers


class RequestForm(forms.ModelForm):
    """An applicant names somebody or a unit, and why."""

    file = CheckedFileField(label="证明", allowed=EVIDENCE, required=False)

    class Meta:
        model = RecusalRequest
        fields = ("named", "reason")
        widgets = {"reason": text_area(4)}
        help_texts = {
            "named": "写姓名和单位；认为某个单位的人都应当回避的，写单位。",
            "reason": "写明什么关系、什么时间、有什么根据。",
        }


class RequestDecisionForm(forms.Form):
    """Upheld, with the reviewers who are meant, or dismissed."""

    upheld = forms.TypedChoiceField(
        label="申请是否成立", choices=[("yes", "成立"), ("no", "不成立")], coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    reviewers = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(),
        label="所指的评审员",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-long"}),
        help_text="成立的，选中的人对这份申报回避，已经分派的随即结束。所指的人不在名单里的，不选。",
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        validators=[validate_text],
        widget=text_area(),
        help_text="不成立的理由会写进告知书：只说申请的事实和依据，不写所指的人是否参加评审。",
    )

    def __init__(self, *args, reviewers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = reviewers
        self.fields["reviewers"].label_from_instance = _with_employers

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("upheld") is False and cleaned.get("reviewers"):
            self.add_error("reviewers", "不成立的，不选评审员。")
        return cleaned


def _with_employers(reviewer: Reviewer) -> str:
    """A reviewer with every unit on record, so that whoever named a unit is understood. `employments` come prefetched."""
    units = dict.fromkeys(one.employer for one in reviewer.employments.all())
    return f"{reviewer}（{'、'.join(units)}）" if units else str(reviewer)
