"""Forms of the sheets: a reason for points past the threshold, and the first hands of setting aside and closing."""

from django import forms

from core.fields import validate_text

AREA = {"rows": 5}


class ExplanationForm(forms.Form):
    """Why a reviewer scored as he did."""

    text = forms.CharField(
        label="评分依据", max_length=2000, validators=[validate_text], widget=forms.Textarea(attrs=AREA),
        help_text="写清依据的是申报材料的哪些内容、在哪一页。锁定的得分不会因此改变。",
    )  # fmt: skip


class AsideForm(forms.Form):
    """Why a locked sheet does not count."""

    reason = forms.CharField(
        label="理由", max_length=1000, validators=[validate_text], widget=forms.Textarea(attrs=AREA),
        help_text="例如评审员已经回避或者解聘。评分表保留在台账里，只是不计入。",
    )  # fmt: skip


class ReopeningForm(forms.Form):
    """Why a closed round is opened again."""

    reason = forms.CharField(
        label="理由", max_length=1000, validators=[validate_text], widget=forms.Textarea(attrs=AREA),
        help_text="例如：一份评分表因评审员回避不再计入，要由另一人补评。已经锁定的评分表不变。",
    )  # fmt: skip


class ClosingForm(forms.Form):
    """The first hand of a closing types nothing: what it rests on stands on the page."""
