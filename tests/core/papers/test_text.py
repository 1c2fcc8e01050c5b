"""Where lines and titles break. Pure: no fonts, no files."""

import hypothesis
import pytest
from hypothesis import strategies as st

from core.papers.text import CELLS, NO_END, NO_START, lines, title_lines, tokens_of

pytestmark = pytest.mark.once

PARAGRAPH = (
    "根据《质量奖管理办法》（试行）有关规定，经个人申报、县（市、区）推荐、资格审查、专家评审，现予以公示。公示时间为2026年11月23日"
    "至11月27日（5个工作日），网址https://www.example.gov.cn/2026/notice-3.html，电话0354-2636000；逾期不予受理。"
)
CHINESE = st.text(st.sampled_from("的一是不了人我在有他这为之大来以个中上们，。、；：（）《》“”—…2026aB ./"), min_size=1, max_size=200)


def texts(text, **options):
    return [line.text for line in lines(text, **options)]


def test_a_line_holds_28_characters_and_the_first_two_fewer():
    assert [len(text) for text in texts("字" * 80)] == [26, 28, 26]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A closing mark is pulled in, its empty half into the margin.
        ("字" * 26 + "，后", ["字" * 26 + "，", "后"]),
        # Two of them are too many: the character before goes with them.
        ("字" * 25 + "字》，后", ["字" * 25, "字》，后"]),
        # An opening mark does not end a line.
        ("字" * 25 + "（后", ["字" * 25, "（后"]),
        # A number is not broken.
        ("字" * 24 + "20261123日", ["字" * 24, "20261123日"]),
        # Nor is a double dash, which may begin a line.
        ("字" * 25 + "——后", ["字" * 25, "——后"]),
        # A space at the end of a line is dropped.
        ("字" * 26 + " ab", ["字" * 26, "ab"]),
        ("　　自己缩进的 \n段落", ["自己缩进的 \n段落"]),
    ],
)
def test_what_may_stand_at_the_ends_of_a_line(text, expected):
    assert texts(text) == expected


def test_no_number_and_no_word_is_broken():
    found = texts(PARAGRAPH)

    assert "".join(found) == PARAGRAPH
    for whole in ("2026", "11", "23", "0354-2636000", "notice-3.html"):
        assert any(whole in text for text in found), whole


def test_a_long_address_is_broken_after_its_separators():
    assert texts("见https://www.example.gov.cn/documents/2026/notice-2026-3.html。", cells=14) == [
        "见https://www.example.",
        "gov.cn/documents/2026/",
        "notice-2026-3.html。",
    ]


def test_a_run_without_separators_is_broken_where_the_line_is_full():
    assert {len(text) for text in texts("a" * 140)[1:-1]} == {56}


@hypothesis.given(CHINESE)
def test_nothing_is_lost_and_no_line_is_too_wide(text):
    found = lines(text)

    assert "".join("".join(line.text.split()) for line in found) == "".join(text.split())
    assert all(line.indent + line.natural <= CELLS + 0.5 for line in found)


WORD = st.sampled_from(["的", "人民", "政府，", "（市）", "《办法》", "2026", "年。", "甲、", "“乙”"])


@hypothesis.given(st.lists(WORD, min_size=30, max_size=80).map("".join))
def test_marks_stand_where_they_may(text):
    found = [line.text for line in lines(text)]

    assert not [line for line in found[1:] if line[0] in NO_START]
    assert not [line for line in found[:-1] if line[-1] in NO_END]


def test_variation_selectors_stay_with_their_character():
    assert tokens_of("葛\U000e0100洪——") == ["葛\U000e0100", "洪", "——"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于受理申报材料的通知", ["关于受理申报材料的通知"]),
        ("关于提请批准获奖组织和个人名单以及有关事项的请示", ["关于提请批准获奖组织和", "个人名单以及有关事项的请示"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("", []),
    ],
)
def test_a_title_breaks_between_words(title, expected):
    assert title_lines(title) == expected


@hypothesis.given(st.text(st.sampled_from("关于授予有限公司等组织和个人奖的通报《》、2026"), min_size=1, max_size=90))
def test_a_title_keeps_its_words_and_its_measure(title):
    found = title_lines(title)

    assert "".join("".join(found).split()) == "".join(title.split())
    assert all(line for line in found)
