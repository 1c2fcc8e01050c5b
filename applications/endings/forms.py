"""Withdrawing with a reason; ending with ground, reason and proof."""

from django import forms

from accounts.signing.forms import SigningForm
from applications.endings.models import EndingGround
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN


def reason(label: str, help_text: str) -> forms.CharField:
    """A text of a few lines."""
    return forms.CharField(
        label=label, max_length=500, validators=[validate_text], help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(SigningForm):
    """The reason, the word that one knows what follows, and the signature."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason("撤回的理由", "推荐单位和评选办会看到。最多500字。")
        self.fields["known"] = forms.BooleanField(label="我知道撤回以后不能恢复，本届也不能再申报")


class EndForm(forms.Form):
    """What happened to the applicant, and the paper that proves it."""

    ground = forms.ChoiceField(label="情形", choices=EndingGround, widget=forms.RadioSelect)
    reason = reason("说明", "写明证明文件的名称、出具单位和日期。告知申报者的文书引用这段话。最多500字。")
    scan = CheckedFileField(label="证明文件的扫描件", allowed=SCAN)
