"""The pieces of WordprocessingML that python-docx has no words for: faces, grid, fields, borders, marks."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FANG, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
# What Word and WPS take where a face is not installed.
STAND_IN = {FANG: "仿宋", KAI: "楷体", HEI: "SimHei", TITLE: "华文中宋", SONG: "SimSun"}
LINE = Pt(28.95)


def prepare_styles(document: Document) -> None:
    """Make Normal the body of a paper: 仿宋 16 pt on lines of 28.95 pt; drop what the template brings besides."""
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    properties = normal.element.get_or_add_rPr()
    set_face(properties, FANG)
    # 28 characters of 16 pt are wider than the text block: each gives a quarter point.
    properties.insert_element_before(
        parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>'), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
    )
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE
    shape.alignment = ALIGN.JUSTIFY
    shape.widow_control = False
    # Word's own air between Chinese and digits would push characters off the grid.
    for name in ("autoSpaceDE", "autoSpaceDN"):
        properties = normal.element.get_or_add_pPr()
        off = parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>')
        properties.insert_element_before(off, "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name not in ("Normal", "Header", "Footer"):
            style.delete()
    for part in document.part.package.iter_parts():
        if part.partname.endswith("/fontTable.xml"):
            part._blob = _font_table()


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>' for name, other in STAND_IN.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def set_face(properties, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    latin = face if face == HEI else LATIN
    for name, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", face), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), value)
    # Quotation marks, dashes and the like are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")


def write(paragraph: Paragraph, text: str, face: str = FANG, size: float = 16) -> Run:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    set_face(run._r.get_or_add_rPr(), face)
    return run


def indent_first(paragraph: Paragraph, cells: float) -> None:
    """Indent the first line by cells, so that it stays two characters when the office changes the size."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    if cells > 0:
        indent.set(qn("w:firstLineChars"), str(round(cells * 100)))
        indent.set(qn("w:firstLine"), str(round(cells * 16 * 20)))
    else:
        indent.set(qn("w:hanging"), str(round(-cells * 16 * 20)))


def small(paragraph: Paragraph) -> None:
    """Take a paragraph off the grid: single lines."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.alignment = ALIGN.LEFT
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'),
        *("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"),
    )


def number_pages(document: Document, section: Section) -> None:
    """Put — 1 — at the outer side: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        shape = paragraph.paragraph_format
        shape.right_indent, shape.left_indent = (Pt(14), Pt(0)) if side == ALIGN.RIGHT else (Pt(0), Pt(14))
        write(paragraph, "— ", SONG, 14)
        _field(write(paragraph, "", SONG, 14), "PAGE")
        write(paragraph, " —", SONG, 14)


def _field(run: Run, code: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = code
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def mark_pages(section: Section, marks: list[str]) -> None:
    """Write the marks over the text of every page."""
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        write(paragraph, "　　".join(marks), HEI, 16).font.color.rgb = RGBColor(0xC0, 0, 0)


def rule_below(paragraph: Paragraph) -> None:
    """Draw the red line 4 mm below a paragraph (11 of its points are what Word allows between text and border)."""
    borders = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="11" w:color="D00000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(borders), "w:shd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"
    )


def border(table: Table, *, upright: bool) -> None:
    thin, none = 'w:val="single" w:sz="4" w:color="000000"', 'w:val="nil"'
    sides = {"top": thin, "left": upright, "bottom": thin, "right": upright, "insideH": upright, "insideV": upright}
    drawn = "".join(f"<w:{side} {kind if isinstance(kind, str) else thin if kind else none}/>" for side, kind in sides.items())
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{drawn}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def fix_row(row: _Row, *, header: bool) -> None:
    """Keep a row on one page; a header stands again on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
