"""The form of a second hand that does not agree."""

from django import forms

from core.fields import validate_text


class SendBackForm(forms.Form):
    """Why what was prepared goes back."""

    reason = forms.CharField(label="不同意的理由", max_length=500, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 3}))
