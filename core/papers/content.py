"""What a paper says, as values: title, addressee, blocks, attachments, signature. How it is set stands in pdf.py and word.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

DEMO_MARK = "演示 无效"
DRAFT_MARK = "代拟稿"
SIGNER = "签发人："


@dataclass(frozen=True)
class Heading:
    """A heading with its own number in the text: level 1 一、 in 黑体, level 2 （一） in 楷体, level 3 1. in 仿宋."""

    level: int
    text: str

    def __post_init__(self):
        if self.level not in (1, 2, 3):
            raise ValueError("a heading is of level 1, 2 or 3")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` stands before the text on the same line in the face of a heading of its level: （一）申报条件。 in 楷体."""

    text: str
    lead: str = ""
    lead_level: int = 2


@dataclass(frozen=True)
class Items:
    """Points one below the other, numbered 1. 2. 3. unless they carry their own marks."""

    texts: tuple[str, ...]
    numbered: bool = True

    def paragraphs(self) -> Iterator[Paragraph]:
        for number, text in enumerate(self.texts, 1):
            yield Paragraph(f"{number}. {text}" if self.numbered else text)


@dataclass(frozen=True)
class Table:
    """A table whose header stands again on every page. `widths` are parts of the whole; `open` is the 三线表 without upright lines."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    open: bool = False

    def __post_init__(self):
        if any(len(row) != len(self.columns) for row in self.rows) or (self.widths and len(self.widths) != len(self.columns)):
            raise ValueError("every row and the widths have as many members as there are columns")

    def shares(self) -> list[float]:
        """Return the width of each column as a part of one."""
        widths = self.widths or (1.0,) * len(self.columns)
        return [width / sum(widths) for width in widths]


@dataclass(frozen=True)
class Right:
    """A line at the right margin."""

    text: str


@dataclass(frozen=True)
class Blank:
    """Empty lines."""

    count: int = 1


Block = Heading | Paragraph | Items | Table | Right | Blank


@dataclass(frozen=True)
class Attachment:
    """A paper that goes with this one. With blocks it follows on a page of its own; without, it is only named."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A paper. `masthead` is the red 发文机关标志 of a formal paper, none on a notice or a letter.

    `upward` is a paper to a higher authority (上行文), which names its 签发人 beside its number. `sealed` leaves room for a seal
    over signature and date. `colophon` are small lines at the end, such as the way to verify
    (never on a 公文). `draft` and `demo` stand on every page.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signatory: str = ""
    dated_on: date | None = None
    note: str = ""
    number: str = ""
    masthead: str = ""
    upward: bool = False
    signer: str = ""
    colophon: tuple[str, ...] = ()
    sealed: bool = True
    draft: bool = False
    demo: bool = False

    def text(self) -> str:
        """Return all the words that will be printed, to look for characters that cannot be."""
        parts = [self.title, self.addressee, self.signatory, self.note, self.number, self.masthead, self.signer, *self.colophon]
        parts += [SIGNER] if self.upward else []
        parts += [word for block in self.blocks for word in words(block)]
        parts += [word for attachment in self.attachments for word in (attachment.title, *_all_words(attachment.blocks))]
        return "\n".join(part for part in parts if part)


def _all_words(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from words(block)


def words(block: Block) -> Iterator[str]:
    """Yield the texts of a block."""
    match block:
        case Items():
            yield from block.texts
        case Table():
            yield block.caption
            yield from block.columns
            for row in block.rows:
                yield from row
        case Paragraph():
            yield block.lead + block.text
        case Heading() | Right():
            yield block.text


def day(on: date) -> str:
    """Return a date as papers write it: 2026年11月3日."""
    return f"{on.year}年{on.month}月{on.day}日"


def attachment_lines(paper: Paper) -> list[tuple[str, str]]:
    """Return the 附件说明: the words before each name, and the name without a closing mark."""
    names = [attachment.title.replace("\n", "").rstrip("。；，") for attachment in paper.attachments]
    if len(names) == 1:
        return [("附件：", names[0])]
    return [(f"附件：{number}. " if number == 1 else f"{number}. ", name) for number, name in enumerate(names, 1)]


FIRST = re.compile(r"[一二三四五六七八九十百]+、")
SECOND = re.compile(r"（[一二三四五六七八九十百]+）")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read blocks from plain text, one line each, as the office types it: 一、 and （一） open headings.

    A （一） line that goes on after its first full stop is a paragraph that opens with its heading.
    """
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    if FIRST.match(line) and not line.endswith(("。", "；", "，", "：")):
        return Heading(1, line)
    if SECOND.match(line):
        head, stop, rest = line.partition("。")
        if rest.strip():
            return Paragraph(rest.strip(), lead=head + stop)
        if not line.endswith(("。", "；", "，", "：")):
            return Heading(2, line)
    return Paragraph(line)


def plain(block: Block) -> Iterator[Block]:
    """Yield a block as blocks of one line or paragraph each: points and typed line ends become paragraphs."""
    match block:
        case Items():
            yield from block.paragraphs()
        case Paragraph() if "\n" in block.text:
            first, *others = [line for line in block.text.splitlines() if line.strip()] or [""]
            yield replace(block, text=first)
            for line in others:
                yield Paragraph(line)
        case _:
            yield block
