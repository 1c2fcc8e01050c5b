from datetime import date

import pytest

from core.papers.content import Attachment, Heading, Items, Paper, Paragraph, Table, attachment_lines, blocks_of
from core.papers.places import centred, signature, widths_in

pytestmark = pytest.mark.once


def test_blocks_are_read_from_typed_text():
    text = (
        "现将有关事项通知如下。\n\n一、申报条件\n（一）依法登记\n（二）诚信经营。近三年无重大事故。\n1. 营业执照；\n一、二、三等奖各一名。"
    )

    assert blocks_of(text) == (
        Paragraph("现将有关事项通知如下。"),
        Heading(1, "一、申报条件"),
        Heading(2, "（一）依法登记"),
        Paragraph("近三年无重大事故。", lead="（二）诚信经营。"),
        Paragraph("1. 营业执照；"),
        Paragraph("一、二、三等奖各一名。"),
    )


def test_points_are_numbered():
    assert list(Items(("甲；", "乙。")).paragraphs()) == [Paragraph("1. 甲；"), Paragraph("2. 乙。")]


def test_attachments_are_named_without_closing_marks():
    assert attachment_lines(Paper("题", attachments=(Attachment("名单。"),))) == [("附件：", "名单")]
    assert attachment_lines(Paper("题", attachments=(Attachment("名单"), Attachment("样式")))) == [("附件：1. ", "名单"), ("2. ", "样式")]


def test_a_table_refuses_rows_of_another_length():
    with pytest.raises(ValueError, match="every row"):
        Table(("甲", "乙"), (("一",),))


def test_short_columns_are_centred():
    assert centred(Table(("序号", "名称"), (("1", "一个很长很长的名称在这里"),), (1, 4))) == [True, False]


def test_a_column_is_as_wide_as_the_number_it_holds():
    table = Table(("序号", "名称", "电话"), (("1", "某某公司", "13800000000"),), (1, 20, 1))
    narrow, middle, wide = widths_in(table)

    assert wide * 442.2 == pytest.approx(5.5 * 14 + 9, abs=0.1)
    assert narrow * 442.2 >= 0.5 * 14 + 9
    assert narrow + middle + wide == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "sealed", "expected"),
    [
        # The date is seven cells and ends four cells from the margin; the name is centred on it.
        ("评选办公室", True, [("评选办公室", 18.0), ("2026年11月23日", 17.0)]),
        # A name too long for that ends at the margin, and the date is centred under it.
        ("某某市某某奖评选工作领导小组办公室", True, [("某某市某某奖评选工作领导小组办公室", 11.0), ("2026年11月23日", 16.0)]),
        # Two cells from the margin, the date two cells further in.
        ("某某市人民政府办公室", False, [("某某市人民政府办公室", 16.0), ("2026年11月23日", 18.0)]),
        # A date longer than the name ends two cells from the margin.
        ("办公室", False, [("办公室", 17.0), ("2026年11月23日", 19.0)]),
        ("", False, [("2026年11月23日", 17.0)]),
    ],
)
def test_where_signature_and_date_stand(name, sealed, expected):
    assert signature(name, date(2026, 11, 23), sealed=sealed) == expected


def test_all_words_of_a_paper_are_found():
    table = Table(("列",), (("格",),), caption="表")
    paper = Paper("题", (Paragraph("文", lead="引"), table), attachments=(Attachment("附", (Heading(1, "头"),)),), signatory="署")

    assert set("题文引列格表附头署") <= set(paper.text())
