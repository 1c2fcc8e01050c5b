"""What is wrong with an answer, as a table; and the conditions that are read off the declaration."""

from datetime import date

import pytest

from applications.answers.posted import answers_of, base_of
from applications.answers.words import words
from applications.eligibility import conditions
from applications.eligibility.verdict import Verdict
from applications.forms.checks import fault, faults
from applications.forms.spec import BLANK, CURRENT, Column, Field, Part, form
from procedure import articles

ROWS = Field("r", "荣誉", "rows", columns=(Column("name", "名称"), Column("until", "有效期至", "date")), maximum_rows=2)


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        (Field("a", "名称"), "", "“名称”未填写。"),
        (Field("a", "名称"), "  ", "“名称”未填写。"),
        (Field("a", "名称", required=False), "", ""),
        (Field("a", "名称", max_length=3), "一二三四", "“名称”最多3字，现有4字。"),
        (Field("a", "人数", "integer"), "1.5", "“人数”应为整数。"),
        (Field("a", "人数", "integer"), "一百", "“人数”应为数字。"),
        (Field("a", "人数", "integer", minimum="1"), "0", "“人数”不能小于1。"),
        (Field("a", "率", "decimal", maximum="100"), "100.01", "“率”不能大于100。"),
        (Field("a", "收入", "decimal"), "38,915.20", ""),
        (Field("a", "收入", "decimal"), "NaN", "“收入”应为数字。"),
        (Field("a", "收入", "decimal"), "1e400", "“收入”应为数字。"),
        (Field("a", "日期", "date"), "2011-4-18", "“日期”应为日期，例如2011-04-18。"),
        (Field("a", "日期", "date"), "2011-04-18", ""),
        (Field("a", "年月", "month"), "2011-13", "“年月”应为年月，例如2011-04。"),
        (Field("a", "规模", "choice", choices=("大型",)), "巨型", "“规模”请从列出的里面选。"),
        (Field("a", "手机", "mobile"), "1380000000", "“手机”应为11位手机号。"),
        (Field("a", "邮箱", "email"), "a@", "“邮箱”不是有效的邮箱地址。"),
        (Field("a", "代码", "credit_code"), "123", "“代码”：统一社会信用代码应为18位，现有3位。"),
        (Field("a", "代码", "credit_code"), "91140700MA0GTYJX39", ""),  # a wrong check digit needs a person
        (Field("a", "率", "years"), {"y1": "1", "y2": "", "y3": "2"}, "“率”缺第2年。"),
        (Field("a", "率", "years"), {"y1": "1", "y2": "x", "y3": "2"}, "“率”：应为数字。"),
        (Field("a", "事故", "yes_no"), {"answer": "有", "detail": ""}, "“事故”选了“有”，请写明时间、情况和处理结果。"),
        (Field("a", "事故", "yes_no"), {"answer": "无", "detail": ""}, ""),
        (Field("a", "事故", "yes_no"), {"answer": "", "detail": "x"}, "“事故”未填写。"),
        (ROWS, [{"name": "证书", "until": ""}], "“荣誉”第1行的“有效期至”未填写。"),
        (ROWS, [{"name": "证书", "until": "明年"}], "“荣誉”第1行的“有效期至”应为日期，例如2011-04-18。"),
        (ROWS, [{"name": "证书", "until": "2027-01-01"}] * 3, "“荣誉”最多2行。"),
    ],
)
def test_what_is_wrong_with_an_answer(field, answer, sentence):
    assert fault(field, answer) == sentence


def test_a_blank_that_may_be_blank_needs_its_reason():
    part = Part("p", "部分", (Field("a", "创汇", required=False), Field("b", "名称")))

    assert faults(part, {"b": "某某"}) == {BLANK: "“创汇”没有填，请在“空项说明”里写明原因。"}
    assert faults(part, {"b": "某某", BLANK: "没有出口"}) == {}


@pytest.mark.parametrize("name", CURRENT.values())
def test_the_forms_have_unlike_keys_and_quote_the_rules(name):
    parts = form(name).parts
    fields = [field for part in parts for field in part.fields]

    assert len({part.key for part in parts}) == len(parts)
    assert all(len({field.key for field in part.fields}) == len(part.fields) for part in parts)
    assert all(articles.exists(field.article) for field in fields if field.article)


ORGANIZATION = {"basic": {"registered_on": "2023-03-31"}, "record": {"record_safety": {"answer": "有", "detail": "2024年"}}}


@pytest.mark.article("9(1)")
@pytest.mark.parametrize(
    ("registered", "verdict", "sentence"),
    [
        ("2023-03-31", Verdict.PASS, "2023年3月注册，已满3年。迁入、更名、分支机构由评选办核对。"),
        ("2023-04-01", Verdict.FAIL, "2023年4月1日注册，到2026年3月31日不满3年。"),
        ("", Verdict.PERSON, "还没有填成立（注册登记）日期。"),
        ("很久以前", Verdict.PERSON, "还没有填成立（注册登记）日期。"),
    ],
)
def test_three_years_to_the_day(registered, verdict, sentence):
    first = conditions.organization({"basic": {"registered_on": registered}}, on=date(2026, 3, 31))[0]

    assert (first.verdict, first.sentence) == (verdict, sentence)


@pytest.mark.article("11(1)")
@pytest.mark.parametrize(("since", "verdict"), [("2023-03", Verdict.PASS), ("2023-04", Verdict.FAIL), ("三年", Verdict.PERSON)])
def test_three_years_of_quality_work(since, verdict):
    assert conditions.individual({"basic": {"quality_since": since}}, on=date(2026, 3, 31))[0].verdict == verdict


@pytest.mark.article("9(6)")
def test_what_only_the_authorities_can_say_needs_a_person():
    found = conditions.organization(ORGANIZATION, on=date(2026, 3, 31))

    assert {finding.verdict for finding in found[1:]} == {Verdict.PERSON}
    assert found[-1].sentence == "申报表里填了“有”，以有关部门出具的意见为准，受理前由评选办核对。"


def test_a_leap_day_is_looked_back_from():
    assert conditions.years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)


class TestReading:
    def test_rows_keep_their_order_and_lose_the_empty_ones(self):
        part = Part("p", "部分", (ROWS,))
        posted = {"base-r": "x", "r-0-name": "甲", "r-0-until": "", "r-1-name": "", "r-1-until": "", "r-10-name": "乙", "r-10-until": "z"}

        assert answers_of(part, posted) == {"r": [{"name": "甲", "until": ""}, {"name": "乙", "until": "z"}]}

    def test_what_the_page_did_not_carry_is_left_out(self):
        assert answers_of(Part("p", "部分", (ROWS, Field("a", "名称"))), {"base-a": "", "a": "某某\r\n"}) == {"a": "某某\n"}

    @pytest.mark.parametrize("nothing", [None, "", [], {}, {"y1": "", "rank": ""}, {"answer": "", "detail": ""}])
    def test_nothing_is_the_same_nothing(self, nothing):
        assert base_of(nothing) == base_of(None)

    def test_an_answer_in_words(self):
        years = {"y1": "1", "y2": "", "y3": "3", "rank": "第4"}

        assert words(Field("a", "率", "years"), years, (2023, 2024, 2025)) == "2023年：1；2025年：3；同行业排名：第4"
        assert words(ROWS, [{"name": "甲", "until": "2027-01-01"}]) == "甲，2027-01-01"
        assert words(Field("a", "收入", unit="万元"), "3") == "3万元"
        assert words(Field("a", "收入"), "") == "（没有填）"
