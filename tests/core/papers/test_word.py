import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from core.papers.word import render_docx
from tests.core.papers.samples import notice, with_list

pytestmark = pytest.mark.once


def opened(paper):
    return Document(io.BytesIO(render_docx(paper)))


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_page_margins_and_grid():
    (section,) = opened(notice()).sections
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    grid = section._sectPr.find(qn("w:docGrid"))

    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26]
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert Mm(225).pt > 22 * 579 / 20


def test_the_body_is_set_as_papers_are():
    document = opened(notice())
    normal = document.styles["Normal"]
    first = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("根据"))

    assert (normal.font.size, normal.paragraph_format.line_spacing) == (Pt(16), Pt(28.95))
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert first._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    # 28 characters, each a quarter point narrower, fit into the text block.
    assert 28 * (16 + int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20) < Mm(156).pt


def test_headings_have_their_faces():
    faces = {run.text: run._r.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in opened(notice()).paragraphs for run in paragraph.runs}

    assert faces["一、公示时间"] == "黑体"
    assert faces["（一）异议"] == "楷体_GB2312"
    assert faces["关于2026年度优秀组织和个人名单的公示"] == "方正小标宋简体"


def test_it_says_what_the_pdf_says():
    found = "".join(texts(opened(with_list(3, number="评办〔2026〕1号", colophon=("编号：2026-3",)))))

    for words in (
        "评办〔2026〕1号",
        "各县（市、区）人民政府：",
        "1. 甲；",
        "附件：1. 名单",
        "2. 样式",
        "评选办公室",
        "2026年11月23日",
        "（此件公开发布）",
        "编号：2026-3",
        "附件1",
    ):
        assert words in found


def test_a_number_stands_on_every_page():
    section = opened(notice()).sections[0]

    for footer in (section.footer, section.even_page_footer):
        assert footer._element.xpath("string(.//w:instrText)") == "PAGE"
        assert footer.paragraphs[0].text == "— 1 —"


@pytest.mark.parametrize(("fields", "mark"), [({"demo": True}, "演示 无效"), ({"draft": True}, "代拟稿"), ({}, "")])
def test_marks_stand_in_the_header_of_odd_and_even_pages(fields, mark):
    section = opened(notice(**fields)).sections[0]

    assert [header.paragraphs[0].text for header in (section.header, section.even_page_header)] == [mark, mark]
    assert not section.different_first_page_header_footer


def test_a_table_repeats_its_header_and_keeps_its_rows_whole():
    (table,) = opened(with_list(3)).tables

    assert [[cell.text for cell in row.cells] for row in table.rows][:2] == [
        ["序号", "名称", "单位"],
        ["0", "某某重型机械制造股份有限公司", "榆次区"],
    ]
    assert len(table._tbl.xpath(".//w:tblHeader")) == 1
    assert len(table._tbl.xpath(".//w:cantSplit")) == 4


def test_the_signature_stays_with_the_text_before_it():
    paragraphs = opened(notice(note="")).paragraphs
    last = [paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[-5:]]

    assert [paragraph.text for paragraph in paragraphs[-5:]] == ["2. 乙。", "", "", "评选办公室", "2026年11月23日"]
    assert last == [True, True, True, True, False]


def test_no_author_no_time_and_the_same_bytes():
    document = opened(notice())

    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    assert document.core_properties.created.date().isoformat() == "2026-11-23"
    assert render_docx(with_list(3, demo=True)) == render_docx(with_list(3, demo=True))


def test_every_face_names_a_stand_in_and_every_part_is_well_formed():
    with zipfile.ZipFile(io.BytesIO(render_docx(with_list(3, demo=True)))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        table = archive.read("word/fontTable.xml").decode()

    assert re.findall('w:name="(.+?)"><w:altName w:val="(.+?)"', table)[0] == ("仿宋_GB2312", "仿宋")
