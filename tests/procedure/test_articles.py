"""The text of the rules: complete, word for word, and every code finds its place."""

import hashlib
import re

import pytest
from django.template import Context, Template

from core.numerals import chinese_number
from procedure import articles

# SHA-256 over the whole text of the draft without its white space, taken from the file that the city gave.
DRAFT_DIGEST = "e79fe00e6a55a1eb20a68a963ed8d9a53af2110e29ff0edc3ce1c2d1d9ac5b16"


def test_the_text_is_the_citys_word_for_word():
    rules = articles.rules("2023-draft")
    parts = [rules.title, f"（{rules.label}）"]
    for chapter in rules.chapters:
        parts.append(chapter.title)
        parts += [article.heading + article.text for article in chapter.articles]

    words = re.sub(r"\s", "", "".join(parts))

    assert hashlib.sha256(words.encode()).hexdigest() == DRAFT_DIGEST


def test_thirty_one_articles_in_eight_chapters():
    assert [len(chapter.articles) for chapter in articles.chapters()] == [7, 4, 5, 2, 3, 3, 5, 2]
    assert articles.codes() == tuple(str(number) for number in range(1, 32))


def test_headings_are_the_numbers_in_chinese():
    for chapter in articles.chapters():
        for article in chapter.articles:
            assert article.heading == articles.chinese(article.code)


def test_items_carry_their_own_number():
    for chapter in articles.chapters():
        for article in chapter.articles:
            items = [passage for passage in article.paragraphs if "(" in passage.code]
            assert [re.match("（(.+?)）", item.text)[1] for item in items] == [
                chinese_number(number) for number in range(1, len(items) + 1)
            ]


def test_the_draft_has_no_number_and_no_date_of_effect():
    rules = articles.rules()

    assert (rules.title, rules.label, rules.document_number, rules.effective_on) == (
        "晋中市质量奖管理办法",
        "修订稿",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("code", "chinese", "anchor", "beginning"),
    [
        ("6", "第六条", "art6", "获得晋中市质量奖的组织和个人，在获奖后两个评选周期内"),
        ("5¶2", "第五条第二款", "art5-p2", "在组织或个人自愿申请的基础上"),
        ("9(1)", "第九条第（一）项", "art9-1", "（一）依法在晋中市区域内注册登记"),
        ("18(3)", "第十八条第（三）项", "art18-3", "（三）资格审查。"),
        ("20", "第二十条", "art20", "奖励金主要用于"),
        ("31", "第三十一条", "art31", "本办法自2023年"),
    ],
)
def test_a_code_finds_its_place(code, chinese, anchor, beginning):
    assert articles.exists(code)
    assert articles.chinese(code) == chinese
    assert articles.anchor(code) == anchor
    assert articles.text(code).startswith(beginning)


@pytest.mark.parametrize("code", ["32", "18(10)", "6(1)", "5¶3", "0", "", "18 (3)", "第六条"])
def test_an_unknown_code_is_refused(code):
    assert not articles.exists(code)
    with pytest.raises(articles.UnknownArticle):
        articles.text(code)


def test_anchors_are_unique():
    found = [
        anchor
        for chapter in articles.chapters()
        for article in chapter.articles
        for anchor in (article.anchor, *(passage.anchor for passage in article.paragraphs))
    ]

    assert len(found) == len(set(found))


def test_an_unknown_version_is_refused():
    with pytest.raises(KeyError):
        articles.text("6", version="1999")


def test_the_tag_links_to_the_article():
    page = Template('{% load articles %}{% article "18(3)" %}').render(Context())

    assert page == '<a class="article" href="/rules/#art18-3">第十八条第（三）项</a>'


def test_the_tag_refuses_an_unknown_article():
    with pytest.raises(articles.UnknownArticle):
        Template('{% load articles %}{% article "40" %}').render(Context())
