"""What no notice may carry: numbers and addresses by which a person can be found (domain practice: 去标识化)."""

import re

IDENTITY = (
    (re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)"), "身份证号"),
    (re.compile(r"(?<!\d)\d{15}(?!\d)"), "15位证件号"),
)
PRIVATE = (
    *IDENTITY,
    (re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "手机号"),
    (re.compile(r"\d+号(?:院|楼)?\d*单元|\d+室"), "住址"),
)


def private(text: str, patterns=PRIVATE) -> list[str]:
    """Return what a text should not carry, each with the characters themselves."""
    return [f"{label}“{match.group()}”" for pattern, label in patterns for match in pattern.finditer(text)]
