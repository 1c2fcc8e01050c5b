"""The measures of GB/T 9704-2012, taken from the tree that WeasyPrint lays out."""

import re
from itertools import pairwise

import pytest

from core.papers import cut, fonts, pdf
from core.papers.content import Paper, Paragraph
from core.papers.fonts import faces, fonts_missing, unprintable
from tests.core.papers.samples import TEXT, notice, with_list

pytestmark = pytest.mark.once

MM = 96 / 25.4


def boxes(page, name):
    return [box for box in page._page_box.descendants() if type(box).__name__ == name]


def set_lines(page):
    """The printed lines of a page: text, left, right and top of each, in millimetres of the sheet."""
    found = {}
    for block in boxes(page, "BlockBox"):
        if block.element is None or not (block.element.get("class") or "").startswith("l"):
            continue
        runs = [box for box in block.descendants() if type(box).__name__ == "TextBox" and box.text.strip()]
        if runs:
            found[block.position_y] = ("".join(run.text for run in runs), runs[0].position_x / MM, block.position_y / MM)
    return [found[top] for top in sorted(found)]


def texts(page):
    return "".join(box.text for box in page._page_box.descendants() if type(box).__name__ == "TextBox")


@pytest.fixture(scope="module")
def long():
    return pdf.render(Paper("关于测量的通知", tuple(Paragraph("字" * 200) for _ in range(12))))


def test_nothing_is_missing_on_this_machine():
    assert fonts_missing() == []


def test_a_page_is_a4_with_a_block_of_156_by_225_millimetres(long):
    page = long.pages[1]._page_box

    assert round(page.margin_width() / MM, 2), round(page.margin_height() / MM, 2) == (210, 297)
    assert (round(page.content_box_x() / MM, 2), round(page.content_box_y() / MM, 2)) == (28, 37)
    assert (round(page.width / MM, 2), round(page.height / MM, 1)) == (156, 225.1)


def test_a_full_page_has_22_lines_of_28_characters(long):
    found = set_lines(long.pages[1])

    assert len(found) == 22
    assert max(len(text) for text, _, _ in found) == 28
    assert {round(left, 1) for text, left, _ in found if len(text) == 28} == {28}


def test_lines_lie_225_22_millimetres_apart(long):
    tops = [top for _, _, top in set_lines(long.pages[1])]

    assert {round(below - above, 2) for above, below in pairwise(tops)} == {round(225 / 22, 2)}


def test_the_last_character_of_a_full_line_ends_at_the_margin(long):
    (run,) = {(round(box.position_x, 1), round(box.width, 1)) for box in boxes(long.pages[1], "TextBox") if len(box.text) == 28}

    # The spacing after the last character is counted by the layout, not seen.
    assert sum(run) / MM == pytest.approx(28 + 156, abs=0.15)


def test_rows_with_numbers_and_pulled_in_marks_end_at_the_margin_too():
    document = pdf.render(Paper("题", (Paragraph(TEXT),)))
    found = [text for text, _, _ in set_lines(document.pages[0])[1:]]

    assert "".join(found) == TEXT
    assert not [text for text in found if re.match("[，。、；：）》]", text)]
    for number in ("2026", "11", "23", "27", "0354-2636000"):
        assert any(number in text for text in found), number


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(long):
    places = []
    for page in long.pages[:2]:
        (box,) = [
            box for box in boxes(page, "MarginBox") if "—" in "".join(child.text for child in box.descendants() if hasattr(child, "text"))
        ]
        runs = [child for child in box.descendants() if type(child).__name__ == "TextBox"]
        places.append(("".join(run.text for run in runs), min(run.position_x for run in runs) / MM > 105))
        assert min(run.position_y for run in runs) / MM == pytest.approx(37 + 225 + 7, abs=1)

    assert places == [("— 1 —", True), ("— 2 —", False)]


def test_the_signature_never_stands_alone_on_a_page():
    for count in range(3, 22):
        document = pdf.render(notice(blocks=tuple(Paragraph("字" * 26) for _ in range(count)), note=""))
        last = [text for text, _, _ in set_lines(document.pages[-1])]
        assert last[0] not in ("评选办公室", "2026年11月23日")


@pytest.mark.parametrize(("fields", "mark"), [({"demo": True}, "演示 无效"), ({"draft": True}, "代拟稿")])
def test_a_mark_stands_on_every_page(fields, mark):
    document = pdf.render(with_list(**fields))

    assert len(document.pages) > 3
    assert [mark in texts(page) for page in document.pages] == [True] * len(document.pages)


def test_a_table_repeats_its_header_on_every_page():
    pages = [texts(page) for page in pdf.render(with_list(60)).pages]

    listed = [page for page in pages if "榆次区" in page]
    assert len(listed) > 1
    assert all("序号名称单位" in page for page in listed)


