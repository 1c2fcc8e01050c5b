"""Codes and numbers: the standards' own examples, and one wrong sign at each place."""

from datetime import date

import pytest

from accounts import codes

pytestmark = pytest.mark.once
ON = date(2026, 3, 2)

CREDIT = [
    ("91350100M000100Y43", ""),
    ("91512081MA62K0260E", ""),
    ("91350100M000100Y44", "统一社会信用代码的校验位不符，请对照营业执照核对。"),
    ("91512081MA62K0250E", "统一社会信用代码的校验位不符，请对照营业执照核对。"),
    ("91350100M000100Y4", "统一社会信用代码应为18位，现有17位。"),
    ("", "统一社会信用代码应为18位，现有0位。"),
    ("91350100M000100I43", "统一社会信用代码只有数字和大写字母（没有I、O、S、V、Z），第3至8位是数字。"),
    ("9135010XM000100Y43", "统一社会信用代码只有数字和大写字母（没有I、O、S、V、Z），第3至8位是数字。"),
    ("９1350100M000100Y43", "统一社会信用代码只有数字和大写字母（没有I、O、S、V、Z），第3至8位是数字。"),
]
IDENTITY = [
    ("11010519491231002X", ""),
    ("440524188001010014", ""),
    ("34052419800101001X", ""),
    ("110105194912310021", "身份证号的校验位不符，请对照证件核对。"),
    ("11010519491331002X", "身份证号中的出生日期不对。"),
    ("11010520260303002X", "身份证号中的出生日期不对。"),
    ("99010519491231002X", "身份证号的前两位不是省级代码。"),
    ("110105491231002", "身份证号应为18位，前17位是数字，最后一位是数字或X。"),
    ("1101051949123100X2", "身份证号应为18位，前17位是数字，最后一位是数字或X。"),
]
MOBILE = [("13800000000", True), ("19912345678", True), ("12800000000", False), ("1380000000", False), ("138000000000", False)]


@pytest.mark.parametrize(("code", "sentence"), CREDIT)
def test_credit_code(code, sentence):
    finding = codes.credit_code(code)

    assert (finding.sentence if finding else "") == sentence


@pytest.mark.parametrize(("number", "sentence"), IDENTITY)
def test_identity_number(number, sentence):
    finding = codes.identity_number(number, on=ON)

    assert (finding.sentence if finding else "") == sentence


def test_only_a_wrong_check_digit_needs_a_person():
    findings = [codes.credit_code(code) for code, _ in CREDIT] + [codes.identity_number(number, on=ON) for number, _ in IDENTITY]

    assert all(finding.needs_person is ("校验位" in finding.sentence) for finding in findings if finding)


def test_one_changed_sign_of_a_credit_code_is_found_at_every_place():
    code = "91350100M000100Y43"
    for place in range(18):
        changed = code[:place] + ("1" if code[place] != "1" else "2") + code[place + 1 :]
        assert codes.credit_code(changed), changed


@pytest.mark.parametrize(("number", "right"), MOBILE)
def test_mobile(number, right):
    assert (codes.mobile(number) is None) is right


def test_codes_are_stored_plain_and_shown_masked():
    assert codes.plain(" 9135 0100-m000100y43 ") == "91350100M000100Y43"
    assert codes.masked("11010519491231002X") == "11*************02X"
