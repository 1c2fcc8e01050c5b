"""A paper as HTML: one block a line, each line broken here and spread to the margin by its own letter spacing."""

from collections import defaultdict
from collections.abc import Iterator
from html import escape

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
from core.papers.fonts import LATIN, Face, Faces
from core.papers.places import centred, measure, signature, size_in, upward_line, widths_in
from core.papers.text import CELLS, TITLE_CELLS, Line, lines, title_lines

EM = 16.0
PITCH = 156 / 25.4 * 72 / CELLS
# The last of 28 characters ends where the text block does, but for the hair between two characters.
MEASURE = PITCH * (CELLS - 1) + EM
GRID = 225 / 25.4 * 72 / 22

HEADING = {1: "hei", 2: "kai", 3: "fang"}


class Setter:
    """Sets papers in one set of faces."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        # By family: the characters to be cut out. Lines are measured by the space of their face; page numbers are counted by
        # the style sheet.
        self.used: dict[str, set[str]] = defaultdict(lambda: {" "}, latin={" "}, fang={" "}, song=set("— 0123456789"))
        self._known: dict[tuple[str, str], str] = {}
        self._widths = {role: faces.width(role) for role in ("fang", "kai", "hei")}

    def page(self, paper: Paper) -> str:
        """Return the whole document."""
        parts = [*self._marks(paper), *self._head(paper), *self._body(paper), *self._attached(paper)]
        meta = f'<meta name="dcterms.created" content="{paper.dated_on.isoformat()}">' if paper.dated_on else ""
        title = escape(paper.title.replace("\n", ""))
        return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>{meta}<body>' + "\n".join(parts)

    def _marks(self, paper: Paper) -> Iterator[str]:
        if paper.draft:
            yield f'<div class="mark draft">{self._run(DRAFT_MARK, "hei")}</div>'
        if paper.demo:
            mark = self._run(DEMO_MARK, "hei")
            yield f'<div class="mark demo">{mark}</div><div class="water">{mark}</div>'

    def _head(self, paper: Paper) -> Iterator[str]:
        if paper.masthead:
            yield from self._masthead(paper)
        elif paper.number:
            yield self._row(paper.number, "right")
            yield _blank()
        yield from self._title(paper.title)
        yield _blank()
        if paper.addressee:
            yield from self._lines(paper.addressee.rstrip("：:") + "：", indent=0)

    def _masthead(self, paper: Paper) -> Iterator[str]:
        """Red name 35 mm below the margin, number two lines below it, red line 4 mm below that, all filling whole lines.

        The upper edge is that of the letters: a line is a fifth higher than they are, half of it above them.
        """
        size = min(48.0, MEASURE / max(1.0, measure(paper.masthead)))
        above = 35 / 25.4 * 72 - size * 0.1
        used = above + size * 1.2 + 4 / 25.4 * 72
        whole = -(-used // GRID) * GRID
        name = self._run(paper.masthead, "title")
        style = f"padding-top:{above:.2f}pt;font-size:{size:.2f}pt;line-height:{size * 1.2:.2f}pt"
        yield f'<div class="masthead" style="{style}">{name}</div>'
        yield _blank(2)
        yield self._upward(paper) if paper.upward else self._row(paper.number, "number") if paper.number else _blank()
        yield f'<div class="rule" style="height:4mm;margin-bottom:{whole - used:.3f}pt"></div>'
        yield _blank(2)

    def _upward(self, paper: Paper) -> str:
        before = upward_line(paper.number, paper.signer)
        content = self._run(before) + f'<span class="kai">{self._run(paper.signer, "kai")}</span>'
        return _line(content, Line(before + paper.signer, 1, 0, False))

    def _title(self, title: str) -> Iterator[str]:
        for line in title_lines(title, cells=TITLE_CELLS):
            yield f'<div class="l title stay">{self._run(line, "title")}</div>'

    def _body(self, paper: Paper) -> Iterator[str]:
        """Yield the body; the last two lines before a signature stay with it, so that no page bears a signature alone."""
        rows = [row for block in paper.blocks for row in self._block(block)]
        rows += self._attachment_names(paper)
        end = [*self._signature(paper), *self._notes(paper)]
        held = 2 if end and (paper.attachments or (rows and not isinstance(paper.blocks[-1], Table))) else 0
        yield from rows[: len(rows) - held]
        if end:
            yield '<section class="keep">' + "\n".join([*rows[len(rows) - held :], *end]) + "</section>"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Items() | Paragraph() if (parts := list(plain(block))) != [block]:
                for part in parts:
                    yield from self._block(part)
            case Heading():
                yield from self._lines(block.text, HEADING[block.level], stay=True)
            case Paragraph():
                yield from self._lines(block.lead + block.text, lead=block.lead, face=HEADING[block.lead_level])
            case Right():
                yield self._row(block.text, "right")
            case Blank():
                yield _blank(block.count)
            case Table():
                yield self._table(block)

    def _attachment_names(self, paper: Paper) -> Iterator[str]:
        if not paper.attachments:
            return
        yield _blank()
        margin = 5.0
        for number, (before, name) in enumerate(attachment_lines(paper)):
            hanging = margin + sum(map(self._widths["fang"], before.removeprefix("附件：")))
            yield from self._lines(before + name, indent=margin if number else 2, hanging=hanging)

    def _signature(self, paper: Paper) -> Iterator[str]:
        """Two lines of air under a seal: its upper edge then lies within a line of the text, signature and date below its middle."""
        places = signature(paper.signatory, paper.dated_on, sealed=paper.sealed)
        if places:
            yield _blank(2 if paper.sealed else 1)
        for text, indent in places:
            yield self._row(text, indent=indent)

    def _notes(self, paper: Paper) -> Iterator[str]:
        if paper.note:
            yield from self._lines(f"（{paper.note.strip('（）()')}）")
        if paper.colophon:
            small = "".join(f"<div>{self._run(line)}</div>" for line in paper.colophon)
            yield f'<div class="colophon">{small}</div>'

    def _attached(self, paper: Paper) -> Iterator[str]:
        several = len(paper.attachments) > 1
        for number, attachment in enumerate(paper.attachments, 1):
            if attachment.blocks:
                yield '<div class="page"></div>'
                yield from self._attachment(attachment, f"附件{number if several else ''}")

    def _attachment(self, attachment: Attachment, label: str) -> Iterator[str]:
        yield self._row(label, "hei")
        yield _blank()
        yield from self._title(attachment.title)
        yield _blank()
        for block in attachment.blocks:
            yield from self._block(block)

    def _lines(
        self, text: str, role: str = "fang", *, lead: str = "", face: str = "kai", stay: bool = False, indent: float = 2, hanging: float = 0
    ) -> Iterator[str]:
        """Yield a paragraph line by line; its first characters, the lead, in a face of their own."""
        ahead = len("".join(lead.split()))
        for line in lines(text, indent=indent, hanging=hanging, width=self._widths[role]):
            split = _after(line.text, ahead)
            ahead -= min(ahead, len("".join(line.text.split())))
            content = self._run(line.text[split:], role)
            if split:
                content = f'<span class="{face}">{self._run(line.text[:split], face)}</span>' + content
            yield _line(content, line, " ".join(filter(None, ["" if role == "fang" else role, "stay" if stay else ""])))

    def _row(self, text: str, name: str = "", *, indent: float = 0) -> str:
        """Return one line that is never broken."""
        return _line(self._run(text, "hei" if "hei" in name else "fang"), Line(text, indent, 0, False), name)

    def _run(self, text: str, role: str = "fang") -> str:
        """Escape a text; a character its face lacks stands in the family that holds it."""
        found = []
        for character in text:
            family = self._family(character, role)
            if family:
                self.used[family].add(character)
            lent = family not in (role, "latin", "")
            found.append(f'<i class="{family}">{escape(character)}</i>' if lent else escape(character))
        return "".join(found)

    def _family(self, character: str, role: str) -> str:
        """Return the family that prints a character: the role's own, its letters', a lender's, or none at all."""
        key = character, role
        if key not in self._known:
            face = self.faces.holder(character, role)
            self._known[key] = "" if face is None else "latin" if face.role == LATIN.get(role) else face.role
        return self._known[key]

    def needed(self) -> Iterator[tuple[str, Face]]:
        """Yield the families this paper uses and their faces, when it has been set."""
        for family in sorted(self.used):
            yield family, self.faces["song" if family == "latin" else family]

    def _table(self, table: Table) -> str:
        names = " ".join(filter(None, ["open" if table.open else "", "dense" if size_in(table) == 12 else ""]))
        columns = "".join(f'<col style="width:{share:.4%}">' for share in widths_in(table))
        head = "".join(f"<th>{self._run(column, 'hei')}</th>" for column in table.columns)
        middle = centred(table)
        rows = "\n".join(f"<tr>{self._cells(row, middle)}</tr>" for row in table.rows)
        caption = self._row(table.caption, "hei caption stay") if table.caption else ""
        head = f"<thead><tr>{head}</tr></thead>"
        return f'{caption}<table class="{names}">{columns}{head}<tbody>{rows}</tbody></table><div class="gap"></div>'

    def _cells(self, row: tuple[str, ...], middle: list[bool]) -> str:
        pairs = [(self._run(text).replace("\n", "<br>"), short) for text, short in zip(row, middle, strict=True)]
        return "".join(f"<td{' class=c' if short else ''}>{content}</td>" for content, short in pairs)


def _after(text: str, count: int) -> int:
    """Return the index after `count` characters that are no blanks."""
    at = 0
    while count and at < len(text):
        count -= not text[at].isspace()
        at += 1
    return at


def _line(content: str, line: Line, name: str = "") -> str:
    style = f"padding-left:{line.indent * PITCH:.3f}pt;" if line.indent else ""
    if line.spread and len(line.text) > 1:
        spacing = (MEASURE - line.indent * PITCH - line.natural * EM) / (len(line.text) - 1)
        if abs(spacing - PITCH + EM) > 0.001:
            style += f"letter-spacing:{spacing:.4f}pt"
    attribute = f' style="{style}"' if style else ""
    return f'<div class="{f"l {name}".strip()}"{attribute}>{content}</div>'


def _blank(count: int = 1) -> str:
    return '<div class="l"></div>' * count
