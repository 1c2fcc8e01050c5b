"""The two forms of a hold and of its lifting: the reason, then the second hand's proof."""

from django import forms

from accounts.signing.forms import SigningForm
from applications.holds.services import LABELS
from core.fields import validate_text
from procedure.proposals.models import Proposal


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        validators=[validate_text],
        help_text="写给申报者看，不写提出异议的人是谁。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HoldSigningForm(SigningForm):
    """The second hand signs what the first prepared."""

    def __init__(self, *args, proposal: Proposal, name: str, **kwargs):
        label = LABELS[proposal.move]
        super().__init__(*args, version=f"{label}：{name}", fingerprint=proposal.subject_digest, act=f"确认{label}", **kwargs)
