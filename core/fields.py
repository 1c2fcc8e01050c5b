"""The one text field of the project: it refuses what cannot be stored, seen or read aloud, and says where."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

ALLOWED_CONTROLS = "\n\t"
# Overrides of the reading direction can show one name and store another.
DIRECTION = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u115f\u1160")


def validate_text(value: str) -> None:
    """Refuse NUL, control characters, lone surrogates, hidden direction marks, and text that nobody can see."""
    for place, character in enumerate(value, start=1):
        if character in DIRECTION:
            raise ValidationError(f"内容含不可见字符（第{place}个字），请重新输入。", code="direction")
        if character in ALLOWED_CONTROLS or character == "\r":
            continue
        if unicodedata.category(character) in ("Cc", "Cs", "Cn") and not _noncharacter_free(character):
            raise ValidationError(f"内容含无法保存的特殊字符（第{place}个字），请删除。", code="control")
    if value and all(character in INVISIBLE or character.isspace() for character in value):
        raise ValidationError("内容只有不可见字符，请重新输入。", code="invisible")


def validate_line(value: str) -> None:
    """As `validate_text`, for a name or title: one line, and no invisible character anywhere."""
    validate_text(value)
    for place, character in enumerate(value, start=1):
        if character in INVISIBLE or character in "\r\n\t\u2028\u2029":
            raise ValidationError(f"内容含不可见字符（第{place}个字），请重新输入。", code="invisible")


def _noncharacter_free(character: str) -> bool:
    """True for code points this Python does not know yet but that are letters in newer standards (rare 汉字)."""
    return unicodedata.category(character) == "Cn" and 0x20000 <= ord(character) <= 0x3FFFD and ord(character) & 0xFFFE != 0xFFFE


class LineField(models.CharField):
    """A name, a title: one visible line."""

    default_validators = [*models.CharField.default_validators, validate_line]


class TextField(models.TextField):
    """A paragraph or more. `max_length` is checked (in characters) and told."""

    default_validators = [validate_text]

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": self.max_length, **kwargs})
