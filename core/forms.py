"""How forms speak: what a field refuses is said in the house's words, with the field's label, on every form alike.

The renderer of the settings gives each form this field; forms of libraries speak the same way. A sentence that a form
writes itself stays as it is: what is replaced is the framework's own, which alone is a lazy translation.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.functional import Promise

# Whatever a label adds in brackets belongs beside the field, not into a sentence.
ASIDE = re.compile(r"（[^（）]*）$")
CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
NUL = "\0"
NO_CHOICE = "“{label}”里没有选中的这一项，请重新选择。"
INCOMPLETE = "页面没有完整打开，请刷新以后再交一次。"
SENTENCES = {
    "invalid_choice": NO_CHOICE,
    "invalid_pk_value": NO_CHOICE,
    "max_length": "“{label}”最多{limit_value}个字，现在是{show_value}个字。",
    "min_length": "“{label}”至少{limit_value}个字，现在是{show_value}个字。",
    "min_value": "“{label}”不能小于{limit_value}。",
    "max_value": "“{label}”不能大于{limit_value}。",
}
MALFORMED = (
    (forms.DateTimeField, "请填写“{label}”的日期和时间。"),
    (forms.DateField, "请填写“{label}”的日期，例如2026-03-20。"),
    (forms.DecimalField, "“{label}”要填数字。"),
    (forms.IntegerField, "“{label}”要填整数。"),
    (forms.EmailField, "“{label}”不是完整的邮箱地址，请核对。"),
)


class HouseField(forms.BoundField):
    """A field of a form whose errors are in the house's words."""

    @property
    def errors(self) -> ErrorList:
        found = super().errors
        said = [sentence(self, error) for error in found.data]
        return type(found)(said, error_class=found.error_class, renderer=found.renderer, field_id=found.field_id)


class HouseRenderer(TemplatesSetting):
    """Templates as the settings find them, and the house's fields."""

    bound_field_class = HouseField


def sentence(field: forms.BoundField, error: ValidationError) -> ValidationError:
    """Return an error as the house says it; one that a form wrote itself as it stands."""
    if not isinstance(error.message, Promise):
        return error
    if field.is_hidden:
        return ValidationError(INCOMPLETE, code=error.code)
    label = ASIDE.sub("", str(field.label))
    if error.code == "null_characters_not_allowed":
        return ValidationError(f"内容含无法保存的特殊字符（第{str(field.value()).find(NUL) + 1}个字），请删除。", code="control")
    if error.code == "required":
        return ValidationError(f"请{_verb(field.field)}“{label}”。", code="required")
    words = SENTENCES.get(error.code) or next((said for kind, said in MALFORMED if isinstance(field.field, kind)), "")
    params = {"limit_value": "", "show_value": "", **(error.params or {}), "label": label}
    return ValidationError(words.format(**params), code=error.code) if words else error


def _verb(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return "上传"
    if isinstance(field, forms.BooleanField):
        return "勾选"
    return "选择" if isinstance(field.widget, CHOOSING) else "填写"
