"""The form of a rubric: the standard it comes from and the Excel list; and the form that confirms what was previewed."""

from decimal import Decimal

from django import forms

from core.files.forms import CheckedFileField
from core.files.kinds import SHEET
from core.sheets.reading import SIZE, Mistakes
from procedure.rubrics import services, sheet
from procedure.rubrics.models import Rubric
from procedure.rubrics.services import Standard

PREVIEW, CONFIRM, EDIT = "preview", "confirm", "edit"
WORDS = ("standard_name", "standard_number", "standard_year", "total", "note")


class StandardForm(forms.ModelForm):
    """The words of a rubric; `standard` reads them."""

    standard_year = forms.IntegerField(label="年份", min_value=1980, max_value=2100, help_text="标准发布的年份，四位数字。")
    total = forms.DecimalField(label="总分", min_value=Decimal("0.01"), max_value=1_000_000, max_digits=9, decimal_places=2)

    class Meta:
        model = Rubric
        fields = WORDS
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": "筹备结束以后更换评价标准的，必须写明理由。"}

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def standard(self) -> Standard:
        words = self.cleaned_data
        return Standard(words["standard_name"], words["standard_number"], words["standard_year"], words["total"], words["note"])


class RubricForm(StandardForm):
    """After `is_valid()`, `lines` are what the list says."""

    file = CheckedFileField(label="评价标准的Excel表", allowed=SHEET, limit=SIZE)

    lines: list[sheet.Line] = []

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        lines = sheet.read(cleaned["file"], total=cleaned["total"])
        cleaned["file"].seek(0)
        if isinstance(lines, Mistakes):
            self.add_error("file", list(lines.sentences))
            return cleaned
        for sentence in services.faults(self.edition, self.standard(), lines):
            self.add_error(None, sentence)
        self.lines = lines
        return cleaned


class ConfirmForm(StandardForm):
    """The same words again, with the stored file in place of a new one."""

    source = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(current: Rubric | None) -> dict:
    """Return what the form starts with: the standard of the version in force."""
    return {name: getattr(current, name) for name in WORDS if name != "note"} if current else {}
