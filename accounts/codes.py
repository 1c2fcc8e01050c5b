"""What is wrong with a credit code, an ID number or a mobile number. Pure: text in, a finding out.

A wrong form is refused. A wrong check digit is no proof of a wrong number (old licences carry such), so it needs a person.
"""

import re
from dataclasses import dataclass
from datetime import date

CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_FORM = re.compile(r"\d{17}[\dX]")
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
PROVINCES = frozenset(
    str(number)
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82, 83))
    for number in numbers
)
MOBILE_FORM = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True)
class Finding:
    """What is wrong. `needs_person`: it may be right all the same; somebody must look at the paper."""

    sentence: str
    needs_person: bool = False


def plain(text: str) -> str:
    """Return a code as it is stored: capitals, no blanks or hyphens."""
    return re.sub(r"[\s\-－]", "", text).upper()


def credit_code(code: str) -> Finding | None:
    """Say what is wrong with a unified social credit code (GB 32100-2015); None when nothing is."""
    if len(code) != 18:
        return Finding(f"统一社会信用代码应为18位，现有{len(code)}位。")
    if not CREDIT_FORM.fullmatch(code):
        return Finding("统一社会信用代码只有数字和大写字母（没有I、O、S、V、Z），第3至8位是数字。")
    if code[17] != _credit_check(code) or code[16] != _organization_check(code[8:16]):
        return Finding("统一社会信用代码的校验位不符，请对照营业执照核对。", needs_person=True)
    return None


def with_checks(first: str) -> str:
    """Return the credit code that begins with these 16 characters: the organization's check digit, then the code's own."""
    code = first + _organization_check(first[8:16])
    return code + _credit_check(code)


def identity_number(number: str, *, on: date) -> Finding | None:
    """Say what is wrong with a citizen's ID number (GB 11643-1999) read on a day; None when nothing is."""
    if not IDENTITY_FORM.fullmatch(number):
        return Finding("身份证号应为18位，前17位是数字，最后一位是数字或X。")
    if number[:2] not in PROVINCES:
        return Finding("身份证号的前两位不是省级代码。")
    born = _day(number[6:14])
    if not born or born > on:
        return Finding("身份证号中的出生日期不对。")
    total = sum(int(digit) * weight for digit, weight in zip(number, IDENTITY_WEIGHTS, strict=False))
    if number[17] != IDENTITY_CHECKS[total % 11]:
        return Finding("身份证号的校验位不符，请对照证件核对。", needs_person=True)
    return None


def mobile(number: str) -> Finding | None:
    """Say what is wrong with a mobile number; None when nothing is."""
    if not MOBILE_FORM.fullmatch(number):
        return Finding("手机号应为11位数字，以13至19开头。")
    return None


def masked(number: str) -> str:
    """Return an ID number as lists show it: two signs in front, three behind."""
    return number[:2] + "*" * (len(number) - 5) + number[-3:]


def _credit_check(code: str) -> str:
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return CREDIT_SIGNS[(31 - total % 31) % 31]


def _organization_check(code: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(code, ORGANIZATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
