"""What a password needs, beside its length (domain practice: three of four kinds of characters)."""

import re

from django.core.exceptions import ValidationError

KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
SENTENCE = "密码要含小写字母、大写字母、数字、符号中的三种。"


class ThreeKinds:
    """At least three kinds of characters."""

    def validate(self, password: str, user=None) -> None:
        if sum(bool(re.search(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(SENTENCE, code="password_too_plain")

    def get_help_text(self) -> str:
        return SENTENCE


class LongEnough:
    """At least so many characters: the framework's own, in the house's words."""

    def __init__(self, least: int) -> None:
        self.least = least

    def validate(self, password, user=None) -> None:
        if len(password) < self.least:
            raise ValidationError(f"密码至少{self.least}个字符，现在是{len(password)}个。", code="too_short")

    def get_help_text(self) -> str:
        return f"至少{self.least}个字符。"