def test_a_rare_character_is_borrowed_without_moving_its_line():
    plain, rare = (pdf.render(Paper("题", (Paragraph(name + "字" * 60),))) for name in ("张三", "𠮷垚"))

    assert [top for *_, top in set_lines(plain.pages[0])] == [top for *_, top in set_lines(rare.pages[0])]
    assert faces().holder("垚", "fang").role == "serif"


def test_characters_that_no_face_holds_are_named():
    assert unprintable("张𠮷🙂\U00030000🙂，2026") == ["🙂", "\U00030000"]


def test_the_same_paper_gives_the_same_bytes():
    assert pdf.render_pdf(with_list(demo=True)) == pdf.render_pdf(with_list(demo=True))


def test_a_notice_of_two_pages_is_small():
    document = pdf.render(notice())

    assert len(document.pages) == 2
    assert len(document.write_pdf()) < 150_000


def test_no_words_of_a_paper_become_markup_or_reach_outside():
    evil = '<img src="http://example.com/x.png"><style>*{display:none}</style>&amp;'
    document = pdf.render(notice(title="<b>题</b>", blocks=(Paragraph(evil),), signatory="<i>"))

    assert evil in "".join(text for text, _, _ in set_lines(document.pages[0]))


def test_a_paper_opens_nothing_but_its_fonts():
    fetcher = pdf.CutFonts({"font:fang": b"x"})

    assert fetcher.fetch("font:fang").read() == b"x"
    for url in ("http://127.0.0.1/", "file:///etc/passwd", "font:kai"):
        with pytest.raises(PermissionError):
            fetcher.fetch(url)


def test_a_cut_face_holds_what_was_asked():
    face = faces()["fang"]
    content = cut.cut(face.path, face.number, "晋中市")

    assert content[:4] == b"OTTO"
    assert len(content) < 5000


def test_the_title_may_stand_in_a_licensed_face(settings):
    settings.PAPER_TITLE_FONT = str(faces()["kai"].path)

    assert faces()["title"].path == faces()["kai"].path

    settings.PAPER_TITLE_FONT = "/nowhere.ttf"
    assert fonts_missing() == ["标题字体（/nowhere.ttf）"]


def test_noto_stands_in_for_a_missing_face_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setattr(fonts, "ROLES", (("fang", "仿宋", "NoSuch.otf", fonts.SERIF),))

    found = fonts._faces.__wrapped__((), None)

    assert found["fang"].path.name == fonts.SERIF
    assert caplog.messages == ["字体文件NoSuch.otf（仿宋）不存在，公文改用NotoSerifCJK-Regular.ttc；请运行 script/setup。"]
    assert fonts.fonts_missing() == ["仿宋（NoSuch.otf）"]


def test_a_paper_is_made_without_the_library_that_cuts(monkeypatch):
    monkeypatch.setattr(cut, "library", lambda: None)

    assert pdf.render_pdf(notice())[:4] == b"%PDF"
    assert fonts_missing() == ["HarfBuzz 子集库（libharfbuzz-subset0），缺少时每份公文要多用数秒"]


class TestPapersWithAMasthead:
    """A request to a higher authority and minutes (GB/T 9704-2012, 7.2.4, 10.3)."""

    def request(self, **fields):
        values = {"title": "关于某事的请示", "blocks": tuple(Paragraph("字" * 200) for _ in range(8)), "masthead": "演示领导小组文件"}
        return pdf.render(Paper(**(values | {"upward": True, "draft": True} | fields)))

    def test_the_name_stands_35_millimetres_below_the_block_and_fits_it(self):
        (name,) = [box for box in boxes(self.request().pages[0], "TextBox") if box.text == "演示领导小组文件"]

        assert round(name.content_box_y() / MM, 1) == 37 + 35
        assert name.width / MM <= 156.1

    def test_the_number_is_a_cell_from_the_left_and_the_signer_a_cell_from_the_right(self):
        page = self.request(number="演示请〔2026〕1号", signer="魏明远").pages[0]
        line = next(
            box for box in boxes(page, "LineBox") if "签发人：" in "".join(part.text for part in box.descendants() if hasattr(part, "text"))
        )
        runs = [part for part in line.descendants() if type(part).__name__ == "TextBox"]

        cell = 156 / 28
        assert round(runs[0].position_x / MM - 28, 1) == round(cell, 1)
        assert abs(28 + 156 - cell - (runs[-1].position_x + runs[-1].width) / MM) < cell
        assert runs[-1].text == "魏明远"
        assert "kai" in str(runs[-1].style["font_family"])

    def test_the_mark_of_a_draft_stands_on_every_page(self):
        pages = self.request().pages

        assert (len(pages) > 1, {"代拟稿" in texts(page) for page in pages}) == (True, {True})

    def test_who_came_stands_behind_a_word_in_the_face_of_a_heading(self):
        page = pdf.render(
            Paper("纪要", (Paragraph("甲、乙。", lead="出席：", lead_level=1),), masthead="演示会议纪要", sealed=False)
        ).pages[0]
        (lead,) = [box for box in boxes(page, "TextBox") if box.text == "出席："]

        assert "hei" in str(lead.style["font_family"])
