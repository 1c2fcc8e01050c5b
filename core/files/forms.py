"""The form field of every upload: it checks in `clean()` and says its limits beside itself."""

from collections.abc import Sequence

from django import forms

from core.files.causes import SENTENCES
from core.files.checks import check
from core.files.kinds import EVIDENCE, LIMIT, Kind, help_text


class CheckedFileField(forms.FileField):
    """One file. Its cleaned value is the upload with its `verdict`, ready for `services.store`."""

    widget = forms.FileInput
    default_error_messages = {"empty": SENTENCES["empty"], "required": "请选择文件。", "missing": "没有收到文件，请重新选择。"}

    def __init__(self, *, allowed: Sequence[Kind] = EVIDENCE, limit: int = LIMIT, **kwargs) -> None:
        self.allowed, self.limit = tuple(allowed), limit
        super().__init__(**{"help_text": help_text(self.allowed, limit), **kwargs})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            upload.verdict = check(upload, allowed=self.allowed, limit=self.limit)
        return upload

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"accept": ",".join(end for kind in self.allowed for end in kind.endings)}


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class CheckedFilesField(CheckedFileField):
    """Several files at once; the sentence of each refused one begins with its name."""

    widget = ManyFilesInput

    def __init__(self, *, most: int = 10, **kwargs) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > self.most:
            raise forms.ValidationError(f"一次最多选择{self.most}个文件。", code="too_many")
        good, refusals = [], []
        for upload in uploads:
            try:
                good.append(super().clean(upload, None))
            except forms.ValidationError as error:
                refusals += [forms.ValidationError(f"{upload.name}：{sentence}", code=error.code) for sentence in error.messages]
        if refusals:
            raise forms.ValidationError(refusals)
        return good


def status_of(form: forms.Form) -> int:
    """Return the status of a page with a form: 413 where a file of it is too large, 422 where anything else is wrong."""
    if not form.is_bound or form.is_valid():
        return 200
    return 413 if any(error.code == "too_large" for faults in form.errors.as_data().values() for error in faults) else 422
