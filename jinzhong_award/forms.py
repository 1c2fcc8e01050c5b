"""Forms of the pages that span apps."""

from django import forms

from accounts.signing.forms import SigningForm
from core.fields import validate_text
from core.numerals import chinese_number


class EditionForm(forms.Form):
    """The number of a new edition."""

    number = forms.IntegerField(label="届次", min_value=1, max_value=99, help_text="第几届，填阿拉伯数字。")


class MoveForm(SigningForm):
    """A move of two hands: the first says why, both sign the same digest.

    The first hand signs what is to be prepared, before the words of the reason are in; what binds both is the digest
    that the proposal carries.
    """

    reason_text = forms.CharField(
        label="理由", max_length=2000, required=False, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, request, move, subject, proposal, **kwargs):
        fingerprint = proposal.subject_digest if proposal else move.digest(subject, "", {})
        version = f"第{chinese_number(subject.number)}届"
        act = f"确认：{move.label}" if proposal else f"经办：{move.label}"
        super().__init__(*args, request=request, version=version, fingerprint=fingerprint, act=act, **kwargs)
        self.proposal = proposal
        self.fields["reason_text"].required = move.reasoned
        if proposal or not move.reasoned:
            del self.fields["reason_text"]
        else:
            self.order_fields(["reason_text"])

    @property
    def reason(self) -> str:
        return self.proposal.reason if self.proposal else self.cleaned_data.get("reason_text", "")
