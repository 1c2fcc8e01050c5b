"""Papers as Word files, twins of the PDF: same margins, grid, faces by name; the office edits them before issue."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from core.papers import word_parts as parts
from core.papers.content import (
    DEMO_MARK,
    DRAFT_MARK,
    Attachment,
    Blank,
    Block,
    Heading,
    Items,
    Paper,
    Paragraph,
    Right,
    Table,
    attachment_lines,
    plain,
)
from core.papers.places import centred, measure, signature, size_in, upward_line, widths_in
from core.papers.text import clean, title_lines

FANG, KAI, HEI, TITLE, SONG = parts.FANG, parts.KAI, parts.HEI, parts.TITLE, parts.SONG
CELL = 15.75
HEADING = {1: HEI, 2: KAI, 3: FANG}
RED = RGBColor(0xD0, 0, 0)


def render_docx(paper: Paper) -> bytes:
    """Return the paper as .docx, the same bytes for the same paper."""
    document = Document()
    _prepare(document, paper)
    _head(document, paper)
    for block in paper.blocks:
        _block(document, block)
    _end(document, paper)
    several = len(paper.attachments) > 1
    for number, attachment in enumerate(paper.attachments, 1):
        if attachment.blocks:
            _attachment(document, attachment, f"附件{number if several else ''}")
    target = io.BytesIO()
    document.save(target)
    return _settled(target.getvalue())


def _prepare(document: WordDocument, paper: Paper) -> None:
    """Set page, grid, default face, header and footer; empty the author's name that the template carries."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    # The page number's upper edge lies 7 mm below the text.
    section.header_distance, section.footer_distance = Mm(25), Mm(23)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    # A grid of lines only: programs disagree about a grid of characters, so Normal's own spacing makes 28 of them a line.
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{round(parts.LINE.pt * 20)}"/>'))
    parts.prepare_styles(document)
    parts.number_pages(document, section)
    marks = [mark for mark, stands in ((DRAFT_MARK, paper.draft), (DEMO_MARK, paper.demo)) if stands]
    if marks:
        parts.mark_pages(section, marks)
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = paper.title.replace("\n", "")
    properties.language = "zh-CN"
    day = paper.dated_on
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC")) if day else datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))
    properties.created = properties.modified = moment


def _line(
    document: WordDocument, text: str = "", face: str = FANG, *, size: float = 16, indent: float = 0, first: float = 0
) -> WordParagraph:
    """Add a paragraph on the grid; `indent` and `first` are in cells."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    if indent:
        shape.left_indent = Pt(indent * CELL)
    if first:
        parts.indent_first(paragraph, first)
    if text:
        parts.write(paragraph, text, face, size)
    return paragraph


def _blank(document: WordDocument, count: int = 1) -> None:
    for _ in range(count):
        _line(document)


def _head(document: WordDocument, paper: Paper) -> None:
    if paper.masthead:
        _masthead(document, paper)
    elif paper.number:
        _line(document, paper.number).alignment = ALIGN.RIGHT
        _blank(document)
    _title(document, paper.title)
    _blank(document)
    if paper.addressee:
        _line(document, clean(paper.addressee).rstrip("：:") + "：")


def _masthead(document: WordDocument, paper: Paper) -> None:
    size = min(48.0, 156 / 25.4 * 72 / max(1.0, measure(paper.masthead)))
    name = _line(document)
    name.alignment = ALIGN.CENTER
    name.paragraph_format.space_before = Mm(35) - Pt(size * 0.1)  # the upper edge is that of the letters
    name.paragraph_format.line_spacing = Pt(size * 1.2)
    parts.write(name, paper.masthead, TITLE, size).font.color.rgb = RED
    _blank(document, 2)
    number = _line(document, upward_line(paper.number, paper.signer), first=1) if paper.upward else _line(document, paper.number)
    if paper.upward:
        parts.write(number, paper.signer, KAI)
    else:
        number.alignment = ALIGN.CENTER
    parts.rule_below(number)
    _blank(document, 2)


def _title(document: WordDocument, title: str) -> None:
    for text in title_lines(title):
        paragraph = _line(document, text, TITLE, size=22)
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.keep_with_next = True


def _block(document: WordDocument, block: Block) -> None:
    match block:
        case Items() | Paragraph() if (pieces := list(plain(block))) != [block]:
            for piece in pieces:
                _block(document, piece)
        case Heading():
            paragraph = _line(document, clean(block.text), HEADING[block.level], first=2)
            paragraph.paragraph_format.keep_with_next = True
        case Paragraph():
            paragraph = _line(document, block.lead, HEADING[block.lead_level], first=2)
            parts.write(paragraph, clean(block.text))
        case Right():
            _line(document, block.text).alignment = ALIGN.RIGHT
        case Blank():
            _blank(document, block.count)
        case Table():
            _table(document, block)


def _end(document: WordDocument, paper: Paper) -> None:
    if paper.attachments:
        _blank(document)
    for number, (before, name) in enumerate(attachment_lines(paper)):
        # First line at 附件： or under its first name; the others under the first character of the name.
        hanging = 5 + measure(before.removeprefix("附件："))
        _line(document, before + name, indent=hanging, first=(5 if number else 2) - hanging)
    places = signature(paper.signatory, paper.dated_on, sealed=paper.sealed)
    if places:
        # No page bears a signature alone.
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        for _ in range(2 if paper.sealed else 1):
            _line(document).paragraph_format.keep_with_next = True
    for number, (text, indent) in enumerate(places, 1):
        shape = _line(document, text, indent=indent).paragraph_format
        shape.alignment = ALIGN.LEFT
        # Wider letters than ours may run into the margin, but not onto another line.
        shape.right_indent = Pt(-4 * CELL)
        shape.keep_with_next = number < len(places)
    if paper.note:
        _line(document, f"（{paper.note.strip('（）()')}）", first=2)
    for text in paper.colophon:
        parts.small(_line(document, text, SONG, size=10.5))


def _attachment(document: WordDocument, attachment: Attachment, label: str) -> None:
    _line(document, label, HEI).paragraph_format.page_break_before = True
    _blank(document)
    _title(document, attachment.title)
    _blank(document)
    for block in attachment.blocks:
        _block(document, block)


def _table(document: WordDocument, table: Table) -> None:
    if table.caption:
        caption = _line(document, table.caption, HEI)
        caption.alignment = ALIGN.CENTER
        caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    parts.border(made, upright=not table.open)
    widths = [Mm(156 * share) for share in widths_in(table)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    header, *rows = made.rows
    parts.fix_row(header, header=True)
    _cells(header.cells, table.columns, widths, [True] * len(widths), HEI, size_in(table))
    middle = centred(table)
    for row, texts in zip(rows, table.rows, strict=True):
        parts.fix_row(row, header=False)
        _cells(row.cells, texts, widths, middle, FANG, size_in(table))


def _cells(cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[Mm], middle: Sequence[bool], face: str, size: float) -> None:
    for cell, text, width, short in zip(cells, texts, widths, middle, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        parts.small(paragraph)
        if short:
            paragraph.alignment = ALIGN.CENTER
        parts.write(paragraph, text, face, size)


def _settled(data: bytes) -> bytes:
    """Pack again with the same date on every member, so that the same paper gives the same file."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
