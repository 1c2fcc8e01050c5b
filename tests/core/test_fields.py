"""What a text may hold: everything people write, nothing that cannot be stored, seen or read aloud."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.units.models import Unit, UnitKind
from core.fields import LineField, TextField, validate_line, validate_text

ACCEPTED = {
    "chinese": "晋中市质量奖，第三届。",
    "nothing": "",
    "lines and tabs": "第一行\n第二行\r\n\t第三行",
    "formula": "=cmd|' /C calc'!A0",
    "script": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE ledger_event; --",
    "rare characters": "𠮷垚犇堃喆旸珺㛃䶮𬭎",
    "extension H and later": "\U000313b0\U000323af\U00033479",
    "private use": "\ue000\U000f0000",
    "emoji of several parts": "👨\u200d👩\u200d👧 ❤\ufe0f",
    "latin with marks, as typed": "Zo\u0308e\u0301",
    "arabic": "شركة",
    "full width": "ＡＢＣ　１２３",
}
REFUSED = {
    "NUL": ("晋中市质量奖评选办公室\0", "内容含无法保存的特殊字符（第12个字），请删除。"),
    "escape": ("\x1b[2J", "内容含无法保存的特殊字符（第1个字），请删除。"),
    "delete": ("a\x7f", "内容含无法保存的特殊字符（第2个字），请删除。"),
    "C1 control": ("ab\x85", "内容含无法保存的特殊字符（第3个字），请删除。"),
    "lone surrogate": ("好\ud800", "内容含无法保存的特殊字符（第2个字），请删除。"),
    "noncharacter": ("好\ufffe", "内容含无法保存的特殊字符（第2个字），请删除。"),
    "noncharacter of a plane": ("\U0002fffe", "内容含无法保存的特殊字符（第1个字），请删除。"),
    "override": ("某公司\u202e司公", "内容含不可见字符（第4个字），请重新输入。"),
    "isolate": ("\u2066某公司\u2069", "内容含不可见字符（第1个字），请重新输入。"),
    "mark of direction": ("某\u200e", "内容含不可见字符（第2个字），请重新输入。"),
    "zero width only": ("\u200b\u200b", "内容只有不可见字符，请重新输入。"),
    "blank letters only": ("\u3164 \u115f", "内容只有不可见字符，请重新输入。"),
    "spaces only": (" \u3000\n", "内容只有不可见字符，请重新输入。"),
}
REFUSED_IN_A_LINE = {
    "line break": ("第一行\n第二行", "内容含不可见字符（第4个字），请重新输入。"),
    "line separator": ("某\u2028公司", "内容含不可见字符（第2个字），请重新输入。"),
    "zero width inside": ("某公\u200b司", "内容含不可见字符（第3个字），请重新输入。"),
    "soft hyphen": ("某\u00ad公司", "内容含不可见字符（第2个字），请重新输入。"),
    "byte order mark": ("\ufeff某公司", "内容含不可见字符（第1个字），请重新输入。"),
    "tab": ("某\t公司", "内容含不可见字符（第2个字），请重新输入。"),
}


def refusal(validate, text):
    with pytest.raises(ValidationError) as refused:
        validate(text)
    return refused.value.messages


@pytest.mark.parametrize("name", ACCEPTED)
def test_text_accepted(name):
    validate_text(ACCEPTED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_text_refused_with_the_place(name):
    text, sentence = REFUSED[name]

    assert refusal(validate_text, text) == [sentence]
    assert refusal(validate_line, text) == [sentence]


@pytest.mark.parametrize("name", REFUSED_IN_A_LINE)
def test_refused_in_a_name_but_not_in_a_text(name):
    text, sentence = REFUSED_IN_A_LINE[name]

    validate_text(text)
    assert refusal(validate_line, text) == [sentence]


@given(st.text())
def test_what_is_accepted_can_be_stored(text):
    try:
        validate_text(text)
    except ValidationError:
        return

    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text
    assert not any(unicodedata.bidirectional(character) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI") for character in text)


@pytest.mark.parametrize("name", [name for name in ACCEPTED if name not in ("nothing",)])
def test_what_is_accepted_comes_back_as_typed(db, name):
    unit = Unit.objects.create(kind=UnitKind.DEPARTMENT, name="x", address=ACCEPTED[name])

    assert Unit.objects.get(pk=unit.pk).address == ACCEPTED[name]


def test_a_text_too_long_is_told_in_characters():
    field = TextField(max_length=3).formfield()

    assert field.clean("𠮷𠮷𠮷") == "𠮷𠮷𠮷"
    with pytest.raises(ValidationError):
        field.clean("𠮷𠮷𠮷𠮷")


@pytest.mark.parametrize(("field", "text"), [(LineField(max_length=9), "a\u202eb"), (TextField(), "a\0b")])
def test_both_fields_refuse_when_the_model_is_validated(field, text):
    with pytest.raises(ValidationError):
        field.clean(text, None)
