"""Whatever a field of any form refuses is said in the house's words, with its label."""

import re

import pytest
from django import forms
from django.urls import get_resolver

from core.forms import INCOMPLETE, HouseField

HAN = re.compile(r"[\u4e00-\u9fff]")
OURS = ("accounts.", "applications.", "awards.", "core.", "jinzhong_award.", "procedure.", "publicity.", "review.")


def subclasses(kind):
    return {kind} | {one for child in kind.__subclasses__() for one in subclasses(child)}


def every_form():
    """Every form of the house that a page uses; their addresses bring them in."""
    assert get_resolver().url_patterns
    found = [one for one in subclasses(forms.BaseForm) if one.__module__.startswith(OURS)]
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


def probe(fields, data=None):
    """A bound form with these fields alone."""
    return type("Probe", (forms.Form,), dict(fields))(data or {})


def said(field, value=""):
    return list(probe({"field": field}, {"field": value})["field"].errors)


def test_every_required_field_of_every_form_names_itself():
    faults, seen = [], 0
    for form in every_form():
        assert form.bound_field_class is None, form
        required = {name: field for name, field in form.base_fields.items() if field.required}
        bound = probe(required)
        for name, field in required.items():
            seen += 1
            asked = list(bound[name].errors)
            own = [field.error_messages["required"]] if type(field.error_messages["required"]) is str else None
            words = re.fullmatch(r"请(填写|选择|上传|勾选)“(.+)”。", asked[0])
            if asked not in (own, [INCOMPLETE]) and not (words and HAN.search(words[2])):
                faults.append(f"{form.__module__}.{form.__qualname__}.{name}: {asked}")
    assert seen > 80
    assert faults == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(label="理由（申报者会看到）"), "", "请填写“理由”。"),
        (forms.ChoiceField(label="奖项", choices=[("a", "组织")]), "", "请选择“奖项”。"),
        (forms.ChoiceField(label="奖项", choices=[("a", "组织")], widget=forms.RadioSelect), "x", "“奖项”里没有选中的这一项，请重新选择。"),
        (forms.BooleanField(label="情况属实"), "", "请勾选“情况属实”。"),
        (forms.FileField(label="扫描件"), "", "请上传“扫描件”。"),
        (forms.DateField(label="发函日期"), "昨天", "请填写“发函日期”的日期，例如2026-03-20。"),
        (forms.IntegerField(label="届次", max_value=99), "100", "“届次”不能大于99。"),
        (forms.IntegerField(label="届次"), "三", "“届次”要填整数。"),
        (forms.DecimalField(label="分值"), "三", "“分值”要填数字。"),
        (forms.EmailField(label="电子邮箱"), "a@", "“电子邮箱”不是完整的邮箱地址，请核对。"),
        (forms.CharField(label="标题", max_length=3), "四个汉字", "“标题”最多3个字，现在是4个字。"),
        (forms.CharField(widget=forms.HiddenInput), "", INCOMPLETE),
        (forms.CharField(label="依据", error_messages={"required": "请写明依据。"}), "", "请写明依据。"),
    ],
)
def test_what_a_field_refuses_is_said_with_its_label(field, value, sentence):
    assert said(field, value) == [sentence]


def test_a_field_without_a_fault_says_nothing():
    form = probe({"field": forms.CharField(label="标题")}, {"field": "x"})

    assert isinstance(form["field"], HouseField)
    assert (form.is_valid(), list(form["field"].errors)) == (True, [])
