"""A parameter's value between the form, the stored JSON and the code. Each kind says once how it is typed."""

from datetime import date
from decimal import Decimal

from django import forms

from core.fields import validate_line
from procedure import articles
from procedure.parameters.kinds import Kind, Parameter, Value

YES_NO = (("yes", "是"), ("no", "否"))


def field(parameter: Parameter) -> forms.Field:
    """Return the form field that takes a value of the parameter; not required where it may be 不启用."""
    label = f"{parameter.label}（{parameter.unit}）" if parameter.unit else parameter.label
    common = {"label": label, "help_text": parameter.help, "required": not parameter.empty}
    bounds = {"min_value": parameter.minimum, "max_value": parameter.maximum, "error_messages": _refusals(parameter)}
    match parameter.kind:
        case Kind.WHOLE:
            return forms.IntegerField(**bounds, **common)
        case Kind.DECIMAL:
            return forms.DecimalField(max_digits=12, decimal_places=4, **bounds, **common)
        case Kind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
        case Kind.TEXT:
            return forms.CharField(max_length=500, validators=[validate_line], **common)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", "请选择"), *parameter.choices], **common)
        case Kind.YES_NO:
            return forms.TypedChoiceField(choices=[("", "请选择"), *YES_NO], coerce=lambda word: word == "yes", empty_value=None, **common)


def fault(parameter: Parameter, value: Value) -> str:
    """Return the sentence why the parameter cannot have this value, or nothing: the same checks as its form field."""
    typed = ("yes" if value else "no") if parameter.kind is Kind.YES_NO else value
    try:
        field(parameter).clean(typed)
    except forms.ValidationError as error:
        return f"{parameter.label}：{error.messages[0]}"
    return ""


def pack(value: Value | None) -> int | str | bool | None:
    """Return the value as it is stored."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def unpack(parameter: Parameter, stored: int | str | bool | None) -> Value | None:
    """Return a stored value as code reads it; None for 不启用."""
    if stored is None:
        return None
    if parameter.kind is Kind.DECIMAL:
        return Decimal(stored)
    return date.fromisoformat(stored) if parameter.kind is Kind.DATE else stored


def words(parameter: Parameter, value: Value | None) -> str:
    """Return the value as a page shows it: 5个工作日, 是, 不启用."""
    if value is None:
        return "不启用"
    if parameter.kind is Kind.YES_NO:
        return "是" if value else "否"
    if parameter.kind is Kind.CHOICE:
        return dict(parameter.choices)[value]
    shown = f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
    return f"{shown}{parameter.unit}"


def _refusals(parameter: Parameter) -> dict[str, str]:
    article = articles.chinese(parameter.article)
    return {
        "invalid": "请填写整数。" if parameter.kind is Kind.WHOLE else "请填写数字。",
        "min_value": f"不能少于{parameter.minimum}{parameter.unit}（{article}）。",
        "max_value": f"不能多于{parameter.maximum}{parameter.unit}（{article}）。",
    }
