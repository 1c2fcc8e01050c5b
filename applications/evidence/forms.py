"""Uploading: several files of one kind at once."""

from django import forms

from core.fields import validate_line
from core.files.forms import CheckedFilesField


class EvidenceForm(forms.Form):
    """The upload of one kind. Its limits, and 不得上传涉密材料, stand beside the field."""

    files = CheckedFilesField(label="选择文件")
    title = forms.CharField(label="说明", required=False, max_length=80, validators=[validate_line])

    def __init__(self, *args, key: str, **kwargs) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)
